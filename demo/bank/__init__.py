"""The sandbox bank that holds our account: it takes our files, pays, refuses some transfers and
brings some back.
"""
