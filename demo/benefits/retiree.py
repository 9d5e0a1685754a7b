"""Somebody who has worked long, has left, and may claim a pension before the normal age."""

from __future__ import annotations

from datetime import date, timedelta

from demo.benefits.insured import leaves, picked, signs_in, works
from demo.sign_ins import SignIn
from guichet.engine import store
from guichet.lib.months import first_day
from guichet.lib.text import Words

SIGN_IN = SignIn(
    "retiree",
    "Guichet-demo-2026",
    Words(
        ar="مشترك ترك العمل ويستحق التقاعد المبكر",
        en="A contributor who has left, and may claim an early pension",
        fr="Un assuré parti, qui peut demander une pension anticipée",
    ),
)
# The seed's own engagements begin later, so the former ones overlap none of them.
_FORMER = (
    (date(1994, 9, 1), date(2008, 3, 31), 9_000),
    (date(2008, 4, 1), date(2020, 12, 31), 14_000),
)
# Whose birth is nearest: old enough to have worked since, and years from the normal age.
_BORN = date(1971, 1, 1)


def found(today: date, others: list[int]) -> None:
    """Open the sign-in: their former employers, their leaving at the end of last month, their
    account.

    Args:
        others: numbers who are somebody else in the demonstration.
    """
    last = first_day(today) - timedelta(days=1)
    somebody = picked(others, "abs(p.birth_date - %(born)s::date)", born=_BORN)
    if somebody is None:  # in a small institution everybody of that age draws a pension already
        return
    _worked_before(somebody.person, somebody.place)
    leaves(somebody.engagement, last, "resignation")
    signs_in(SIGN_IN, somebody.number, last)


def _worked_before(person: int, place: int) -> None:
    """At another establishment than the one they leave now."""
    other = store.value(
        "SELECT min(id) FROM registry_establishment WHERE id <> %(place)s", place=place
    )
    # One after another: two that last would be at one establishment at the same time.
    for since, until, basic in _FORMER:
        leaves(works(person, other, since, basic), until, "resignation")
