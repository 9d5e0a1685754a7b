"""Connectors to payment schemes: the only code of this module that opens a connection."""
