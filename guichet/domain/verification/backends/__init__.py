"""Connectors to public bodies: the only code of this module that opens a connection."""
