"""What is known of a family that shares a pension, as columns: who belongs to it, what is true of
each since when, and what each has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

HEIR = {
    "person": pl.Int64,  # national number
    "relation": pl.String,  # to the deceased: widow, son, mother ... as the law calls it
    "born": pl.Date,
    "from_reserve": pl.Boolean,  # born after the death, into the share that was kept for it
}
FACT = {
    "person": pl.Int64,
    "what": pl.String,  # one of `WHATS`
    "on": pl.Date,
    "value": pl.Int64,  # yes or no as 1 or 0; of `RESERVED` and `STILLBORN` how many
}
SHARE = {
    "person": pl.Int64,
    "monthly": pl.Int64,  # minor units
    "paid_from": pl.Date,  # first of a month
    "paid_till": pl.Date,  # first of the last month; null: until further notice
    "ends_by": pl.String,  # why it ends or changes, one of `ENDS`; null: nothing is known to end it
    "withheld": pl.Boolean,  # it is theirs, and makes good a grant that was paid for longer
}
STUDENT, DISABLED, MARRIED = "student", "disabled", "married"
WORKING, DEPENDENT, DEAD = "working", "dependent", "dead"
JOINED = "joined"  # of who was found to belong to it later: they count from then on
RESERVED, STILLBORN = "reserved", "stillborn"  # of the family: children not born yet
STATES = (STUDENT, DISABLED, MARRIED, WORKING, DEPENDENT, JOINED, DEAD)
WHATS = (*STATES, RESERVED, STILLBORN)
AGE, SHARED = "age", "shared"  # a birthday; another's share has changed
ENDS = (AGE, SHARED, *STATES)
MEMBER, SHARES, MARRIAGE, RECOVERY = "member", "shares", "marriage", "marriage_recovery"


@dataclass(frozen=True, slots=True)
class Estate:
    """The pension that a family shares."""

    cohort: str  # of the deceased
    pension: int  # of the deceased, whole; minor units
    average: int | None  # the mean wage it came from; None: not on record
    paid_from: date  # the first of a month
    died_on: date
