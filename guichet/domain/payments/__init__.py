"""Money coming in: payment references, payments told by banks and providers, and what each of them
pays.

A payment is known by its *scheme* (who told us) and that scheme's own key, so it counts once
however often it is told. It goes to the client's credit and is laid at once to the oldest unpaid
month, then to penalties (`settling.py`); a reversal takes it back. Nothing here is changed in
place: every step is a further row and a balanced journal.
"""
