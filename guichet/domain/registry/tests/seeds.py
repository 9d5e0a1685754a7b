"""A small institution for tests: one owner with two establishments, another owner with one, some
workers.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry import commands
from guichet.engine import store
from guichet.law import country
from guichet.lib import samples

TODAY = date(2026, 11, 22)
OWNER, OTHER_OWNER = (int(samples.person(serial)) for serial in (0, 1))
BEFORE = 0  # the transaction of facts brought over


def establishment(cr_number: int, owner: int = OWNER, main_id: int | None = None) -> int:
    """Register an establishment; its number."""
    row = {
        "owner_number": owner,
        "owner_name_ar": "مالك",
        "owner_name_latin": "Owner",
        "main_id": main_id,
        "name_ar": "منشأة",
        "name_latin": "Establishment",
        "cr_number": cr_number,
        "activity": "4711",
        "city": "Riyadh",
        "registered_on": date(2020, 1, 1),
        "payment_level": "own",
        "transaction": BEFORE,
    }
    frame = pl.DataFrame([row], schema_overrides={"main_id": pl.Int64})
    return int(commands.register_establishments(establishments=frame)[0])


def id_of(number: int) -> int:
    """The id of an establishment."""
    return int(store.value("SELECT id FROM registry_establishment WHERE number = %(n)s", n=number))


def people(
    *numbers: int, cohort: str = country.cohorts.USUAL, born: date = date(1990, 5, 5)
) -> list[int]:
    """Enter persons; their ids in order."""
    facts = pl.DataFrame({"identifier": numbers}).with_columns(
        person_id=pl.lit(None, pl.Int64),
        name_ar=pl.lit("محمد"),
        name_latin=pl.lit("Mohammed"),
        sex=pl.lit("m"),
        nationality=pl.lit(country.locale.code),
        birth_date=pl.lit(born),
        cohort=pl.lit(cohort),
        cohort_since=pl.lit(date(2015, 1, 1)),
        transaction=pl.lit(BEFORE),
    )
    found = commands.upsert_persons(facts=facts)
    ids = dict(found.select("identifier", "person_id").iter_rows())
    return [ids[number] for number in numbers]


def engage(
    place: int,
    worker: int,
    *,
    since: date = date(2024, 3, 5),
    basic: int = 8_000 * country.locale.currency.minor,
    housing: int = 2_000 * country.locale.currency.minor,
    transaction: int = BEFORE,
    cohort: str = country.cohorts.USUAL,
) -> int:
    """Engage a worker (entered if unknown); the engagement."""
    known = store.value("SELECT id FROM registry_person WHERE identifier = %(n)s", n=worker)
    row = {
        "person_id": known or people(worker, cohort=cohort)[0],
        "establishment_id": id_of(place),
        "started_on": since,
        "occupation": "accountant",
        "contract": "open_ended",
        "basic": basic,
        "housing": housing,
        "transaction": transaction,
    }
    return int(commands.open_engagements(engagements=pl.DataFrame([row]), today=TODAY)[0])
