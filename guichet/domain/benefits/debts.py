"""What persons were paid beyond what was due: a debt of the month it was paid for, recorded by the
monthly run, and withheld from their pensions to come as far as the law lets it be.

Withholding begins with the month after the last day for objecting to the debt, or at once by the
person's own choice, which also says how much a month; while an objection to it waits, nothing is
withheld for it where the law says so. What is withheld of a month was ordered as
its part: the month is paid in full, to the person and to the debt.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import contested, queries
from guichet.domain.benefits.kept_rows import Kept
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS, OVERPAID
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine import events, store
from guichet.engine.context import HOME
from guichet.law import country
from guichet.lib.months import add_months, first_day

TOLD = "benefit-overpaid"  # the event
DEBTS = Kept(
    "benefits_debt",
    "overpaid",
    "debts",
    "recorded",
    {
        "id": pl.Int64,
        "person": pl.Int64,
        "month": pl.Date,
        "amount": pl.Int64,
        "cause": pl.String,
        "recorded_on": pl.Date,
    },
)
WITHHELD = Kept(
    "benefits_withholding",
    "withheld",
    "withholdings",
    "made",
    {"id": pl.Int64, "person": pl.Int64, "month": pl.Date, "amount": pl.Int64},
)
CHOICES = Kept(
    "benefits_repayment",
    "repayment-chosen",
    "choices of repayment",
    "made",
    {"person": pl.Int64, "monthly": pl.Int64, "chosen_on": pl.Date, "transaction": pl.Int64},
)
STANDING = {
    "person": pl.Int64,
    "debt": pl.Int64,  # of all months, minor units
    "withheld": pl.Int64,
    "open": pl.Int64,  # of the debt
    "due": pl.Int64,  # of what is open, what may be withheld from the month asked about on
    "object_by": pl.Date,  # the last day for objecting to the latest debt
    # To be withheld a month, by the choice of the person; null: none, or all it was for is repaid.
    "chosen": pl.Int64,
}
# Why more was paid than was due.
RECALCULATED, DIED, ENDED = "recalculated", "died", "ended"
CAUSES = (RECALCULATED, DIED, ENDED)
_REASONS = """
    SELECT DISTINCT ON (person) person, end_reason FROM benefits_pension
    WHERE person = ANY(%(persons)s::bigint[]) AND ended_at IS NOT NULL
    ORDER BY person, ended_at DESC, id DESC
"""
_DEBTS = """
    SELECT id, person, month, amount, cause, recorded_on FROM benefits_debt
    WHERE person = ANY(%(persons)s::bigint[]) ORDER BY person, month, id
"""
_TAKEN = """
    SELECT person, sum(amount)::bigint FROM benefits_withholding
    WHERE person = ANY(%(persons)s::bigint[]) GROUP BY person
"""
_CHOSEN = """
    SELECT DISTINCT ON (person) person, monthly, chosen_on FROM benefits_repayment
    WHERE person = ANY(%(persons)s::bigint[]) ORDER BY person, id DESC
"""


def record(persons: pl.Series, month: date, now: datetime) -> pl.DataFrame:
    """Record what months up to one were paid beyond what they come to now, as far as it was not
    recorded before: ``person``, ``month``, ``amount``.
    """
    rows = queries.overpaid(persons, month)
    if rows.is_empty():
        return rows
    today = now.astimezone(HOME).date()
    named = rows.join(_causes(rows["person"]), on="person", how="left", maintain_order="left")
    with store.atomic():
        named = named.select(
            "person",
            "month",
            "amount",
            cause=pl.col("cause").fill_null(ENDED),
            recorded_on=pl.lit(today),
        ).with_columns(store.next_ids("benefits_debt_id_seq", rows.height))
        journals = ledger.post(*_entries(named, now, "overpaid", OVERPAID, BENEFITS))
        DEBTS.keep(named.with_columns(journal_id=journals))
        sums = named.group_by("person", maintain_order=True).agg(
            pl.col("amount").sum(),
            first=pl.col("month").min().dt.to_string("%Y-%m"),
            last=pl.col("month").max().dt.to_string("%Y-%m"),
        )
        events.tell_many(TOLD, sums, now)
    return rows


def _causes(persons: pl.Series) -> pl.DataFrame:
    """Why the latest of a pension of each has ended: ``person``, ``cause``."""
    found = store.fetch(_REASONS, {"person": pl.Int64, "why": pl.String}, persons=persons.unique())
    dead = known_persons(found["person"]).filter(pl.col("died_on").is_not_null())["asked"]
    cause = (
        pl.when(pl.col("person").is_in(dead.implode()))
        .then(pl.lit(DIED))
        .when(pl.col("why") == RECALCULATED)
        .then(pl.lit(RECALCULATED))
        .otherwise(pl.lit(ENDED))
    )
    return found.select("person", cause=cause)


def with_withheld(rows: pl.DataFrame, month: date) -> pl.DataFrame:
    """Rows of a run with what is ``withheld`` of each; arrears are paid whole."""
    owing = standing(rows["person"].unique(), month).filter(pl.col("due") > 0)
    if owing.is_empty():
        return rows.with_columns(withheld=pl.lit(0, pl.Int64))
    cohorts = known_persons(owing["person"]).unique("asked").select("cohort", person="asked")
    known = rows.join(owing, on="person", how="left", maintain_order="left").join(
        cohorts, on="person", how="left", maintain_order="left"
    )
    months = country.pension_months
    usual, most = (
        months.recoverable(pl.col("amount"), pl.col("cohort"), month, agreed=agreed)
        for agreed in (False, True)
    )
    wanted = pl.when(pl.col("chosen").is_null()).then(usual).otherwise("chosen")
    withheld = pl.min_horizontal("due", wanted, most)
    whole = ~pl.col("arrears") & pl.col("due").is_not_null()
    return known.with_columns(
        withheld=pl.when(whole).then(withheld).otherwise(0).fill_null(0)
    ).select(*rows.columns, "withheld")


def keep_withheld(rows: pl.DataFrame, now: datetime) -> None:
    """What was withheld of orders goes to the debts, in the caller's ``atomic``: ``person``,
    ``month``, ``withheld``.
    """
    mine = rows.filter(pl.col("withheld") > 0).select("person", "month", amount="withheld")
    if mine.is_empty():
        return
    named = mine.with_columns(store.next_ids("benefits_withholding_id_seq", mine.height))
    journals = ledger.post(*_entries(named, now, "withheld", BENEFIT, OVERPAID))
    WITHHELD.keep(named.with_columns(journal_id=journals, at=pl.lit(now)))


def choose(rows: pl.DataFrame, today: date) -> None:
    """Keep how much a month persons chose to repay: ``person``, ``monthly``, ``transaction``."""
    CHOICES.keep(rows.with_columns(chosen_on=pl.lit(today)))


def standing(persons: pl.Series, month: date) -> pl.DataFrame:
    """How the debts of persons stand, and what may be withheld in a month: columns of `STANDING`;
    who never had one has no row.
    """
    rows = debts_of(persons)
    days = rows["recorded_on"].unique().to_list()
    by = pl.DataFrame(
        {"recorded_on": days, "object_by": [country.objections.object_by(d) for d in days]},
        schema={"recorded_on": pl.Date, "object_by": pl.Date},
    )
    rows = rows.join(by, on="recorded_on", how="left", maintain_order="left")
    asked = rows["person"].unique(maintain_order=True)
    taken = store.fetch(_TAKEN, {"person": pl.Int64, "withheld": pl.Int64}, persons=asked)
    choice = {"person": pl.Int64, "chosen": pl.Int64, "chosen_on": pl.Date}
    rows = rows.join(store.fetch(_CHOSEN, choice, persons=asked), on="person", how="left")
    # A choice is for the debts that were told by then; what comes later may be objected to first.
    agreed = (pl.col("recorded_on") <= pl.col("chosen_on")).fill_null(value=False)
    over = pl.col("object_by") < pl.lit(first_day(month))
    paused = contested.disputed(rows["person"].unique(), month).with_columns(paused=True)
    rows = rows.join(paused, on=["person", "recorded_on"], how="left", maintain_order="left")
    free = pl.col("paused").is_null()
    sums = rows.group_by("person", maintain_order=True).agg(
        debt=pl.col("amount").sum(),
        agreed=pl.col("amount").filter(agreed).sum(),
        collectable=pl.col("amount").filter((agreed | over) & free).sum(),
        object_by=pl.col("object_by").max(),
        chosen=pl.col("chosen").first(),
    )
    whole = sums.join(taken, on="person", how="left")
    withheld = pl.col("withheld").fill_null(0)
    return (
        whole.with_columns(
            withheld=withheld,
            open=pl.col("debt") - withheld,
            due=(pl.col("collectable") - withheld).clip(lower_bound=0),
            chosen=pl.when(pl.col("agreed") > withheld).then("chosen"),
        )
        .select(*STANDING)
        .sort("person")
    )


def debts_of(persons: pl.Series) -> pl.DataFrame:
    """What persons were paid beyond, a row a month and recording: columns of `DEBTS`."""
    return store.fetch(_DEBTS, dict(DEBTS.columns), persons=persons)


def begins_after(object_by: date) -> date:
    """The first month of which something is withheld for a debt, if nobody chooses otherwise."""
    return add_months(first_day(object_by), 1)


def debts_are_whole() -> list[str]:
    """Every debt, withholding and choice that is not what the log says, and everybody of whom more
    was withheld than was owed, in English.
    """
    beyond = store.rows(
        "SELECT person FROM (SELECT person, amount FROM benefits_debt"
        " UNION ALL SELECT person, -amount FROM benefits_withholding) both_sides"
        " GROUP BY person HAVING sum(amount) < 0 ORDER BY person"
    )
    return [
        *DEBTS.faults(),
        *WITHHELD.faults(),
        *CHOICES.faults(),
        *(f"debts of {person}: more was withheld than was owed" for (person,) in beyond),
    ]


def _entries(
    rows: pl.DataFrame, now: datetime, source: str, debit: str, credit: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A journal a row; the institution's own account is that of the cost."""
    journals = rows.select(
        "month",
        key="id",
        kind=pl.lit("benefit"),
        at=pl.lit(now),
        source=pl.lit(source),
        reference="id",
        description=pl.lit(""),
    )

    def side(kind: str, sign: int) -> pl.DataFrame:
        ours = kind == BENEFITS
        return rows.select(
            "month",
            key="id",
            kind=pl.lit(kind),
            party_kind=pl.lit(None if ours else "person", dtype=pl.String),
            party=pl.lit(None, dtype=pl.Int64) if ours else pl.col("person"),
            amount=sign * pl.col("amount"),
            branch=pl.lit(None, dtype=pl.String),
        )

    return journals, pl.concat([side(debit, 1), side(credit, -1)])
