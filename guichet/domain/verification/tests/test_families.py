"""Of a family the ministries are asked about everybody whose share may hang on their answer, and
about nobody else.
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from guichet.domain.verification import commands
from guichet.domain.verification.families import FamilyCheck
from guichet.domain.verification.sources import Source
from guichet.engine.context import Context
from guichet.lib import samples

LATE = int(samples.person(20))
# M/33 2(8): sons, brothers and sons' sons to 21, studying to 26, disabled without an age; widower,
# father and grandfather unable to earn. Of daughters both laws together need both.
FAMILY = {
    "son": "2003-01-01",
    "daughter": "2003-06-01",
    "brother": "2002-01-01",
    "sons_son": "2004-01-01",
    "widower": "1975-01-01",
    "father": "1970-01-01",
    "grandfather": "1950-01-01",
    "widow": "1980-01-01",
    "mother": "1950-01-01",
    "sister": "2001-01-01",
}
NUMBERS = {relation: samples.person(30 + place) for place, relation in enumerate(FAMILY)}
STUDYING = {"son", "daughter", "brother", "sons_son"}
DISABLED = STUDYING | {"widower", "father", "grandfather"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Who was asked about, by body; every one of them studies and is disabled."""
    heard: dict[str, set[str]] = {}
    family = [
        {"number": NUMBERS[relation], "relation": relation, "born": born, "alive": "yes"}
        for relation, born in FAMILY.items()
    ]
    statuses = {"family": "dead", "education": "enrolled", "health": "disabled"}

    def establish(source: Source, keys: pl.Series, *_: Any, **__: Any) -> pl.DataFrame:
        heard[source.key] = {str(key) for key in keys}
        return pl.DataFrame({"key": keys}).with_columns(
            evidence=pl.lit(1, pl.Int64),
            status=pl.lit(statuses[source.key]),
            died_on=pl.lit(None, pl.Date),
            members=pl.lit(json.dumps(family)),
        )

    monkeypatch.setattr(commands, "establish", establish)
    return heard


def said_of_all(context: Context) -> dict[str, dict[str, str]]:
    found = FamilyCheck("deceased").ask(pl.Series("key", [LATE]), context)
    return {one["relation"]: one for one in json.loads(found["family_members"][0])}


def test_whose_share_hangs_on_it_is_asked_about(
    asked: dict[str, set[str]], context: Context
) -> None:
    said = said_of_all(context)
    assert {r for r, one in said.items() if one.get("student") == "yes"} == STUDYING
    assert {r for r, one in said.items() if one.get("disabled") == "yes"} == DISABLED


def test_nobody_else_is_asked_about(asked: dict[str, set[str]], context: Context) -> None:
    said_of_all(context)
    assert asked["education"] == {NUMBERS[relation] for relation in STUDYING}
    assert asked["health"] == {NUMBERS[relation] for relation in DISABLED}
