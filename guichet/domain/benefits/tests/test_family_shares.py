"""Shares of families, worked with a pencil from the law's cases (S01 to S05 of the acceptance
cases) and read off month by month.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from guichet.domain.benefits.family_facts import FACT, HEIR, Estate
from guichet.domain.benefits.family_shares import Worked, work

WIDOW, DAUGHTER, SON, YOUNGEST = 1, 2, 3, 4
ESTATE = Estate("m33", 600_000, 900_000, date(2026, 1, 1), date(2025, 12, 10))
FAMILY = [
    (WIDOW, "widow", date(1980, 1, 1), False),
    (DAUGHTER, "daughter", date(2004, 3, 1), False),
    (SON, "son", date(2005, 9, 20), False),
    (YOUNGEST, "son", date(2015, 6, 1), False),
]


def worked(
    *facts: tuple[int, str, date, int], family: Any = FAMILY, estate: Estate = ESTATE
) -> Worked:
    heirs = pl.DataFrame(family, schema=HEIR, orient="row")
    return work(estate, heirs, pl.DataFrame(list(facts), schema=FACT, orient="row"))


def in_month(found: Worked, month: date) -> dict[int, int]:
    """Who has what, as anybody would read it off the lines."""
    here = (pl.col("paid_from") <= month) & (
        pl.col("paid_till").is_null() | (pl.col("paid_till") >= month)
    )
    return dict(found.shares.filter(here).select("person", "monthly").iter_rows())


def test_a_widow_and_three_children_have_a_quarter_each() -> None:
    assert in_month(worked(), date(2026, 1, 1)) == dict.fromkeys((1, 2, 3, 4), 150_000)  # S01


def test_a_son_of_age_leaves_his_share_to_the_others_by_itself() -> None:
    """20 September 2005 is 16 Sha'ban 1426; 16 Sha'ban 1447, 21 years later, is 4 February 2026."""
    found = worked()
    assert in_month(found, date(2026, 2, 1)) == dict.fromkeys((1, 2, 3, 4), 150_000)
    assert in_month(found, date(2026, 3, 1)) == dict.fromkeys((1, 2, 4), 200_000)  # S02
    last = found.shares.filter(pl.col("person") == SON)
    assert last.select("paid_till", "ends_by").rows() == [(date(2026, 2, 1), "age")]


def test_the_daughter_marries() -> None:
    found = worked((DAUGHTER, "married", date(2026, 5, 14), 1))
    assert in_month(found, date(2026, 5, 1)) == dict.fromkeys((1, 2, 4), 200_000)
    assert in_month(found, date(2026, 6, 1)) == dict.fromkeys((1, 4), 225_000)  # S03
    assert found.grants.rows() == [(DAUGHTER, date(2026, 5, 14), 3_600_000)]
    ends = found.shares.filter(pl.col("person") == DAUGHTER)["ends_by"].to_list()
    assert ends[-1] == "married"


MOTHER = (5, "mother", date(1950, 1, 1), False)
FOUND_LATE = (5, "dependent", date(2025, 12, 10), 1), (5, "joined", date(2026, 1, 20), 1)


def test_of_a_pension_that_is_shared_whole_nothing_is_left_for_who_comes_late() -> None:
    """AN23(5): without arrears, out of what nobody shares, and the others' shares stay."""
    found = worked(*FOUND_LATE, family=[*FAMILY, MOTHER])
    assert in_month(found, date(2026, 2, 1)) == dict.fromkeys((1, 2, 3, 4), 150_000)


def test_who_comes_late_has_what_nobody_shares() -> None:
    """One has 50%; for two it would be 75%, 2,250 each, and 3,000 are free: the late one has 2,250
    from February on. Of two who have 75%, 1,500 are free, less than the third of all: 1,500.
    """
    widow, *_ = FAMILY
    found = worked(*FOUND_LATE, family=[widow, MOTHER])
    assert in_month(found, date(2026, 1, 1)) == {WIDOW: 300_000}
    assert in_month(found, date(2026, 2, 1)) == {WIDOW: 300_000, 5: 225_000}
    found = worked(*FOUND_LATE, family=[widow, FAMILY[3], MOTHER])
    assert in_month(found, date(2026, 2, 1)) == {WIDOW: 225_000, YOUNGEST: 225_000, 5: 150_000}
    alone = worked(*FOUND_LATE, (WIDOW, "dead", date(2026, 3, 5), 1), family=[widow, MOTHER])
    assert in_month(alone, date(2026, 4, 1)) == {5: 300_000}


def test_a_child_found_late_shares_alike_from_then_on() -> None:
    """AN23(5) is of those whom the deceased kept: a child had a right from the death."""
    found = worked((YOUNGEST, "joined", date(2026, 1, 20), 1))
    assert in_month(found, date(2026, 1, 1)) == dict.fromkeys((1, 2, 3), 200_000)
    assert in_month(found, date(2026, 2, 1)) == dict.fromkeys((1, 2, 3, 4), 150_000)


def test_under_the_newer_law_who_comes_late_shares_alike_from_then_on() -> None:
    """REG230 92: from the month after the claim all have equal shares of 75%."""
    estate = Estate("m273", 600_000, 900_000, date(2026, 1, 1), date(2025, 12, 10))
    widow, *_ = FAMILY
    found = worked(*FOUND_LATE, family=[widow, MOTHER], estate=estate)
    assert in_month(found, date(2026, 1, 1)) == {WIDOW: 300_000}
    assert in_month(found, date(2026, 2, 1)) == {WIDOW: 225_000, 5: 225_000}


def test_one_is_left() -> None:
    found = worked(
        (DAUGHTER, "married", date(2026, 5, 14), 1), (WIDOW, "dead", date(2026, 6, 30), 1)
    )
    assert in_month(found, date(2026, 7, 1)) == {YOUNGEST: 300_000}  # S04


def test_who_is_divorced_within_the_grant_has_the_share_back_but_not_paid() -> None:
    """S05: cut from June 2026, given back from April 2027: ten months; eight are withheld."""
    found = worked(
        (DAUGHTER, "married", date(2026, 5, 14), 1), (DAUGHTER, "married", date(2027, 3, 9), 0)
    )
    back = found.shares.filter((pl.col("person") == DAUGHTER) & pl.col("withheld"))
    assert back.select("monthly", "paid_from", "paid_till").rows() == [
        (200_000, date(2027, 4, 1), date(2027, 11, 1))
    ]
    assert in_month(found, date(2027, 12, 1)) == dict.fromkeys((1, 2, 4), 200_000)
    assert found.grants.height == 1


def test_a_student_keeps_the_share_longer_and_comes_back_to_it() -> None:
    """16 Sha'ban 1452, the 26th birthday, is 11 December 2030."""
    late = worked((SON, "student", date(2026, 9, 10), 1))
    assert SON not in in_month(late, date(2026, 9, 1))
    assert in_month(late, date(2026, 10, 1))[SON] == 150_000
    assert SON in in_month(late, date(2030, 12, 1)) and SON not in in_month(late, date(2031, 1, 1))


def test_a_disabled_son_has_no_age() -> None:
    found = worked((SON, "disabled", date(2025, 12, 1), 1))
    assert in_month(found, date(2050, 1, 1))[SON] > 0


def test_a_share_is_kept_for_a_child_to_come() -> None:
    none = 0
    kept = worked((none, "reserved", date(2025, 12, 10), 1))
    assert in_month(kept, date(2026, 1, 1)) == dict.fromkeys((1, 2, 3, 4), 120_000)
    born = worked(
        (none, "reserved", date(2025, 12, 10), 1),
        family=[*FAMILY, (5, "son", date(2026, 4, 2), True)],
    )
    assert in_month(born, date(2026, 1, 1)) == dict.fromkeys((1, 2, 3, 4, 5), 120_000)
    stillborn = worked(
        (none, "reserved", date(2025, 12, 10), 1), (none, "stillborn", date(2026, 4, 2), 1)
    )
    assert in_month(stillborn, date(2026, 1, 1)) == dict.fromkeys((1, 2, 3, 4), 150_000)


def test_what_cannot_be_divided_is_the_eldests() -> None:
    """S10: 4,000.00 among three; the eldest has 1,333.34."""
    three = [FAMILY[0], FAMILY[1], FAMILY[3]]
    found = worked(
        family=three, estate=Estate("m33", 400_000, 900_000, date(2026, 1, 1), date(2025, 12, 10))
    )
    assert in_month(found, date(2026, 1, 1)) == {1: 133_334, 2: 133_333, 4: 133_333}


def test_the_newer_law_knows_no_grant_and_gives_daughters_an_age() -> None:
    """M/273: 2 or more 75% (S09); a daughter of 21 (1 March 2025, Gregorian) has none."""
    estate = Estate("m273", 600_000, None, date(2026, 1, 1), date(2025, 12, 10))
    found = worked((WIDOW, "married", date(2026, 5, 14), 1), estate=estate)
    assert in_month(found, date(2026, 1, 1)) == dict.fromkeys((1, 3, 4), 150_000)
    assert in_month(found, date(2026, 6, 1)) == dict.fromkeys((3, 4), 225_000)
    assert found.grants.is_empty()


@pytest.mark.parametrize("facts", [[], [(WIDOW, "dead", date(2025, 12, 20), 1)]])
def test_nobody_at_all_is_no_fault(facts: Any) -> None:
    found = worked(*facts, family=FAMILY[:1] if facts else [])
    assert found.shares.is_empty() and found.explained == ()
