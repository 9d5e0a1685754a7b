"""Objections to decisions on benefits, as a kind of any country whose `objections.yaml` says by
when each level decides, what silence is, and how long a medical board's finding may be contested.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from guichet.law.awards import Input, Kind, Tell, told
from guichet.law.parameters import Parameters
from guichet.law.steps import Unit

NAME = "objection"
_COUNTS = (
    "decides_within_days",
    "appeal_days",
    "appeal_within_days",
    "appeal_people",
    "court_days",
    "board_people",
)
_GIVES = {
    **dict.fromkeys(_COUNTS, Unit.COUNT),
    "silence_accepts": Unit.YES,
    "pauses_recovery": Unit.YES,
    "board_by": Unit.DAY,
}
# Whoever counts working days rests on Friday and Saturday, unless a country says otherwise.
_SUNDAY_TO_THURSDAY = [True, True, True, True, False, False, True]  # from Monday on


def kind(article: str, numbers: str, week: list[bool] | None = None) -> Kind:
    """The kind of a country.

    Args:
        article: where the first level's time is said.
        numbers: the file of the parameters, ``objections``.
        week: which days from Monday on are worked.
    """
    worked = week or _SUNDAY_TO_THURSDAY

    def work(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
        found = [
            _terms(law, numbers, row["on"], row["cohort"], worked)
            for row in rows.select("on", "cohort").iter_rows(named=True)
        ]
        schema = {name: _TYPES[unit] for name, unit in _GIVES.items()}
        return rows.hstack(pl.DataFrame(found, schema=schema))

    return Kind(
        name=NAME,
        needs={"on": Input(Unit.DAY), "cohort": Input(Unit.WORD)},
        work=work,
        gives=_GIVES,
        tells=(
            Tell(
                "objection_decided",
                ("decides_within_days", Unit.COUNT),
                told(Unit.DAY, "on"),
                (f"{numbers}.decides_within_days", f"{numbers}.silence"),
                article,
            ),
        ),
    )


_TYPES: Mapping[Unit, Any] = {Unit.COUNT: pl.Int64, Unit.YES: pl.Boolean, Unit.DAY: pl.Date}


def _terms(
    law: Parameters, numbers: str, on: date, cohort: str, week: list[bool]
) -> dict[str, object]:
    key = law.cohort_key(f"{numbers}.board_window", cohort)
    known = key in law and law.in_force(key, on)
    return {name: law.count(f"{numbers}.{name}", on) for name in _COUNTS} | {
        "silence_accepts": law.word(f"{numbers}.silence", on) == "accepted",
        "pauses_recovery": law.yes(f"{numbers}.pauses_recovery", on),
        "board_by": _after(on, law.word(key, on), week) if known else None,
    }


def _after(on: date, window: str, week: list[bool]) -> date:
    """The last day of a window in words: ``30 days``, ``21 working days``."""
    count, _, unit = window.partition(" ")
    day = pl.Series([on])
    if unit == "working days":
        moved = day.to_frame("on").select(
            pl.col("on").dt.add_business_days(int(count), week_mask=week, roll="backward")
        )
        return moved.item()  # type: ignore[no-any-return]
    return day.dt.offset_by(f"{int(count)}d").item()  # type: ignore[no-any-return]
