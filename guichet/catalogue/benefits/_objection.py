"""What an objection is about, at which level it stands, and until when it may be made."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from guichet.catalogue.benefits import _objection_words as said
from guichet.domain.benefits import anew, board_appeals, contested
from guichet.domain.benefits.contested import DECISION, REFUSED
from guichet.domain.registry.histories import numbers_of
from guichet.engine import records, referrals
from guichet.engine.batch import Batch
from guichet.engine.context import HOME
from guichet.engine.outlines import latest_refused
from guichet.engine.referrals import Filed
from guichet.engine.registry import services
from guichet.law import country
from guichet.lib import reference

_CLAIMS = "benefits.claim_"
_FOUND: dict[str, Any] = {
    "position": pl.UInt32,
    **{name: kind for name, kind in DECISION.items() if name not in ("person", "about")},
    "claim": pl.Int64,  # the refused transaction
    "object_by": pl.Date,
    "level": pl.String,
    # How it was objected to before, or why it cannot be: waits, upheld, late, over, too-late,
    # of-board, by-board.
    "before": pl.String,
    "board_found": pl.String,  # by an appeal board: same, changed; null: nothing yet
    "examined_on": pl.Date,
    "earlier": pl.String,  # the reference of that objection
    "last": pl.Date,
    "same": pl.Boolean,
    "paid": pl.Int64,
    "due": pl.Int64,
}


def look_up(batch: Batch) -> None:
    """Add the decision that each row is about, and how it may be objected to today."""
    rows = batch.frame.select("position", "person", "about", *_resolves(batch))
    persons = rows["person"].drop_nulls().unique()
    known = contested.has_terms() and persons.len() > 0
    decisions = (
        _decisions(persons) if known else pl.DataFrame(schema={**DECISION, "claim": pl.Int64})
    )
    held = numbers_of(persons)["number"].unique().to_list() if known else []
    before = referrals.filed(said.KEY, held) if known else []
    found = []
    for row in rows.iter_rows(named=True):
        decision = _contested(decisions, row, batch)
        if decision is not None:
            mine = [b for b in before if b.answer.output.get("decision") == decision["decision"]]
            standing = _standing(decision, mine, row, batch)
            if _rests_on_board(decision, row, decisions):
                standing["before"] = "of-board"
            found.append({"position": row["position"], **standing})
    batch.look_up(pl.DataFrame(found, schema=_FOUND), on="position")


def _resolves(batch: Batch) -> list[str]:
    return ["resolves"] if "resolves" in batch.frame.columns else []


def _decisions(persons: pl.Series) -> pl.DataFrame:
    """The latest of each kind, refused claims included: columns of `DECISION`, and ``claim``."""
    codes = [service.code for key, service in services().items() if key.startswith(_CLAIMS)]
    refused = latest_refused(codes, persons)
    asked = refused.with_columns(
        about=pl.lit(REFUSED),
        decision=pl.Series(map(reference.encode, refused["transaction"]), dtype=pl.String),
        decided_on=pl.col("asked_at").dt.convert_time_zone(str(HOME)).dt.date(),
        award=pl.lit(None, pl.String),
    ).rename({"party": "person", "transaction": "claim"})
    others = contested.latest(persons).with_columns(claim=pl.lit(None, pl.Int64))
    return pl.concat([others, asked.select(others.columns)])


def _contested(decisions: pl.DataFrame, row: dict[str, Any], batch: Batch) -> dict[str, Any] | None:
    """The decision a row is about: the latest of its kind; of an asking that goes on the one that
    it was about then.
    """
    first = records.by_id(row["resolves"], batch.context.now) if row.get("resolves") else None
    if first is not None and first.answer.output.get("decision"):
        return _as_then(first.answer.output, row["about"])
    mine = decisions.filter(
        pl.col("person").eq_missing(row["person"]) & pl.col("about").eq_missing(row["about"])
    )
    return mine.row(0, named=True) if mine.height else None


def _as_then(output: Any, about: str) -> dict[str, Any]:
    name = str(output["decision"])
    award = name.removeprefix("stopped-")
    return {
        "decision": name,
        "decided_on": date.fromisoformat(str(output["decided_on"])),
        "award": award.partition("/")[0] if about == contested.SHARE else award,
        "claim": reference.decode(name) if about == REFUSED else None,
    }


def _rests_on_board(decision: dict[str, Any], row: dict[str, Any], decisions: pl.DataFrame) -> bool:
    """Whether a refusal or a stop follows from what a board found, which another board looks at."""
    if row["about"] not in (REFUSED, contested.STOPPED) or row.get("resolves"):
        return False
    mine = decisions.filter(
        (pl.col("person") == row["person"]) & (pl.col("about") == contested.BOARD)
    )
    if mine.is_empty():
        return False
    about = board_appeals.target(_finding(mine["decision"][0]))
    return decision["claim"] == about["transaction"] and decision["award"] == about["award"]


def _finding(decision: str) -> int:
    return int(decision.removeprefix("board-"))


def _of_board(
    decision: dict[str, Any], before: list[Filed], row: dict[str, Any], batch: Batch
) -> dict[str, Any]:
    """How an objection to a board's finding stands: what an appeal board found of it, or what
    stands against it.
    """
    found = {name: decision[name] for name in ("decision", "decided_on", "award", "claim")}
    by = contested.board_by(row["person"], decision["decided_on"])
    found |= {"object_by": by, "level": said.BOARD, "before": None}
    again = board_appeals.found(row["resolves"]) if row.get("resolves") else None
    if again is not None:
        changes = board_appeals.changes(_finding(decision["decision"]), again)
        last = contested.terms(batch.context.today).court_by
        found |= {"board_found": "changed" if changes else "same", "last": last}
        return found | {"examined_on": again["examined_on"]}
    if row.get("resolves"):
        return found
    if str(decision["award"]).startswith(board_appeals.APPEAL):
        court = contested.terms(decision["decided_on"]).court_by
        return found | {"before": "by-board", "last": court}
    return found | _hindered(before, [], row, by, batch)


def _standing(
    decision: dict[str, Any], before: list[Filed], row: dict[str, Any], batch: Batch
) -> dict[str, Any]:
    if row["about"] == contested.BOARD:
        return _of_board(decision, before, row, batch)
    today = batch.context.today
    by = country.objections.object_by(decision["decided_on"])
    found = {name: decision[name] for name in ("decision", "decided_on", "award", "claim")}
    found |= {"object_by": by, "level": said.FIRST, "before": None}
    declined = [b for b in before if b.due_at is None and not b.approved]
    if declined:  # the newest first
        found["level"] = said.COMMITTEE
    if batch.context.ruling is not None:
        person, about = row["person"], row["about"]
        worked = anew.worked(about, person, decision["award"], today)
        return found | {"same": worked.same, "paid": worked.paid, "due": worked.due}
    return found | _hindered(before, declined, row, by, batch)


def _hindered(
    before: list[Filed], declined: list[Filed], row: dict[str, Any], by: date, batch: Batch
) -> dict[str, Any]:
    """What stands against objecting today, if anything."""
    today = batch.context.today
    for one in before:
        told = {"earlier": one.answer.reference}
        if one.due_at is not None:
            if _same(one, row, batch):  # sent once more: it is the first that answers
                return {}
            return told | {"before": "waits", "last": one.due_at.astimezone(HOME).date()}
        if one.approved:
            return told | {"before": "upheld"}
    if declined:
        ruled = declined[0].ruled_at or batch.context.now
        terms = contested.terms(ruled.astimezone(HOME).date())
        told = {"earlier": declined[0].answer.reference}
        if declined[0].answer.output.get("level") == said.COMMITTEE:
            return told | {"before": "over", "last": terms.court_by}
        late = terms.appeal_by < today
        return told | {"before": "late", "last": terms.appeal_by} if late else {}
    return {"before": "too-late"} if by < today else {}


def _same(one: Filed, row: dict[str, Any], batch: Batch) -> bool:
    """Whether a waiting objection was asked with the very same words."""
    fields = batch.service.inputs
    mine = batch.frame.filter(pl.col("position") == row["position"])
    plain = mine.select(field.plain(pl.col(name)).alias(name) for name, field in fields.items())
    given = plain.row(0, named=True)
    return all((one.answer.input.get(name) or None) == (given[name] or None) for name in fields)


def refuse(batch: Batch) -> pl.Expr:
    """Refuse what cannot be objected to today; the rows that a person decides on."""
    asked = pl.col("person").is_not_null() & pl.col("about").is_not_null()
    known, before = pl.col("decision").is_not_null(), pl.col("before")
    earlier = pl.col("earlier")
    batch.refuse(asked & ~known, said.NO_DECISION, "about", person=pl.col("person"))
    decided, last = pl.col("decided_on"), pl.col("object_by")
    batch.refuse(before == "too-late", said.TOO_LATE, "about", decided=decided, last=last)
    told = {"reference": earlier, "last": pl.col("last")}
    batch.refuse(before == "waits", said.WAITS, "about", **told)
    batch.refuse(before == "upheld", said.UPHELD_BEFORE, "about", reference=earlier)
    batch.refuse(before == "late", said.APPEAL_TOO_LATE, "about", **told)
    batch.refuse(before == "over", said.DECIDED_TWICE, "about", **told)
    batch.refuse(before == "of-board", said.OF_BOARD, "about")
    batch.refuse(before == "by-board", said.DECIDED_BY_BOARD, "about", last=pl.col("last"))
    same = pl.col("board_found") == "same"
    examined = {"on": pl.col("examined_on"), "last": pl.col("last")}
    batch.refuse(same, said.BOARD_FOUND_THE_SAME, "about", **examined)
    batch.keep_waiting(pl.col("same"), said.NOTHING_CHANGES, "about")
    open_still = before.is_null() & pl.col("board_found").is_null()
    return asked & known & open_still & ~pl.col("same").fill_null(value=False)
