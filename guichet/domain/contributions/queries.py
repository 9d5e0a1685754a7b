"""What others may ask of contributions, gathered in one place: bills, accounts, statements,
reasons.
"""

from guichet.domain.contributions.accounts import ACCOUNT, account_of, unpaid_months
from guichet.domain.contributions.annuities_paid import annuities_paid, first_billed
from guichet.domain.contributions.bills import BILL, Bill, bill_of
from guichet.domain.contributions.explanation import Reasons, explain
from guichet.domain.contributions.paid_months import (
    PAID_MONTH,
    PERSON_MONTH,
    paid_months,
    person_months,
    states_of_stretches,
)
from guichet.domain.contributions.penalties import penalties_of
from guichet.domain.contributions.plans import kept_plans, plans_of, plans_today, standing_of_plans
from guichet.domain.contributions.statements import (
    STATEMENT,
    openings,
    period_of,
    periods_of,
    statement,
    stretches_of,
)

__all__ = [
    "ACCOUNT",
    "BILL",
    "PAID_MONTH",
    "PERSON_MONTH",
    "STATEMENT",
    "Bill",
    "Reasons",
    "account_of",
    "annuities_paid",
    "bill_of",
    "explain",
    "first_billed",
    "kept_plans",
    "openings",
    "paid_months",
    "penalties_of",
    "period_of",
    "periods_of",
    "person_months",
    "plans_of",
    "plans_today",
    "standing_of_plans",
    "statement",
    "states_of_stretches",
    "stretches_of",
    "unpaid_months",
]
