"""What the civil registry's entry of a death and a family must hold for a claim to be decided."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from guichet.catalogue.benefits.tests.test_survivors import (
    DAUGHTER,
    KEY,
    LATE,
    WIDOW,
    _late,
    asks,
    code,
    context_of,
    registry,
)
from guichet.domain.registry.tests import seeds
from guichet.domain.verification.families import FamilyCheck
from guichet.engine.perform import perform

__all__ = ["_late", "registry"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lacking", [{"born": ""}, {"relation": "stepson"}])
@pytest.mark.parametrize("key", [KEY, "benefits.update_dependant"])
def test_an_entry_that_is_not_whole_is_to_be_completed(
    registry: Any, lacking: dict[str, str], key: str
) -> None:
    registry["of"][DAUGHTER] = lacking
    answer = perform(key, {"person": str(WIDOW), "deceased": str(LATE)}, context_of(WIDOW))
    assert code(answer) == "survivors-entry-unclear"


def test_a_death_without_its_day_is_to_be_completed(
    registry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = FamilyCheck.ask
    monkeypatch.setattr(
        FamilyCheck,
        "ask",
        lambda *given: ask(*given).with_columns(family_died_on=pl.lit(None, pl.Date)),
    )
    assert code(asks(context_of(WIDOW), WIDOW)) == "survivors-entry-unclear"


def test_a_death_before_the_laws_is_told_as_that(
    registry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = FamilyCheck.ask
    monkeypatch.setattr(
        FamilyCheck,
        "ask",
        lambda *given: ask(*given).with_columns(family_died_on=pl.lit(date(1999, 5, 5))),
    )
    seeds.engage(seeds.establishment(1_010_999_902), LATE, since=date(1985, 1, 1))
    assert code(asks(context_of(WIDOW), WIDOW)) == "survivors-before-the-law"
