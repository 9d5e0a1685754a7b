"""Services of accounts: what an employer owes, and what a contributor has earned.

`tables` holds what they share; every other file is a service.
"""
