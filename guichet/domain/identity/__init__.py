"""Who signs in and what they may do for whom: accounts, mandates, machine tokens, limits on
guessing.

Names of establishments are not known here (the registry is above); a party is its kind and its
number.
"""
