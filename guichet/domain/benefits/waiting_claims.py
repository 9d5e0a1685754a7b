"""Claims that wait for a former employer's word: the employer is asked, once for a claim, and told
of it; the answer lets the claim go on by itself.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.benefits import leaving_reasons
from guichet.domain.benefits.unemployment import departures
from guichet.domain.registry.histories import numbers_of
from guichet.engine import events, pending, referrals, scope, store
from guichet.engine.context import HOME
from guichet.engine.relations import REFERRED

CODE = 3311  # of the service by which one claims
ASKED = "leaving-asked"  # the event
WAITS = "unemployment-employer-asked"  # what is said of a claim that waits for the employer
_MOST = 1_000  # in one round
_UNASKED = f"""
    FROM {REFERRED} c WHERE c.service = {CODE}
    AND c.content::jsonb -> 'findings' @> '[{{"code": "{WAITS}"}}]'
    AND NOT EXISTS
        (SELECT FROM benefits_leavingquestion q WHERE q.transaction = c.transaction)
"""
UNASKED = f"EXISTS (SELECT {_UNASKED})"  # SQL: whether there is an employer to ask
QUESTION = {
    "transaction": pl.Int64,  # the claim's, as it was referred
    "engagement": pl.Int64,
    "establishment": pl.Int64,
    "person": pl.Int64,
    "asked_at": pl.Datetime("us", "UTC"),
    "due_at": pl.Datetime("us", "UTC"),
}


@scope.as_institution()
def ask_employers(now: datetime) -> int:
    """Ask the former employers of those whose claim waits and who were not asked; how many
    were. Claims about a departure that is answered for already go on instead, and those whose
    departure is on record no longer: they are decided by what is.
    """
    fresh = store.fetch(
        f"SELECT c.transaction, c.party, c.due_at {_UNASKED} ORDER BY c.transaction LIMIT {_MOST}",
        {"transaction": pl.Int64, "person": pl.Int64, "due_at": pl.Datetime("us", "UTC")},
    )
    left = fresh.drop("person").join(_left(fresh), on="transaction", maintain_order="left")
    gone = fresh.join(left, on="transaction", how="anti")
    ready = [*left.filter("answered")["transaction"], *gone["transaction"]]
    if ready:
        referrals.go_on(ready, now)
    found = left.filter(~pl.col("answered"))
    if found.is_empty():
        return 0
    with store.atomic():
        store.insert(
            "benefits_leavingquestion", found.with_columns(asked_at=pl.lit(now)).select(*QUESTION)
        )
        due = pl.col("due_at").dt.convert_time_zone(str(HOME)).dt.date().cast(pl.String)
        told = found.select("establishment", "person", due_on=due)
        events.tell_many(ASKED, told, now)
    return found.height


def go_on(answers: pl.DataFrame, now: datetime) -> int:
    """Let the claims of workers go on that wait for these answers (`leaving_reasons.ANSWERED`);
    how many there were.
    """
    with scope.as_institution():
        held = numbers_of(answers["person"])
        waiting = store.fetch(
            f"SELECT transaction, party FROM {REFERRED} c WHERE service = {CODE}"
            " AND party = ANY(%(parties)s::bigint[])",
            {"transaction": pl.Int64, "person": pl.Int64},
            parties=held["number"].unique(),
        )
        answered = pl.col("engagement").is_in(answers["engagement"].implode())
        ready = _left(waiting).filter(answered)["transaction"].to_list()
        return referrals.go_on(ready, now) if ready else 0


def _left(claims: pl.DataFrame) -> pl.DataFrame:
    """The departure that claims (``transaction``, ``person``) are about, as it stands now, each
    seen from the day of its claim: transaction, and columns of `departures`. One of which there is
    none any more has no row.
    """
    first = pl.col("first_asked").dt.convert_time_zone(str(HOME)).dt.date()
    asked = pending.first_asked(claims["transaction"]).select(transaction="resolves", day=first)
    none = departures(claims["person"].clear(), date.min)
    pieces = [none.with_columns(transaction=pl.lit(None, pl.Int64))]
    for (day,), mine in claims.join(asked, on="transaction").group_by("day", maintain_order=True):
        left = departures(mine["person"], day)  # type: ignore[arg-type]
        pieces.append(left.join(mine.select("person", "transaction"), on="person"))
    return pl.concat(pieces)


def open_questions(establishments: pl.Series) -> pl.DataFrame:
    """What establishments were asked and have not answered: columns of `QUESTION`, the most urgent
    first.
    """
    rows = store.fetch(
        f"SELECT {', '.join(QUESTION)} FROM benefits_leavingquestion"
        " WHERE establishment = ANY(%(numbers)s::bigint[]) ORDER BY due_at, transaction",
        QUESTION,
        numbers=establishments,
    )
    answered = leaving_reasons.answers(rows["engagement"]).select("engagement")
    return rows.join(answered, on="engagement", how="anti", maintain_order="left").unique(
        "engagement", keep="first", maintain_order=True
    )
