"""Files of banks by ISO 20022, read and written as streams and always checked against the official
schemas.
"""
