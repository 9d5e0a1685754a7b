"""The account and its bills as spreadsheets: the same figures as on the pages, which a spreadsheet
can add up.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from guichet.channels.web.tests.conftest import Branch
from guichet.domain.contributions.commands import bill_run

pytestmark = pytest.mark.django_db


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    """The rows of a workbook that was sent, headings first."""
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return list(sheet.values)


def last_month() -> str:
    """The month before this one, as ``2026-10``."""
    today = date.today()
    return f"{today.year - (today.month == 1)}-{(today.month - 2) % 12 + 1:02}"


def test_a_bill_lists_every_worker_and_adds_up(branch: Branch) -> None:
    bill_run(last_month(), lambda _: None)
    visitor = branch.client()
    headings, *workers = rows_of(visitor.get(f"/account/bills/{last_month()}/workers.xlsx"))
    whole = headings.index("Contribution")
    assert headings[0] == "Number" and headings[whole + 1 :] == (
        "Paid or not",
        "Unpaid of the month",
    )
    assert str(branch.worker) in [row[0] for row in workers]
    for row in workers:
        shares = [Decimal(str(cell)) for cell in row[6:whole]]
        assert sum(shares) == Decimal(str(row[whole]))
    _headings, *moved = rows_of(visitor.get("/account/statement.xlsx"))
    assert moved[0][1] == "Contribution bill" and moved[0][3] == pytest.approx(
        sum(row[whole] for row in workers)
    )


def test_a_sheet_of_a_stranger_or_of_no_bill_is_not_to_be_had(branch: Branch) -> None:
    bill_run(last_month(), lambda _: None)
    rival = branch.client(branch.rival)
    assert rival.get("/account/bills/2019-01/workers.xlsx").status_code == 404
    assert rival.get("/account/bills/none/workers.xlsx").status_code == 404
    # The rival has no bill that month; the other's is not to be had in its place.
    assert rival.get(f"/account/bills/{last_month()}/workers.xlsx").status_code == 404
    assert len(rows_of(rival.get("/account/statement.xlsx"))) == 1


def test_an_arabic_sheet_runs_from_right_to_left(branch: Branch) -> None:
    answer = branch.client(language="ar").get("/account/statement.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None and sheet.sheet_view.rightToLeft
    assert sheet["A1"].value == "التاريخ"
