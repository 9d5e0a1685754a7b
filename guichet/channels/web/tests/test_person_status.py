"""The first page tells a person where they stand, and nobody else."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest

from demo.population import a_living
from guichet.channels.web.person_status import of_person
from guichet.domain.benefits import commands as benefits
from guichet.domain.benefits.queries import PENSION
from guichet.domain.identity import commands as identity
from guichet.domain.registry.tests import seeds
from guichet.engine.actor import Segment
from tests.browser import Browser
from tests.contract import pensioners
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, PASSWORD, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
PERSON = a_living(61)


def _page(person: int) -> str:
    """The first page of a contributor who signs in, as text."""
    identity.open_account(
        username="somebody",
        password=PASSWORD,
        person_number=person,
        language="en",
        segments=[Segment.CONTRIBUTOR],
    )
    client = Browser(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": "somebody", "password": PASSWORD})
    page = client.get("/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main")[1]))


@pytest.fixture
def place(world: World) -> int:
    return int(world.facts["establishment"])


def test_who_works_reads_with_whom_and_for_what_wage(place: int) -> None:
    seeds.engage(place, PERSON, basic=700_000, housing=50_000)
    assert of_person(PERSON, NOW.date(), "en").employers == ["Establishment"]
    page = _page(PERSON)
    assert "Registered with Establishment Wage 7,500.00 SAR" in page
    assert "Pension a month" not in page


def test_a_pension_is_told_by_the_month(place: int) -> None:
    seeds.engage(place, PERSON)
    row = {
        "person": PERSON,
        "kind": "survivor",
        "monthly": 312_345,
        "paid_from": date(2024, 3, 1),
        "paid_till": None,
        "award": "mine",
        "owed_from": date(2026, 11, 1),
    }
    benefits.enter(pl.DataFrame([row], schema=PENSION), NOW)
    assert "Pension a month 3,123.45 SAR" in _page(PERSON)


def test_who_has_left_reads_the_last_day(place: int) -> None:
    pensioners.worked_before(place, PERSON, until=date(2025, 12, 31))
    status = of_person(PERSON, NOW.date(), "en")
    assert (status.employers, status.wage) == ([], None)
    assert status.left_on == date(2025, 12, 31)
    assert "Last registered on" in _page(PERSON)


def test_the_wages_of_two_employers_are_one_sum(place: int) -> None:
    seeds.engage(place, PERSON, basic=700_000, housing=50_000)
    seeds.engage(seeds.establishment(1_010_555_111), PERSON, basic=100_000, housing=0)
    assert of_person(PERSON, NOW.date(), "en").wage == 850_000
