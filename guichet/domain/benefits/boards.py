"""Medical boards: what waits for them, a finding of one member, and the vote of a second.

Claims wait as referred rows until a finding is agreed in, and then go on by themselves
(`referrals.go_on`): the service decides by it. A pension comes back on the day that its last
finding named, or when its holder works again. No case is looked at by whom it concerns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from guichet.domain.benefits import board_appeals, board_findings, disability, disability_awards
from guichet.domain.benefits import board_words as said
from guichet.domain.identity.staff import MEDICAL, Staff, require
from guichet.domain.registry.histories import numbers_of
from guichet.engine import referrals, scope, store
from guichet.engine.actor import Actor, PartyKind
from guichet.engine.context import HOME
from guichet.engine.refusal import Refused
from guichet.engine.relations import REFERRED
from guichet.lib.months import add_months

CODE = 3361  # of the service by which one claims
_LOCK = 0x626F6172
_CLAIM, _REVIEW = "claim-", "review-"  # how names of cases begin
WAITING = {
    "case": pl.String,
    "person": pl.Int64,
    "transaction": pl.Int64,  # of the claim, as it was referred; null: of a review
    "award": pl.String,  # whose pension comes back; null: of a claim
    "due_on": pl.Date,
    "works": pl.Boolean,  # a pension comes back because there is work again
    "asked_by": pl.Int64,  # the account that asked for the claim
    "contested": pl.Int64,  # the finding that is objected to; null: of no appeal
    "by": pl.Int64,  # who has written a finding that waits for a second; null: nobody
    "by_name": pl.String,
}
_CLAIMS = (
    f"SELECT transaction, party, due_at, actor FROM {REFERRED} c WHERE service = {CODE}"
    f" AND (%(name)s::text IS NULL OR '{_CLAIM}' || transaction = %(name)s)"
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a board: what they may do, and for whom they may act as a client."""

    staff: Staff
    actor: Actor


@dataclass(frozen=True, slots=True)
class Finding:
    """What a member writes down."""

    examined_on: date
    disabled: bool
    occupational: bool
    lasting: bool
    share: int  # percent
    helper: bool
    since: date
    review_on: date | None
    grounds: str


def of_claim(transaction: int) -> str:
    """The name of the case of a claim."""
    return f"{_CLAIM}{transaction}"


def of_award(award: str) -> str:
    """The name of the case of a pension that is looked at again."""
    return f"{_REVIEW}{award}"


@scope.as_institution()
def waiting(now: datetime, name: str | None = None) -> pl.DataFrame:
    """What waits for a board, or the case of a name, the earliest deadline first: columns of
    `WAITING`.
    """
    claims = store.fetch(
        _CLAIMS,
        {
            "transaction": pl.Int64,
            "person": pl.Int64,
            "due_at": pl.Datetime("us", "UTC"),
            "asked_by": pl.Int64,
        },
        name=name,
    ).select(
        "asked_by",
        "person",
        "transaction",
        case=pl.format(_CLAIM + "{}", "transaction"),
        award=pl.lit(None, pl.String),
        due_on=pl.col("due_at").dt.convert_time_zone(str(HOME)).dt.date(),
        works=pl.lit(value=False),
        contested=pl.lit(None, pl.Int64),
    )
    appeals = board_appeals.waiting(name).select(
        "asked_by",
        "person",
        "transaction",
        "contested",
        case=pl.format(board_appeals.APPEAL + "{}", "transaction"),
        award=pl.lit(None, pl.String),
        due_on=pl.col("due_at").dt.convert_time_zone(str(HOME)).dt.date(),
        works=pl.lit(value=False),
    )
    award = name.removeprefix(_REVIEW) if name else None
    again = disability_awards.reviews(now.astimezone(HOME).date(), award).select(
        "person",
        "award",
        "due_on",
        "works",
        asked_by=pl.lit(None, pl.Int64),
        case=pl.format(_REVIEW + "{}", "award"),
        transaction=pl.lit(None, pl.Int64),
        contested=pl.lit(None, pl.Int64),
    )
    rows = pl.concat([claims.select(again.columns), appeals.select(again.columns), again])
    opened = board_findings.open_of(rows["case"])
    whole = rows.join(opened, on="case", how="left", maintain_order="left")
    return whole.select(*WAITING).sort("due_on", "case")


@scope.as_institution()
def case(name: str, now: datetime) -> dict[str, Any] | None:
    """One of what waits: a row of `WAITING` as a dict; None: it does not wait."""
    rows = waiting(now, name).filter(pl.col("case") == name)
    return rows.row(0, named=True) if rows.height else None


@scope.as_institution()
def record(name: str, finding: Finding, by: Member, now: datetime) -> int:
    """Write down what a member has found; its number.

    Raises:
        Refused: the case does not wait, it is the member's own, a finding waits for a second member
            already, or something cannot be.
    """
    today = now.astimezone(HOME).date()
    _check(finding, today)
    with store.atomic():
        row = _held(name, by, now)
        last = board_findings.of_case(name)
        if last is not None and last["agreed"] is None:
            raise Refused(said.OPEN_FINDING)
        about = {field: row[field] for field in ("transaction", "award")}
        if row["contested"] is not None:
            about = board_appeals.target(row["contested"])
        kept = {
            "case": name,
            "person": row["person"],
            **about,
            **{field: getattr(finding, field) for field in Finding.__slots__},
            "by": by.actor.id,
            "by_name": by.actor.name,
        }
        number = store.next_ids("benefits_boardfinding_id_seq", 1)
        frame = pl.DataFrame(
            [kept], schema={k: v for k, v in board_findings.FOUND.items() if k != "id"}
        )
        board_findings.FINDINGS.keep(frame.with_columns(number, at=pl.lit(now)))
        return int(number[0])


@scope.as_institution()
def vote(
    name: str, number: int, by: Member, now: datetime, *, agreed: bool, note: str = ""
) -> bool:
    """A second member agrees with the finding that stands, or does not: then the case waits for
    another. What is agreed in takes effect at once; on an appeal once as many agree as the law
    asks for. Whether it was the last that it waited for.

    Args:
        number: of the finding that the member has read.

    Raises:
        Refused: it is not the finding that stands, it is the member's own finding or case, or the
            member is not known surely enough.
    """
    if not by.staff.sure:
        raise Refused(said.NOT_SURE)
    with store.atomic():
        row = _held(name, by, now)
        found = board_findings.of_case(name)
        if found is None or found["agreed"] is not None or found["id"] != number:
            raise Refused(said.CLOSED)
        if found["by"] == by.actor.id:
            raise Refused(said.SAME_MEMBER)
        kept = {
            "finding": number,
            "agreed": agreed,
            "note": note,
            "by": by.actor.id,
            "by_name": by.actor.name,
        }
        frame = pl.DataFrame([kept], schema=board_findings.VOTED).with_columns(at=pl.lit(now))
        if agreed and _waits_for_others(row, number, by, now):
            board_findings.SECONDS.keep(frame.drop("agreed"))
            return False
        board_findings.VOTES.keep(frame)
        if agreed:
            _take_effect(row, found, now)
        return True


def _waits_for_others(row: dict[str, Any], number: int, by: Member, now: datetime) -> bool:
    """Whether a finding of an appeal waits for others still when this member has agreed."""
    if row["contested"] is None:
        return False
    seconds = board_findings.seconds_of(number)
    if by.actor.id in seconds:
        raise Refused(said.AGREED_ALREADY)
    needed = board_appeals.members_needed(now.astimezone(HOME).date())
    return len(seconds) + 2 < needed  # with who wrote it, and who agrees now


def _take_effect(row: dict[str, Any], found: dict[str, Any], now: datetime) -> None:
    today = now.astimezone(HOME).date()
    if row["transaction"] is not None:
        referrals.go_on([row["transaction"]], now)
        return
    (pension,) = disability_awards.looked_at(today, row["award"]).iter_rows(named=True)
    if not found["disabled"] or found["occupational"] or not found["lasting"]:
        disability_awards.recover(pension, now, today)
    elif found["helper"] != pension["helper"]:
        disability_awards.change_helper(pension, found, now, today)


def _check(finding: Finding, today: date) -> None:
    if finding.examined_on > today:
        raise Refused(said.EXAMINED_LATER, "examined_on")
    if finding.since > finding.examined_on:
        raise Refused(said.SINCE_LATER, "since")
    if not (1 if finding.disabled else 0) <= finding.share <= 100:
        raise Refused(said.SHARE_ODD, "share")
    last = add_months(today, disability.board_rules(today)["review_months"])
    if finding.review_on is not None and not today < finding.review_on <= last:
        raise Refused(said.REVIEW_FAR, "review_on", last=last.isoformat())


def _held(name: str, by: Member, now: datetime) -> dict[str, Any]:
    """The case, held until the caller's ``atomic`` ends, so that two members meet one another."""
    require(by.staff, MEDICAL)
    store.value("SELECT pg_advisory_xact_lock(%(lock)s)", lock=_LOCK)
    row = case(name, now)
    if row is None:
        raise Refused(said.CLOSED)
    if row["contested"] in board_appeals.contested_by(by.actor.id):
        raise Refused(said.TOOK_PART)
    if not may(row, by, now):
        raise Refused(said.OWN_CASE)
    return row


@scope.as_institution()
def open_to(rows: pl.DataFrame, by: Member, now: datetime) -> pl.DataFrame:
    """Those of the cases (rows of `WAITING`) that a member may look at: they are not theirs, nor of
    somebody they act for, nor did they ask for them, nor had a part in what is contested.
    """
    held = numbers_of(rows["person"].unique())
    today = now.astimezone(HOME).date()
    theirs = by.actor.mandates.covers(
        "self", PartyKind.PERSON, held["number"].unique().to_list(), today
    )
    named = [n for n in (*theirs, by.actor.person_number, by.staff.person) if n is not None]
    own = held.filter(pl.col("number").is_in(named))["asked"]
    mine = pl.col("person").is_in(own.implode()) | pl.col("asked_by").eq_missing(by.actor.id)
    parts = pl.Series(sorted(board_appeals.contested_by(by.actor.id)), dtype=pl.Int64)
    took_part = pl.col("contested").is_in(parts.implode()).fill_null(value=False)
    return rows.filter(~mine & ~took_part)


def may(row: dict[str, Any], by: Member, now: datetime) -> bool:
    """Whether a member may look at a case (a row of `WAITING`)."""
    return open_to(pl.DataFrame([row], schema=WAITING), by, now).height > 0
