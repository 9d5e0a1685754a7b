"""Services of mandates: who may act for an establishment or for a person, from when to when, and to
do what.

`giving` holds what they share and `sentences` what they refuse with; every other file is a service.
"""
