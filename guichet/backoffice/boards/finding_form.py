"""What a member has typed, read as a finding; or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from guichet.backoffice.boards.words import PHRASES
from guichet.channels.shared.forms import Problem
from guichet.domain.benefits.boards import Finding
from guichet.engine.fields import Day
from guichet.engine.fields.base import read_all, tidy

DAYS = ("examined_on", "since", "review_on")
CHOICES = ("disabled", "occupational", "lasting", "helper")
NAMES = (*DAYS, *CHOICES, "share", "grounds")
_SHORTEST, _LONGEST, _MOST = 5, 1_000, 100
_TYPED = 40  # characters of a day or a share that are looked at
_ORDER = (
    "examined_on",
    "disabled",
    "share",
    "occupational",
    "lasting",
    "helper",
    "since",
    "review_on",
)
_KINDS = dict.fromkeys(DAYS, "day") | dict.fromkeys(CHOICES, "choice") | {"share": "share"}
_FIELDS = {name: Day(PHRASES[name.replace("_", "-")], optional=True) for name in DAYS}


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as a form shows it again."""
    return {name: str(given.get(name, ""))[: _LONGEST * 2] for name in NAMES}


def questions(given: Mapping[str, str], language: str, lasting: int) -> list[dict[str, Any]]:
    """What is asked, in order, each with what was typed; ``lasting``: for how many months a
    disability is to last.
    """
    hints = dict.fromkeys(DAYS, "day-hint") | {"review_on": "review-hint"}
    return [
        {
            "name": name,
            "label": PHRASES[name.replace("_", "-")].at(language, months=str(lasting)),
            "hint": PHRASES[hints[name]].at(language) if name in hints else "",
            "value": given.get(name, ""),
            "required": name != "review_on",
            "template": f"boards/_{_KINDS[name]}.html",
        }
        for name in _ORDER
    ]


def read(given: Mapping[str, str], language: str) -> tuple[Finding | None, list[Problem]]:
    """The finding, or None and what is wrong."""
    days, share = _days(given), _share(given.get("share", ""))
    problems = [
        _problem("missing-day", name, language)
        for name in DAYS
        if days[name] is None and (name != "review_on" or given.get(name, "").strip())
    ]
    chosen = {name: given.get(name, "") for name in CHOICES}
    problems += [
        _problem("missing-choice", name, language)
        for name, value in chosen.items()
        if value not in ("yes", "no")
    ]
    grounds = " ".join(given.get("grounds", "").split())
    if share is None:
        problems.append(_problem("missing-share", "share", language))
    if not _SHORTEST <= len(grounds) <= _LONGEST or not grounds.isprintable():
        problems.append(_problem("missing-grounds", "grounds", language))
    examined, since = days["examined_on"], days["since"]
    if problems or share is None or examined is None or since is None:
        return None, problems
    flags = {name: value == "yes" for name, value in chosen.items()}
    finding = Finding(
        examined_on=examined,
        since=since,
        review_on=days["review_on"],
        share=share,
        grounds=grounds,
        **flags,
    )
    return finding, []


def _days(given: Mapping[str, str]) -> dict[str, date | None]:
    texts = {name: tidy(pl.Series([given.get(name, "")[:_TYPED]])) for name in DAYS}
    frame = pl.DataFrame(texts, schema=dict.fromkeys(DAYS, pl.String))
    return read_all(frame, _FIELDS).row(0, named=True)


def _share(text: str) -> int | None:
    said = tidy(pl.Series([text[:_TYPED]]))[0] or ""
    fits = said.isascii() and said.isdigit() and len(said) <= len(str(_MOST))
    return int(said) if fits and int(said) <= _MOST else None


def _problem(phrase: str, name: str, language: str) -> Problem:
    label = PHRASES[name.replace("_", "-")].at(language, months="")
    return Problem(PHRASES[phrase].at(language, label=label), name)
