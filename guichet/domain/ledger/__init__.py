"""What is owed and paid: double entry in whole halalas, never changed, only added to.

A *journal* is one event (a bill, a payment) and its *entries* are what it moves between *accounts*.
Debits are positive, credits negative; the entries of a journal sum to zero, which the database
itself enforces, and so does the whole ledger. A mistake is put right by a further journal, never by
a correction in place.
"""
