"""Headings and movements in three languages; what does not fit is told all at once."""

from __future__ import annotations

import json

import pytest

from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.movement import MONTHLY, askings
from guichet.channels.bulk.tests.conftest import csv_of, xlsx_of
from guichet.engine.registry import service_of
from guichet.lib.text import folded_letters as fold

ARABIC = (
    "الحركة",
    "رقم المنشأة",
    "رقم الهوية أو الإقامة",
    "ابتداءً من شهر",
    "الأجر الأساسي الشهري",
    "تاريخ المباشرة",
    "آخر يوم عمل",
    "سبب الترك",
)
LINES = [
    ("انضمام", "500000001", "1000000008", "", "8000", "2026-11-01", "", ""),
    ("ترك", "500000001", "1000000016", "", "", "", "2026-11-22", "استقالة"),
    ("أجر", "500000001", "1000000024", "2026-11", "9000", "", "", ""),
    ("", "", "", "", "", "", "", ""),
    ("رقص", "500000001", "1000000032", "", "", "", "", ""),
    ("", "500000001", "1000000032", "", "", "", "", ""),
]


def codes(text: str, kind: str = MONTHLY, language: str = "en") -> dict[str, str]:
    """What a file's headings are refused for: code and the names told."""
    with pytest.raises(Unreadable) as refused:
        askings(read_table(text.encode()), kind, language)
    return {fault.refusal.code: str(fault.values.get("names")) for fault in refused.value.faults}


def test_a_mixed_file_is_split_by_its_movements_in_the_order_they_are_worked() -> None:
    asked = askings(read_table(csv_of(ARABIC, LINES).encode()), MONTHLY, "ar")
    keys = [(ask.service.key, ask.rows["row"].to_list()) for ask in asked.asks]
    assert keys == [
        ("registry.end_engagement", [3]),
        ("registry.register_worker", [2]),
        ("registry.change_wage", [4]),
    ]
    assert asked.rows == 5


def test_each_asking_has_only_its_own_services_columns() -> None:
    asked = askings(read_table(csv_of(ARABIC, LINES).encode()), MONTHLY, "ar")
    for ask in asked.asks:
        assert set(ask.rows.columns) <= {"row", *ask.service.inputs}
    leave = asked.asks[0].rows
    assert leave["ended_on"].to_list() == ["2026-11-22"] and "basic" not in leave.columns


def test_lines_of_no_known_movement_are_refused_alone_and_blank_ones_skipped() -> None:
    asked = askings(read_table(csv_of(ARABIC, LINES).encode()), MONTHLY, "ar")
    told = [
        (row, json.loads(values)["value"])
        for row, values in asked.strays.select("row", "values").rows()
    ]
    assert told == [(6, "رقص"), (7, "")]


@pytest.mark.parametrize(
    "word",
    [
        "wage",
        "WAGE",
        " Wage ",
        "salaire",
        "أجر",
        "اجر",
        "تعديل أجر عامل",
        "Change a worker’s wage",
        "2103",
    ],
)
def test_a_movement_may_be_written_in_many_ways(word: str) -> None:
    text = csv_of(
        ("Movement", "Establishment number", "worker", "month", "basic"),
        [(word, "5", "1", "2", "3")],
    )
    (ask,) = askings(read_table(text.encode()), MONTHLY, "en").asks
    assert ask.service.key == "registry.change_wage"


@pytest.mark.parametrize(
    "headings",
    [
        ("establishment", "worker", "month", "basic"),
        (
            "ESTABLISHMENT  NUMBER",
            "National-ID or residence number",
            "From the month (yyyy-mm)",
            "Monthly basic wage",
        ),
        ("رقم المنشاه", "رقم الهوية او الاقامة", "إبتداء من شهر", "الأجر الأساسي الشهري"),
        (
            "Numero de l’etablissement",
            "numéro d'identité ou de séjour",
            "À partir du mois",
            "basic",
        ),
    ],
)
def test_headings_are_found_whatever_their_case_accents_and_spaces(
    headings: tuple[str, ...],
) -> None:
    text = csv_of(headings, [("500000001", "1000000008", "2026-11", "9000")])
    (ask,) = askings(read_table(text.encode()), "registry.change_wage", "en").asks
    assert ask.rows.drop("row").rows() == [("500000001", "1000000008", "2026-11", "9000")] or set(
        ask.rows.columns
    ) == {"row", "establishment", "worker", "month", "basic"}


def test_wrong_headings_are_told_all_at_once() -> None:
    text = csv_of(
        ("worker", "National ID or residence number", "colour", "", "month"),
        [("1", "1", "red", "x", "2")],
    )
    told = codes(text, "registry.change_wage")
    assert told == {
        "file-headings-unknown": "colour",
        "file-headings-twice": "worker · National ID or residence number",
        "file-headings-blank": "4",
        "file-headings-missing": "Establishment number · Monthly basic wage",
    }


def test_a_mixed_file_needs_its_movement_column() -> None:
    assert "file-headings-missing" in codes(csv_of(("establishment",), [("1",)]))


def test_a_mixed_file_needs_only_the_columns_of_movements_that_occur() -> None:
    text = csv_of(
        ("movement", "establishment", "worker", "ended_on", "reason"),
        [("leave", "1", "2", "3", "4")],
    )
    assert len(askings(read_table(text.encode()), MONTHLY, "en").asks) == 1
    assert codes(text.replace("leave", "wage")) == {
        "file-headings-missing": "From the month · Monthly basic wage"
    }


def test_columns_of_an_earlier_result_file_are_passed_over() -> None:
    headings = ("establishment", "worker", "month", "basic", "Reference", "النتيجة", "Remarques")
    text = csv_of(headings, [("1", "2", "3", "4", "K7QM", "x", "y")])
    asked = askings(read_table(text.encode()), "registry.change_wage", "en")
    assert asked.columns.own == {"4", "5", "6"}
    assert set(asked.asks[0].rows.columns) <= {"row", *service_of("registry.change_wage").inputs}


def test_folding_keeps_different_words_apart() -> None:
    assert fold("الأجر") == fold("الاجر") == fold("الأَجْر")
    assert fold("Début") == fold("debut") != fold("debit")


TITLES = [
    ("كشف الحركات الشهرية", "", "", "", "", "", "", ""),  # a merged title
    ("المنشأة والعامل", "", "", "الأجر", "", "", "", ""),  # merged headings of groups of columns
]


@pytest.mark.parametrize(
    "above", [TITLES[:1], TITLES[1:], TITLES, [("",) * 8, TITLES[0], ("",) * 8]]
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_titles_and_groups_above_the_headings_are_passed_over(
    above: list[tuple[str, ...]], separator: str
) -> None:
    asked = askings(
        read_table(csv_of(above[0], [*above[1:], ARABIC, *LINES], separator).encode()),
        MONTHLY,
        "ar",
    )
    plain = askings(read_table(csv_of(ARABIC, LINES).encode()), MONTHLY, "ar")
    for ask, same in zip(asked.asks, plain.asks, strict=True):
        assert ask.rows.drop("row").equals(same.rows.drop("row"))
        assert (ask.rows["row"] - same.rows["row"]).unique().to_list() == [len(above)], (
            "the client's own numbers"
        )
    assert asked.table.headers == ARABIC
    workbook = askings(read_table(xlsx_of([*above, ARABIC, *LINES])), MONTHLY, "ar")
    assert workbook.rows == asked.rows and workbook.table.headers == ARABIC


def test_a_title_of_one_cell_alone_is_passed_over() -> None:
    text = "Movements of November\r\n\r\n" + csv_of(ARABIC, LINES, ";")
    asked = askings(read_table(text.encode()), MONTHLY, "ar")
    assert asked.rows == 5 and asked.asks[0].rows["row"].to_list() == [5]


def test_below_a_title_a_wrong_heading_is_told_and_not_the_title() -> None:
    text = csv_of(
        ("Movements", "", "", "", "", ""),
        [("movement", "establishment", "worker", "month", "basic", "shoe size")],
    )
    asked = askings(read_table((text + "wage,1,2,3,4,5\r\n").encode()), MONTHLY, "en")
    assert [(q.code, q.values) for q in asked.asked] == [
        ("file-columns-unanswered", {"names": "shoe size"})
    ]


def test_days_that_a_spreadsheet_counted_are_days_again() -> None:
    text = csv_of(
        ("movement", "establishment", "worker", "started_on", "month", "basic"),
        [
            ("join", "500000001", "1000000008", "46327", "", "46327"),
            ("wage", "1", "2", "", "46344", "8000"),
        ],
    )
    join, wage = askings(read_table(text.encode()), MONTHLY, "en").asks
    assert join.rows["started_on"].to_list() == ["2026-11-01"] and join.rows["basic"].to_list() == [
        "46327"
    ]
    assert wage.rows["month"].to_list() == ["2026-11-18"], "any day of a month stands for it"
