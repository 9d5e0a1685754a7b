"""An award takes the place of another: the old one stays, its pension ends, and another begins; all
of it is in the audit log and held against it.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import polars as pl

from guichet.domain.benefits import awards
from guichet.domain.benefits.comparison import Compared
from guichet.engine import audit, events, store
from guichet.engine.audit_groups import Group
from guichet.engine.relations import leaves
from guichet.lib.months import add_months_to

KIND = "recalculated"
RECALCULATED = "pension-recalculated"  # the event
REASON = "recalculated"
_SUCCESSION = {
    "award": pl.String,
    "supersedes": pl.String,
    "recalculation_id": pl.Int64,
}
_LEFT = {"award": pl.String, "person": pl.Int64, "why": pl.String}
_STILL_PAID = """
    SELECT s.supersedes FROM benefits_succession s
    JOIN benefits_pension old ON old.award = s.supersedes
    JOIN benefits_pension next ON next.award = s.award
    WHERE old.person <> next.person OR coalesce(old.paid_till >= next.paid_from, true)
    ORDER BY s.id
"""


def succeed(found: Compared, recalculation: int, now: datetime) -> int:
    """Put the changes of a comparison in force, in the caller's ``atomic``; the leaf that speaks
    of them.

    Raises:
        store.WriteConflict: a pension was ended meanwhile.
    """
    leaf = audit.reserve()
    rows = _named(found, recalculation)
    successions = rows.select("award", "supersedes", recalculation_id=pl.lit(recalculation))
    if rows.height:
        _end(rows.unique("chain", keep="first"), now)
        awards.keep(rows.drop("chain", "supersedes"), awards.OLD_AGE, now)
        store.insert("benefits_succession", successions.with_columns(leaf=pl.lit(leaf)))
        events.tell_many(RECALCULATED, _told(found), now)
    left = found.left.with_columns(
        recalculation_id=pl.lit(recalculation), leaf=pl.lit(leaf), at=pl.lit(now)
    )
    store.insert("benefits_recalculationcase", left)
    said = {
        "recalculation": recalculation,
        "looked": found.looked,
        "changed": successions.height,
        "changed-digest": _digest(successions, _SUCCESSION),
        "left": left.height,
        "left-digest": _digest(left, _LEFT),
    }
    audit.note(KIND, said, number=leaf)
    return leaf


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
    said = store.rows(_SAID.format(what="changed"))
    left = store.rows(_SAID.format(what="left"))
    return [
        *_CHANGED.strangers("benefits_succession", said),
        *_CHANGED.faults(said),
        *_LEFT_OUT.strangers("benefits_recalculationcase", left),
        *_LEFT_OUT.faults(left),
        *(
            f"award {award}: it is paid beside the one that took its place"
            for (award,) in store.rows(_STILL_PAID)
        ),
    ]


_SAID = f"""
    SELECT id, (said->>'{{what}}')::bigint, said->>'{{what}}-digest' FROM {leaves(KIND)} l
    ORDER BY id
"""


def _digest(rows: pl.DataFrame, schema: dict[str, type[pl.DataType]]) -> str:
    plain = rows.select(pl.col(name).cast(kind) for name, kind in schema.items())
    return sha256(plain.sort("award").write_csv().encode()).hexdigest()


def _group(noun: str, done: str, table: str, schema: dict[str, type[pl.DataType]]) -> Group:
    def read(first: int, last: int) -> dict[int, tuple[int, str]]:
        found = store.fetch(
            f"SELECT leaf, {', '.join(schema)} FROM {table}"
            " WHERE leaf >= %(first)s AND leaf <= %(last)s",
            {"leaf": pl.Int64, **schema},
            first=first,
            last=last,
        )
        parts = found.partition_by("leaf", as_dict=True)
        return {leaf: (part.height, _digest(part, schema)) for (leaf,), part in parts.items()}

    return Group(noun, done, read)


_CHANGED = _group("successions", "decided", "benefits_succession", _SUCCESSION)
_LEFT_OUT = _group("awards left to people", "left", "benefits_recalculationcase", _LEFT)
