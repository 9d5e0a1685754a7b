"""Services of mandates: who may act for an establishment or for a person, from when to when, and to
do what.

`fields` holds the questions that they share, `giving` the rules, `sentences` what they refuse with;
every other file is a service.
"""
