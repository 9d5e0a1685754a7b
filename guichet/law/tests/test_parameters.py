"""Dated numbers: the right value on the right day, and no slip in a file goes unseen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from guichet.law import sa
from guichet.law.parameters import NotInForce, ParameterError, load

LAW = sa.parameters()
ENTRY = "{from: 2020-01-01, value: '1', conf: high, src: article 1}"


def chapter(folder: Path, text: str) -> Path:
    (folder / "wage.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_value_of_a_day_is_the_latest_begun() -> None:
    assert LAW.decimal("rates.saned_each", date(2021, 12, 31)) == Decimal("0.01")
    assert LAW.decimal("rates.saned_each", date(2022, 1, 1)) == Decimal("0.0075")
    assert LAW.ppm("rates.saned_each", date(2022, 1, 1)) == 7500
    assert LAW.minor("oldage_m33.minimum_pension", date(2026, 1, 1)) == 198_375


def test_a_month_is_read_at_its_last_day() -> None:
    assert LAW.in_month("registration.establishment_days", date(2024, 7, 1)) == 10
    assert LAW.in_month("registration.establishment_days", date(2024, 6, 1)) == 14


def test_a_cohort_falls_back_to_its_law() -> None:
    stem, on = "payment.late_penalty_cap_of_contributions", date(2026, 3, 31)
    assert LAW.for_cohort(stem, "m33_transitional", on) == 1
    assert LAW.for_cohort(stem, "m273", on) is None
    assert LAW.explain(LAW.cohort_key(stem, "other"), on).confidence == "low"


def test_an_explanation_has_date_source_and_confidence() -> None:
    found = LAW.explain("rates.annuities_m273_each", date(2026, 3, 1))
    assert (found.since, found.confidence) == (date(2025, 7, 1), "medium")
    assert "D273 3(1b)" in found.source


def test_before_its_first_day_a_rule_is_not_in_force() -> None:
    assert not LAW.in_force("rates.saned_each", date(2014, 8, 31))
    with pytest.raises(NotInForce, match="starts on 2014-09-01"):
        LAW.value("rates.saned_each", date(2014, 8, 31))
    assert not LAW.in_force("oldage_m33.women_55", date(2019, 7, 30))


def test_an_unknown_key_names_the_near_ones() -> None:
    with pytest.raises(ParameterError, match=r"near: .*rates\.saned_each"):
        LAW.value("rates.saned_eech", date(2026, 1, 1))


def test_a_wrong_kind_is_said() -> None:
    with pytest.raises(ParameterError, match="is not a number"):
        LAW.decimal("proration.rule", date(2026, 1, 1))
    with pytest.raises(ParameterError, match="finer than"):
        LAW.count("rates.saned_each", date(2026, 1, 1))


def test_the_version_changes_with_any_entry(tmp_path: Path) -> None:
    versions = set()
    for text in (ENTRY, ENTRY.replace("'1'", "'2'"), ENTRY.replace("article 1", "article 2")):
        versions.add(load(chapter(tmp_path, f"floor: [{text}]")).version)
    assert len(versions) == 3
    assert all(len(version) == 64 for version in versions)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("floor: [{from: 2020-01-01, value: 0.09, conf: high, src: a}]", "in quotes"),
        ("floor: [{from: 2020-01-01, value: 9, conf: high, src: a}]", "in quotes"),
        ("floor: [{from: 2020-01-01, value: yes, conf: high, src: a}]", "in quotes"),
        ("floor: [{from: 2020-01-01, value: '1,5', conf: high, src: a}]", "not an exact number"),
        ("floor: [{from: 2020-01-01, value: '.5', conf: high, src: a}]", "not an exact number"),
        ("floor: [{from: 2020-02-30, value: '1', conf: high, src: a}]", "is not a day"),
        ("floor: [{from: soon, value: '1', conf: high, src: a}]", "is not a day"),
        ("floor: [{from: 2020-01-01, value: '1', conf: sure, src: a}]", "conf"),
        ("floor: [{from: 2020-01-01, value: '1', conf: high, src: ''}]", "src"),
        ("floor: [{from: 2020-01-01, value: '1', conf: high}]", "missing src"),
        (f"floor: [{ENTRY[:-1]}, note: a}}]", "unknown field note"),
        (f"floor: [{ENTRY}, {ENTRY}]", "does not come after"),
        (f"floor: [{ENTRY}]\nfloor: [{ENTRY}]", "written twice"),
        (f"Floor: [{ENTRY}]", "lower-case"),
        (f"floor: [{ENTRY}, {{from: 2021-01-01, value: abc, conf: low, src: a}}]", "different"),
        ("floor: {value: '1'}", "list of dated values"),
        ("floor: [", "wage.yaml"),
        ("- 1", "mapping of keys"),
    ],
)
def test_a_slip_in_a_file_stops_the_start(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ParameterError, match=sentence):
        load(chapter(tmp_path, text))


def test_an_empty_folder_is_no_law(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no parameter files"):
        load(tmp_path)
