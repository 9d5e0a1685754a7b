"""The kiosk: the same services in big letters, for a room where the next person waits behind the
first.
"""
