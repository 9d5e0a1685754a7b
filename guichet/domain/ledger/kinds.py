"""The kinds of account there are, named once."""

from __future__ import annotations

# Of a client: what it owes, and what it has paid beyond that (a balance below zero is in its
# favour).
RECEIVABLE = "receivable"  # contributions, by month
PENALTY = "penalty-receivable"  # late penalties, by the month paid late
CREDIT = "credit"
BENEFIT = "benefit-payable"  # what a person was awarded and has not been told to be paid
OVERPAID = "benefit-overpaid"  # what a person was paid beyond what was due, and owes back
CLIENT = (RECEIVABLE, PENALTY, CREDIT)

# Of a journal that charges a month's contributions, or the difference of a later one.
BILL = "bill"
# Of a journal that takes back what an objection was right about, and of one by which a later bill
# gives the same back itself.
CONCESSION, CONCESSION_MET = "concession", "concession-met"
# Of a journal that only lays what is to a client's credit on what it owes.
ALLOCATION = "allocation"

# Of the institution.
COLLECTIONS = "collections"  # what payers' banks have told us of and not yet credited
BANK = "bank"
SUSPENSE = "suspense"  # payments whose reference names nobody
PENALTIES = "penalties"  # earned; a waiver takes away from it
PAYOUTS = "payouts"  # ordered to be paid out, and not seen to leave the bank account
BENEFITS = "benefits"  # what pensions and allowances cost
UNEXPLAINED = "unexplained"  # moved on the bank account for a reason nobody has named yet
BANK_CHARGES = "bank-charges"  # what a bank took for its work, as it says itself
BROUGHT_FORWARD = "brought-forward"  # what a bank account held when the books began
