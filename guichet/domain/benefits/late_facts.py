"""What is not due by what came to be on record later: months after a death, and months without work
before which work had begun, or beside which a pension is paid. The line ends; what was paid is a
debt of its month from the next run on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from guichet.domain.benefits import awards, ends, unemployment_months
from guichet.domain.benefits.maternity_awards import KIND as MATERNITY
from guichet.domain.benefits.unemployment_awards import KIND as UNEMPLOYMENT
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine import store
from guichet.law import country
from guichet.lib.months import add_months_to, first_day_of

DIED, NOT_DUE = "died", "works"  # why a line ended
_BATCH = 20_000
# Shares follow what is known of the family (`survivors`).
_KINDS = (awards.OLD_AGE, awards.DISABILITY, MATERNITY, UNEMPLOYMENT)
_LINE = {
    "id": pl.Int64,
    "award": pl.String,
    "person": pl.Int64,
    "kind": pl.String,
    "paid_from": pl.Date,
    "paid_till": pl.Date,
    "left_on": pl.Date,  # of a month without work: the end of the work before it
}
_LINES = """
    SELECT p.id, p.award, p.person, p.kind, p.paid_from, p.paid_till, u.left_on
    FROM benefits_pension p
    LEFT JOIN benefits_unemploymentmonth m
        ON p.kind = 'unemployment' AND p.award = m.award || '-' || m.number
    LEFT JOIN benefits_unemployment u ON u.award = m.award
    WHERE p.kind = ANY(%(kinds)s) AND p.ended_at IS NULL AND p.id > %(after)s
    ORDER BY p.id LIMIT %(limit)s
"""


def follow(now: datetime) -> int:
    """End whatever is not due by the record of today; how many lines did."""
    ended = 0
    for rows in _batches():
        late = {DIED: after_death(rows), NOT_DUE: not_due(rows)}
        with store.atomic():
            for reason, found in late.items():
                ends.end(found, reason, now)
        ended += sum(found.height for found in late.values())
    return ended


def _batches() -> Iterator[pl.DataFrame]:
    after = 0
    while True:
        rows = store.fetch(_LINES, _LINE, kinds=list(_KINDS), after=after, limit=_BATCH)
        if rows.is_empty():
            return
        yield rows
        after = rows["id"][-1]


def after_death(rows: pl.DataFrame) -> pl.DataFrame:
    """Lines that go on after the month of a death: columns of `ends.END`."""
    known = known_persons(rows["person"].unique()).filter(pl.col("died_on").is_not_null())
    days = known.select("died_on", person="asked").unique("person")
    last = [country.pension_months.last_month(day) for day in days["died_on"]]
    days = days.with_columns(last=pl.Series(last, dtype=pl.Date))
    before = add_months_to(first_day_of(pl.col("paid_from")), -1)
    # A disability pension ends once: what was entered with a last month is ordered no more anyway.
    sooner = (pl.col("paid_till") > pl.col("last")) & (pl.col("kind") != awards.DISABILITY)
    late = rows.join(days, on="person").filter(pl.col("paid_till").is_null() | sooner)
    return late.select("award", till=pl.max_horizontal("last", before))


def not_due(rows: pl.DataFrame) -> pl.DataFrame:
    """Months without work before which work had begun, or beside which a pension is paid, of the
    living: columns of `ends.END`.
    """
    mine = rows.filter(pl.col("kind") == UNEMPLOYMENT).rename({"paid_from": "month"})
    asked = mine.select("person", "left_on", "month").unique()
    key = ["person", "month"]
    found = [
        unemployment_months.worked_since(asked).select(key),
        unemployment_months.drawing(asked).select(key),
    ]
    late = mine.join(pl.concat(found).unique(), on=key).join(
        after_death(rows), on="award", how="anti"
    )
    return late.select("award", till=add_months_to(pl.col("month"), -1))
