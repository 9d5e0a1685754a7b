"""Families of the dead: people of ages that can be, the same for everybody who asks."""

from __future__ import annotations

import json
from datetime import date

import polars as pl

from demo.families import a_deceased, disabilities, families, member_of, students
from demo.population import a_living, an_unknown, person_numbers, persons


def test_a_family_is_of_people_who_can_be_one() -> None:
    dead = [a_deceased(n) for n in range(10)]
    for row in families(pl.Series(dead)).iter_rows(named=True):
        parent = persons(pl.Series([row["number"]])).row(0, named=True)
        members = json.loads(row["members"])
        assert row["status"] == "dead" and row["died_on"] == parent["died_on"] and members
        assert len({m["number"] for m in members}) == len(members)
        for member in members:
            born = date.fromisoformat(member["born"])
            known = persons(pl.Series([int(member["number"])])).row(0, named=True)
            assert known["alive"] and known["birth_date"] == born
            if member["relation"] in ("son", "daughter"):
                assert born.year - parent["birth_date"].year >= 18 and born <= row["died_on"]
            if member["relation"] == "mother":
                assert parent["birth_date"].year - born.year >= 18


def test_nothing_is_told_of_the_living_and_the_unknown() -> None:
    found = families(pl.Series([a_living(), an_unknown()]))
    assert found["status"].to_list() == ["alive", "unknown"]
    assert found["members"].to_list() == ["[]", None]


def test_a_contested_marriage_can_be_found() -> None:
    number = a_deceased(contested=True)
    members = json.loads(families(pl.Series([number]))["members"][0])
    assert [m["relation"] for m in members if m["contested"] == "yes"] == ["widow"]
    assert member_of(number, "widow") > 0


def test_some_study_and_some_are_disabled() -> None:
    people = person_numbers(0, 2_000, 1.0)
    told = students(people)["status"].value_counts().rows()
    assert 200 < dict(told)["enrolled"] < 800
    assert 40 < dict(disabilities(people)["status"].value_counts().rows())["disabled"] < 200
