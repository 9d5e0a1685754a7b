"""Connectors to payment schemes and providers: the only code of this module that opens a
connection.
"""
