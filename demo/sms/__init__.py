"""A sandbox message centre (SMSC) and handsets to text with, on loopback."""
