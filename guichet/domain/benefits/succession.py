"""An award takes the place of another: the old one stays, its pension ends, and another begins; all
of it is in the audit log and held against it.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import polars as pl

from guichet.domain.benefits import awards
from guichet.domain.benefits.comparison import Compared
from guichet.domain.benefits.kept_rows import Kept
from guichet.engine import audit, events, store
from guichet.lib.months import add_months_to

RECALCULATED = "pension-recalculated"  # the event
REASON = "recalculated"
SUCCESSIONS = Kept(
    "benefits_succession",
    "superseded",
    "successions",
    "decided",
    {"award": pl.String, "supersedes": pl.String, "recalculation_id": pl.Int64},
)
LEFT = Kept(
    "benefits_recalculationcase",
    "left-to-people",
    "awards left to people",
    "left",
    {"award": pl.String, "person": pl.Int64, "why": pl.String, "recalculation_id": pl.Int64},
)
_STILL_PAID = """
    SELECT s.supersedes FROM benefits_succession s
    JOIN benefits_pension old ON old.award = s.supersedes
    JOIN benefits_pension next ON next.award = s.award
    WHERE old.person <> next.person OR coalesce(old.paid_till >= next.paid_from, true)
    ORDER BY s.id
"""


def succeed(found: Compared, recalculation: int, now: datetime) -> None:
    """Put the changes of a comparison in force, in the caller's ``atomic``.

    Raises:
        store.WriteConflict: a pension was ended meanwhile.
    """
    if found.changes.height:
        rows = _named(found, recalculation)
        _end(rows.unique("chain", keep="first"), now)
        awards.keep(rows.drop("chain", "supersedes"), awards.OLD_AGE, now)
        successions = rows.select("award", "supersedes", recalculation_id=pl.lit(recalculation))
        SUCCESSIONS.keep(successions)
        events.tell_many(RECALCULATED, _told(found), now)
    if found.left.height:
        LEFT.keep(found.left.with_columns(recalculation_id=pl.lit(recalculation), at=pl.lit(now)))


def _named(found: Compared, recalculation: int) -> pl.DataFrame:
    """The new awards: as `awards.keep` takes them, with the ``chain`` (the award whose pension is
    open) and which award each ``supersedes``.
    """
    place = pl.int_range(pl.len()).over("chain") + 1
    rows = found.with_steps().rename({"award": "chain"}).sort("chain", "paid_from")
    rows = rows.with_columns(
        award=pl.format(
            "{}-{}-{}.{}", pl.lit(awards.OLD_AGE), "transaction", pl.lit(recalculation), place
        )
    )
    before = pl.col("award").shift(1).over("chain")
    return rows.select(
        *awards.AWARDED,
        "award",
        "decided_on",
        "paid_till",
        "chain",
        supersedes=pl.coalesce(before, "chain"),
    )


def _end(rows: pl.DataFrame, now: datetime) -> None:
    """End the open pension of each chain before the first line that takes its place; one that is
    replaced from its beginning on was never paid.
    """
    ends = rows.select("chain", till=add_months_to(pl.col("paid_from"), -1))
    ended = store.execute(
        "UPDATE benefits_pension p SET paid_till = n.till, ended_at = %(now)s, end_reason = %(why)s"
        " FROM unnest(%(awards)s::text[], %(tills)s::date[]) n(award, till)"
        " WHERE p.award = n.award AND p.paid_till IS NULL",
        awards=ends["chain"],
        tills=ends["till"],
        now=now,
        why=REASON,
    )
    if ended != ends.height:
        raise store.WriteConflict(f"{ends.height - ended} pensions ended meanwhile")
    digest = sha256(ends.write_csv().encode()).hexdigest()
    audit.note("pensions", {"what": REASON, "pensions": ends.height, "digest": digest})


def _told(found: Compared) -> pl.DataFrame:
    return found.differences.select(
        "person", "paid", "due", "more", "less", since=pl.col("since").dt.to_string("%Y-%m")
    )


def successions_are_whole() -> list[str]:
    """Every group of successions, and of awards left to people, that is not what its leaf says, and
    every award that is still paid beside the one that took its place; in English.
    """
    return [
        *SUCCESSIONS.faults(),
        *LEFT.faults(),
        *(
            f"award {award}: it is paid beside the one that took its place"
            for (award,) in store.rows(_STILL_PAID)
        ),
    ]
