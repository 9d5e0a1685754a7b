"""Objections to what a medical board has found: an appeal board of other members finds anew, and
its finding stands.

An objection waits as a referred row of its service. Once enough members are of one mind it goes on
by itself (`referrals.go_on`), and what the new finding changes is put in force.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from guichet.domain.benefits import board_findings, contested, disability_awards
from guichet.engine import pending, resume, store
from guichet.engine.context import HOME
from guichet.engine.relations import REFERRED

APPEAL = "appeal-"  # then the transaction of the objection
_WAITING = f"""
    SELECT c.transaction, c.party, c.due_at, c.actor,
        split_part(c.content::jsonb #>> '{{if_approved,decision}}', '-', 2)::bigint
    FROM {REFERRED} c WHERE c.service = {contested.CODE}
        AND c.content::jsonb #>> '{{input,about}}' = '{contested.BOARD}'
        AND (%(name)s::text IS NULL OR '{APPEAL}' || c.transaction = %(name)s)
"""
_ROW: dict[str, Any] = {
    "transaction": pl.Int64,
    "person": pl.Int64,
    "due_at": pl.Datetime("us", "UTC"),
    "asked_by": pl.Int64,
    "contested": pl.Int64,
}
_TOOK_PART = """
    SELECT id FROM benefits_boardfinding WHERE "by" = %(account)s
    UNION SELECT finding FROM benefits_boardvote WHERE "by" = %(account)s
    UNION SELECT finding FROM benefits_boardsecond WHERE "by" = %(account)s
"""


def waiting(name: str | None = None) -> pl.DataFrame:
    """The objections that wait for an appeal board, or the one of a name: ``transaction``,
    ``person``, ``due_at``, ``asked_by``, and which finding is ``contested``.
    """
    return store.fetch(_WAITING, _ROW, name=name)


def contested_by(account: int) -> set[int]:
    """The findings in which a member had a part: they do not sit on an appeal against one."""
    return {number for (number,) in store.rows(_TOOK_PART, account=account)}


def members_needed(today: date) -> int:
    """How many members of an appeal board are of one mind, by the law of a day."""
    return contested.terms(today).board_people


def target(finding: int) -> dict[str, Any]:
    """What a finding of an appeal is about, as `board_findings.FOUND` has it: the award that the
    contested one brought, changed or ended; else the ``transaction`` that refused the claim.
    """
    row = board_findings.numbered(finding)
    if row["award"] is not None:
        return {"transaction": None, "award": row["award"]}
    ended = pending.resolution_of(row["transaction"]) or row["transaction"]
    award = store.value(
        "SELECT award FROM benefits_disability WHERE finding = %(id)s AND supersedes IS NULL",
        id=finding,
    )
    return {"transaction": None, "award": award} if award else {"transaction": ended, "award": None}


def found(objection: int) -> dict[str, Any] | None:
    """What an appeal board found and agreed in of an objection; None: nothing yet."""
    row = board_findings.of_case(f"{APPEAL}{objection}")
    return row if row is not None and row["agreed"] else None


def changes(finding: int, anew: dict[str, Any]) -> bool:
    """Whether an appeal board has found something else that matters to a pension."""
    before = board_findings.numbered(finding)
    stands = _stands(anew)
    helped = stands and anew["helper"] != before["helper"]
    return stands != _stands(before) or helped


def put_in_force(anew: dict[str, Any], now: datetime) -> None:
    """What a finding of an appeal board changes, in the caller's ``atomic``: a claim that was
    refused is asked again, as of the day on which it was made; a pension that ended goes on.
    """
    today, award = now.astimezone(HOME).date(), anew["award"]
    if award is None:
        if _stands(anew):
            resume.reopen(anew["transaction"], now)
        return
    pensions = disability_awards.looked_at(today, award)
    if pensions.is_empty():
        if _stands(anew):
            disability_awards.restore(award, anew, now, today)
        return
    (pension,) = pensions.iter_rows(named=True)
    if not _stands(anew):
        disability_awards.recover(pension, now, today)
    elif anew["helper"] != pension["helper"]:
        disability_awards.change_helper(pension, anew, now, today)


def _stands(finding: dict[str, Any]) -> bool:
    return bool(finding["disabled"] and finding["lasting"] and not finding["occupational"])
