"""Tables as people of this trade send them: totals, signatures, hidden rows, extra columns."""

from __future__ import annotations

import json

import polars as pl
import pytest

from guichet.channels.bulk import notices
from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.lines import about_nobody
from guichet.channels.bulk.movement import askings
from guichet.channels.bulk.notices import Answers
from guichet.channels.bulk.table import Table
from guichet.channels.bulk.tests.as_they_come import CASES, LEAVE, WAGE, asked_of, said
from guichet.engine.refusal import sentence


def test_totals_signatures_and_headings_again_are_left_out_and_checked() -> None:
    asked = asked_of("f17-totals.csv")
    assert asked.asks[0].rows["row"].to_list() == [5, 7, 9]
    assert said(asked) == ["file-lines-left-out"]
    wrong = (CASES / "f17-totals.csv").read_text().replace("32138.00", "32139.00")
    told = askings(read_table(wrong.encode()), WAGE, "en").said[-1]
    assert told.code == "file-total-differs"
    assert (told.values["told"], told.values["sum"]) == ("32,139.00", "32,138.00")


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        (["اعتماد محمد", "8000"], False),
        (["Paget Smith", ""], False),
        (["إعداد: سارة", ""], True),
        (["اعتماد", "نورة"], True),
    ],
)
def test_somebody_without_a_number_is_not_taken_for_a_signature(
    cells: list[str], left: bool
) -> None:
    frame = pl.DataFrame([["", *cells]], schema=["0", "1", "2"], orient="row")
    mask = about_nobody(Table(("id", "name", "basic"), frame), "0", {}).mask
    assert (mask is not None and mask[0]) is left


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("f03-hidden-rows.xlsx", ["file-rows-hidden"]),
        ("f06-merged.xlsx", ["file-cells-merged"]),
        ("f04a-two-sheets.xlsx", ["file-sheet-read", "file-sheets-not-read"]),
        ("f04b-cover-first.xlsx", ["file-sheet-read"]),
        ("f04c-hidden-first.xlsx", ["file-sheet-read"]),
        ("f04e-empty-first.xlsx", []),
    ],
)
def test_what_the_screen_does_not_show_is_said(name: str, codes: list[str]) -> None:
    assert said(asked_of(name)) == codes


def test_extra_columns_are_offered_to_be_left_out() -> None:
    (question,) = asked_of("f19b-extra.csv").asked
    assert question.values["names"] == "S.No · Employee Name · Transport · Net"
    answered = asked_of("f19b-extra.csv", answers=Answers(left_out=frozenset(["*"])))
    assert not answered.asked and said(answered) == ["file-columns-left-out"]


def test_a_column_that_leaves_doubt_is_asked_with_the_day_in_words() -> None:
    text = "establishment,worker,ended_on,reason\n1,2,5/11/2026,resignation\n1,3,6/11/2026,resignation\n"
    (question,) = askings(read_table(text.encode()), LEAVE, "en").asked
    assert notices.shown(question.values, "en")["second"].startswith("11 May 2026")
    for days, right in (("day-first", "2026-11-05"), ("month-first", "2026-05-11")):
        asked = askings(read_table(text.encode()), LEAVE, "en", Answers(days=days))
        field = asked.asks[0].service.inputs["ended_on"]
        assert not asked.asked
        assert str(field.parse(asked.asks[0].rows["ended_on"])[0]) == right


def test_a_column_that_writes_both_ways_is_read_in_neither() -> None:
    text = "establishment,worker,ended_on,reason\n1,2,25/11/2026,x\n1,3,11/26/2026,x\n1,4,5/11/2026,x\n"
    rows = askings(read_table(text.encode()), LEAVE, "en").asks[0].rows["ended_on"].to_list()
    assert rows[1] == "2026-11-26" and rows[2] == "5/11/2026 ⁇"


@pytest.mark.parametrize(
    "name",
    [
        "f20-wps.csv",
        "f20b-sif.csv",
        "f20c-ecr.txt",
        "p05-wps-tags-and-values.csv",
        "p06-wps-values-only.txt",
        "p07-wps-tag-lines.sif",
        "p12-fixed-width.txt",
    ],
)
def test_layouts_of_other_receivers_are_known_by_name(name: str) -> None:
    with pytest.raises(Unreadable) as refused:
        asked_of(name)
    assert refused.value.refusal.code == "file-other-layout"


@pytest.mark.parametrize("name", sorted(p.name for p in CASES.glob("p[0-9]*")))
def test_no_payroll_export_is_read_in_silence(name: str) -> None:
    with pytest.raises(Unreadable) as refused:
        asked_of(name)
    for fault in refused.value.faults:
        assert "…" not in sentence(fault.refusal.code, "ar", fault.values)


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("cp1256", "محاسب أول في الإدارة"),
        ("iso8859_6", "محاسب أول في الإدارة"),
        ("cp720", "محاسب أول في الإدارة"),
        ("cp1252", "Employé à l’étranger"),
    ],
)
def test_an_alphabet_is_known_by_what_it_yields(encoding: str, word: str) -> None:
    text = f"establishment,worker,occupation\n1,2,{word}\n"
    table = read_table(text.encode(encoding, "replace"))
    assert table.frame["2"].to_list() == [word.encode(encoding, "replace").decode(encoding)]


def test_the_kept_form_of_answers_is_plain() -> None:
    answers = Answers("month-first", frozenset(("net",)))
    assert Answers.of(json.loads(json.dumps(answers.kept()))) == answers
