"""The check that asks for the family of somebody who has died, and of those whose share may hang on
it whether they study or are disabled.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from guichet.domain.verification import commands
from guichet.domain.verification.sources import EDUCATION, FAMILY, HEALTH, Source
from guichet.engine.check import WhenDown
from guichet.engine.context import Context
from guichet.law import country
from guichet.lib.text import Words

_SCHOOLED = 17  # years; who is younger need not study to have a share


@dataclass(slots=True)
class FamilyCheck:
    """A family; it has the shape of ``engine.check.Check``.

    Adds ``<name>_status`` ('dead', 'alive', 'unknown'), ``_died_on`` (Date) and ``_members``: a
    JSON list as `sources.FAMILY` has it; with ``student`` and ``disabled``, yes or no, of each
    whose share hangs on it by the country's law.
    """

    field: str
    when_down: WhenDown = WhenDown.HOLD
    name: str = "family"
    source: Words = FAMILY.words

    def ask(self, keys: pl.Series, context: Context) -> pl.DataFrame:
        """``key``, ``evidence`` and the facts.

        Raises:
            SourceDown: one of the three bodies gave no usable answer.
        """
        found = commands.establish(FAMILY, keys, context.now, errands=context.errands)
        members = {
            key: json.loads(text)
            for key, text in found.select("key", "members").iter_rows()
            if text
        }
        everybody = [one for family in members.values() for one in family]
        young, weak = (_whose(everybody, what) for what in ("student", "disabled"))
        # Without a day of birth the entry is not whole: whoever reads it says so.
        born = [one for one in young if one.get("born")]
        grown = [one for one in born if _age(one, context.today) >= _SCHOOLED]
        studying = self._those(EDUCATION, grown, "enrolled", context)
        disabled = self._those(HEALTH, weak, "disabled", context)
        for one in young:
            one["student"] = _said(one["number"] in studying)
        for one in weak:
            one["disabled"] = _said(one["number"] in disabled)
        told = [
            json.dumps(members[k], ensure_ascii=False) if k in members else None
            for k in found["key"]
        ]
        return found.select(
            "key",
            "evidence",
            pl.col("status").alias(f"{self.name}_status"),
            pl.col("died_on").alias(f"{self.name}_died_on"),
            pl.Series(f"{self.name}_members", told, dtype=pl.String),
        )

    def _those(
        self, source: Source, people: list[dict[str, Any]], status: str, context: Context
    ) -> set[str]:
        numbers = pl.Series("key", sorted({int(one["number"]) for one in people}), dtype=pl.Int64)
        if numbers.is_empty():
            return set()
        found = commands.establish(
            source, numbers, context.now, timedelta(), errands=context.errands
        )
        return {str(key) for key in found.filter(pl.col("status") == status)["key"]}


def _whose(members: list[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    relations = country.benefits.hangs_on.get(what, ())
    return [one for one in members if one.get("relation") in relations]


def _age(member: dict[str, Any], today: date) -> int:
    return today.year - date.fromisoformat(member["born"]).year


def _said(value: bool) -> str:
    return "yes" if value else "no"
