"""Objections on the pages of the account: those that wait and those decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from guichet.channels.web.words import OBJECTIONS
from guichet.engine import referrals
from guichet.engine.context import HOME
from guichet.lib.display import show_gregorian, show_month

SERVICE = "payments.object_to_bill"
SHOWN = 20


def shown_objections(establishment: int, language: str) -> list[dict[str, Any]]:
    """The latest objections of an establishment, each with how it stands."""
    return [_shown(case, language) for case in referrals.filed(SERVICE, [establishment], SHOWN)]


def _shown(case: referrals.Filed, language: str) -> dict[str, Any]:
    asked = case.answer.input
    month = date.fromisoformat(f"{asked['month']}-01")
    if case.due_at is not None:
        day = show_gregorian(case.due_at.astimezone(HOME).date(), language)
        state, kind = OBJECTIONS["waits"].at(language, day=day), ""
    else:
        state, kind = (
            OBJECTIONS["upheld" if case.approved else "declined"].at(language),
            "good" if case.approved else "bad",
        )
    return {
        "reference": case.answer.reference,
        "month": show_month(month, language),
        "bill": f"{month:%Y-%m}",
        "worker": asked.get("worker") or "",
        "amount": case.answer.values["disputed"] or 0,
        "state": state,
        "kind": kind,
        "reason": case.reason,
    }
