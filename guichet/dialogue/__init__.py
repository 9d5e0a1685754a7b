"""How somebody is led to the one door, whichever way they came: what to ask next, what to prove,
when it is sent, what is told.
"""
