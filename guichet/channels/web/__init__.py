"""The virtual branch: one generic set of pages carries every service; lists, accounts and sign-in
beside it.
"""
