"""A table whose rows are to be compared is drawn beside its figures; others are not."""

from __future__ import annotations

import json

import pytest
from django.template.loader import render_to_string

from guichet.channels.shared.answered_fields import shown
from guichet.engine.fields import Day, Lines, Money, Text
from guichet.lib.text import Words

COLUMNS = {
    "on": Day(Words(ar="اليوم", en="Day", fr="Jour")),
    "monthly": Money(Words(ar="المبلغ", en="Amount", fr="Montant")),
}


def page(amounts: list[str | None], drawn: str = "monthly") -> str:
    table = Lines(Words(ar="جدول", en="Table", fr="Tableau"), COLUMNS, drawn=drawn)
    rows = json.dumps([{"on": "2026-12-01", "monthly": amount} for amount in amounts])
    told = shown({"days": table}, {"days": rows}, "en")
    return render_to_string("shared/tables.html", {"rows": told})


def test_each_figure_is_drawn_as_its_share_of_the_greatest() -> None:
    said = page(["5000.00", "10000.00", "7500.00"])
    assert [f'width="{share}"' in said for share in (50, 100, 75)] == [True] * 3
    assert "style=" not in said  # the content policy allows none
    assert said.count('aria-hidden="true"') == 3  # the figure itself stands beside it


@pytest.mark.parametrize("amounts", [["5000.00"], ["0.00", "0.00"], [None, None]])
def test_nothing_is_drawn_where_nothing_is_to_be_compared(amounts: list[str | None]) -> None:
    assert "<svg" not in page(amounts)


def test_a_table_that_names_no_column_is_not_drawn() -> None:
    assert "<svg" not in page(["5000.00", "10000.00"], drawn="")


def test_a_row_without_a_figure_has_no_bar_beside_others_that_have() -> None:
    assert page(["5000.00", None, "10000.00"]).count("<svg") == 2


@pytest.mark.parametrize(
    ("language", "column", "cells"),
    [("ar", "الاسم", ["محمد", "هدى"]), ("en", "Name", ["Mohammed", "هدى"])],
)
def test_a_name_in_two_scripts_is_one_column_headed_as_it_is_read(
    language: str, column: str, cells: list[str]
) -> None:
    columns = {
        "name_ar": Text(Words(ar="الاسم", en="Name in Arabic", fr="Nom en arabe")),
        "name_latin": Text(Words(ar="الاسم باللاتينية", en="Name", fr="Nom"), optional=True),
    }
    table = Lines(Words(ar="جدول", en="Table", fr="Tableau"), columns)
    rows = [
        {"name_ar": "محمد", "name_latin": "Mohammed"},
        {"name_ar": "هدى", "name_latin": None},
    ]
    (told,) = shown({"people": table}, {"people": json.dumps(rows)}, language)
    assert told.columns == (column,)
    assert [(said, cell) for ((said, cell, _),) in told.rows] == [(column, c) for c in cells]
