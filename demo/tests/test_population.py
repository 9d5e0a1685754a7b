"""The synthetic world: the same for one number and for a million, today and after an upgrade."""

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from demo.draws import draw, mixed_salt
from demo.names import pairs
from demo.population import (
    WORLD_DAY,
    a_business,
    a_dead,
    a_living,
    an_unknown,
    business_numbers,
    businesses,
    person_numbers,
    persons,
    wages,
    workers,
)
from guichet.lib.identifiers import person_valid

NATIONALITIES = {"SA", "IN", "PK", "EG", "BD", "PH", "YE", "SD", "KW", "BH", "AE", "OM", "QA"}
CROWD = person_numbers(0, 20_000, 0.4)


def test_a_person_is_the_same_alone_and_in_a_crowd() -> None:
    crowd = persons(CROWD)
    for row in (0, 7, 19_999):
        assert_frame_equal(persons(CROWD[row : row + 1]), crowd[row : row + 1])


def test_order_and_repeats_are_kept() -> None:
    asked = pl.Series([a_dead(), a_living(), a_dead()])
    assert persons(asked)["number"].to_list() == asked.to_list()
    assert_frame_equal(persons(asked), persons(pl.DataFrame({"number": asked})))


def test_the_world_does_not_change_with_a_library() -> None:
    """Pinned facts: if this fails, every trial institution has lost its people."""
    saudi, resident = persons(pl.Series([1000000008, 2000000006])).rows(named=True)
    assert saudi["name_ar"] == "فارس بن عبدالوهاب بن عبدالمجيد السويلم"
    assert saudi["name_latin"] == "Faris bin Abdulwahab bin Abdulmajeed Al-Suwailem"
    assert resident["name_latin"] == "Babul Rahman Sheikh"
    assert resident["nationality"] == "BD"
    assert resident["birth_date"] == date(1983, 10, 31)
    assert (a_dead(), an_unknown()) == (1358760138, 1760544559)


def test_a_draw_is_the_same_in_polars_and_in_python() -> None:
    drawn = pl.select(key=pl.lit(0)).select(draw(pl.col("key"), 5)).item()
    value = mixed_salt(5)
    value = (value ^ value >> 16) * 0x7FEB352D & 0xFFFFFFFF
    value = (value ^ value >> 15) * 0x846CA68B & 0xFFFFFFFF
    assert drawn == value ^ value >> 16


def test_numbers_are_valid_unique_and_of_the_asked_blocks() -> None:
    assert all(person_valid(str(number)) for number in CROWD.to_list())
    assert CROWD.n_unique() == len(CROWD)
    assert (CROWD // 10**9 == 1).mean() == pytest.approx(0.4, abs=0.02)
    assert (person_numbers(0, 100, 1.0) // 10**9 == 1).all()
    assert (person_numbers(0, 100, 0.0) // 10**9 == 2).all()


def test_stretches_share_nobody() -> None:
    later = person_numbers(20_000, 20_000, 0.9)
    assert not set(CROWD.to_list()) & set(later.to_list())


@pytest.mark.parametrize(("start", "count", "share"), [(-1, 1, 0.5), (10**8, 1, 0.5), (0, 1, 1.5)])
def test_positions_outside_the_world_are_refused(start: int, count: int, share: float) -> None:
    with pytest.raises(ValueError, match=r"positions|saudi_share"):
        person_numbers(start, count, share)


def test_what_is_not_a_number_of_the_world_is_unknown() -> None:
    odd = persons(pl.Series([None, -5, 0, 2**62, 1000000009, 3000000004], dtype=pl.Int64))
    assert odd["known"].to_list() == [False] * 6
    assert odd.drop("number", "known").null_count().sum_horizontal().item() == 6 * 8


def test_facts_agree_with_one_another() -> None:
    known = persons(CROWD).filter("known")
    dead = known.filter(~pl.col("alive"))
    assert (known["birth_date"] < WORLD_DAY).all()
    assert dead["died_on"].is_not_null().all()
    assert (dead["died_on"] > dead["birth_date"]).all()
    assert known.filter("alive")["died_on"].is_null().all()
    covered = known.filter(pl.col("first_covered_on").is_not_null())
    age = covered["first_covered_on"] - covered["birth_date"]
    assert (age.dt.total_days() >= 18 * 365).all()
    assert (covered["first_covered_on"] < WORLD_DAY).all()
    late = covered.filter(pl.col("died_on") < pl.col("first_covered_on"))
    assert late.is_empty()
    assert known.filter(pl.col("number") < 2 * 10**9)["nationality"].unique().to_list() == ["SA"]
    assert set(known["nationality"]) == NATIONALITIES


def test_names_agree_with_the_sex() -> None:
    saudis = persons(person_numbers(0, 2_000, 1.0)).filter("known")
    women = pl.col("sex") == "f"
    assert saudis.select((pl.col("name_ar").str.contains(" بنت ") == women).all()).item()
    assert saudis.select((pl.col("name_latin").str.contains(" bint ") == women).all()).item()


def test_no_name_has_a_stray_space() -> None:
    texts = pl.concat(
        frame.select("name_ar", "name_latin").drop_nulls()
        for frame in (persons(CROWD), businesses(business_numbers(0, 2_000)))
    )
    for column in texts:
        assert not column.str.contains(r"^\s|\s$|\s\s").any()
    assert texts["name_ar"].str.contains("^[\u0621-\u0652 ]+$").all()
    assert texts["name_latin"].str.contains("^[A-Za-z' -]+$").all()


def test_examples_are_what_they_say() -> None:
    for saudi in (True, False):
        asked = [a_living(3, saudi=saudi), a_dead(3, saudi=saudi), an_unknown(3, saudi=saudi)]
        assert persons(pl.Series(asked))["alive"].to_list() == [True, False, None]
    assert len({a_dead(n) for n in range(30)}) == 30


def test_workers_are_living_adults() -> None:
    hired = workers(0, 5_000, 0.5)
    facts = persons(hired)
    assert len(hired) > 4_500
    assert facts["alive"].all()
    assert (facts["birth_date"] < date(2008, 1, 1)).all()
    assert set(hired.to_list()) <= set(person_numbers(0, 5_000, 0.5).to_list())


def test_wages_are_plausible_and_steady() -> None:
    paid = wages(CROWD).with_columns(saudi=pl.col("number") < 2 * 10**9)
    assert_frame_equal(wages(CROWD), wages(CROWD))
    assert not wages(CROWD, 1)["basic"].equals(wages(CROWD)["basic"])
    saudi, resident = paid.filter("saudi"), paid.filter(~pl.col("saudi"))
    assert saudi["basic"].min() == 400_000
    assert saudi["basic"].median() == pytest.approx(800_000, rel=0.05)
    assert resident["basic"].median() == pytest.approx(220_000, rel=0.05)
    assert (paid["basic"] % 5_000 == 0).all()
    assert paid.filter(pl.col("housing") * 4 == pl.col("basic")).height > len(CROWD) // 3


def test_businesses_follow_from_their_numbers() -> None:
    numbers = business_numbers(0, 5_000)
    facts = businesses(numbers)
    assert numbers.n_unique() == 5_000
    assert numbers.is_between(10**9, 10**10 - 1).all()
    assert_frame_equal(businesses(numbers[41:42]), facts[41:42])
    assert set(facts["status"]) == {"active", "suspended", "cancelled", "unknown"}
    owners = persons(facts["owner_number"].drop_nulls())
    assert owners["alive"].all()
    assert owners["nationality"].unique().to_list() == ["SA"]
    assert owners["number"].n_unique() < owners.height  # some own several
    unified = facts["unified_number"].drop_nulls()
    assert (unified // 10**9 == 7).all()
    assert unified.n_unique() == len(unified)


@pytest.mark.parametrize("status", ["active", "suspended", "cancelled", "unknown"])
def test_a_business_of_each_status(status: str) -> None:
    assert businesses(pl.Series([a_business(2, status=status)]))["status"].item() == status


def test_nothing_asked_gives_nothing() -> None:
    nobody = pl.Series([], dtype=pl.Int64)
    assert persons(nobody).shape == (0, 10)
    assert businesses(nobody).shape == (0, 9)
    assert wages(nobody).shape == (0, 3)


def test_a_name_list_with_a_slip_is_refused() -> None:
    with pytest.raises(ValueError, match="not Arabic=Latin"):
        pairs("سعد=Saad, خالد")
