"""The demonstration's certificate authority."""
