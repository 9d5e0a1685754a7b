"""Pensioners of the demonstration: synthetic pensions in payment, most of them with an account on
record.
"""
