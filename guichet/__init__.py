"""Guichet: a multichannel self-service counter for a social insurance institution."""

__version__ = "0.1.0"
