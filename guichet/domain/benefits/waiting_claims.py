"""Claims that wait for a former employer's word: the employer is asked, once for a claim, and told
of it; the answer lets the claim go on by itself.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.benefits import leaving_reasons
from guichet.domain.benefits.unemployment import departures
from guichet.domain.registry.histories import numbers_of
from guichet.engine import events, referrals, scope, store
from guichet.engine.context import HOME
from guichet.engine.relations import REFERRED

CODE = 3311  # of the service by which one claims
ASKED = "leaving-asked"  # the event
_MOST = 1_000  # in one round
_UNASKED = f"""
    FROM {REFERRED} c WHERE c.service = {CODE} AND NOT EXISTS
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
    were.
    """
    fresh = store.fetch(
        f"SELECT c.transaction, c.party, c.due_at {_UNASKED} ORDER BY c.transaction LIMIT {_MOST}",
        {"transaction": pl.Int64, "person": pl.Int64, "due_at": pl.Datetime("us", "UTC")},
    )
    left = departures(fresh["person"], now.astimezone(HOME).date())
    found = fresh.join(
        left.select("person", "engagement", "establishment"), on="person", maintain_order="left"
    )
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
        last = departures(waiting["person"], now.astimezone(HOME).date())
        mine = last.filter(pl.col("engagement").is_in(answers["engagement"].implode()))
        ready = waiting.join(mine, on="person", how="semi")["transaction"].to_list()
        return referrals.go_on(ready, now) if ready else 0


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
