"""What our banks tell of our accounts: statements are read, entries booked once, and balances held
against the ledger.
"""
