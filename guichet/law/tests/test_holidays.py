"""Official holidays reach what is to be paid, from the country and from the institution's
settings.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SAYS = """
import guichet.law
from datetime import date
law = guichet.law.country.contributions
holidays = guichet.law.holidays()
print(law.due_date(date(2026, 2, 1), holidays), law.due_date(date(2026, 5, 1), holidays))
"""


def said(**settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SAYS],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("country", "holidays", "due"),
    [
        ("sa", "", "2026-03-15 2026-06-15"),
        # Two of the last five days of the window: it is as much longer (RC33(3)).
        ("sa", "2026-03-13, 2026-03-14", "2026-03-17 2026-06-15"),
        ("xx", "", "2026-03-15 2026-06-17"),
        ("xx", "2026-06-17", "2026-03-15 2026-06-18"),
    ],
)
def test_holidays_move_the_day_as_the_law_of_the_country_says(
    country: str, holidays: str, due: str
) -> None:
    told = said(GUICHET_COUNTRY=country, GUICHET_HOLIDAYS=holidays)
    assert told.stdout.strip() == due, told.stderr


def test_what_is_no_day_is_told() -> None:
    told = said(GUICHET_HOLIDAYS="tomorrow")
    assert told.returncode == 1 and "tomorrow" in told.stderr
