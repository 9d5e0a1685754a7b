"""Fills an empty institution with a synthetic population: the same one every time.

Written by COPY straight into the tables, in blocks, because it stands for records that were there
before Guichet (their ``transaction`` is 0). 1,000 establishments with 50,000 workers take seconds;
400,000 with 10,000,000 fit in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from demo.draws import draw
from demo.parts import parts
from demo.people import Salt
from demo.population import business_numbers, businesses, persons, wages, workers
from demo.sign_ins import open_accounts, sign_ins
from guichet.engine import store
from guichet.law import country

BLOCK = 500_000  # workers written at a time
_BILLED_AT_ONCE = 200_000  # a larger institution runs its bills when it wants them
_FIRST_NUMBER = 500_000_001
_TODAY = date(2026, 11, 1)  # everybody seeded joined before this day


def is_empty() -> bool:
    """Whether there is no establishment yet."""
    return store.value("SELECT NOT EXISTS (SELECT FROM registry_establishment)") is True


def main(
    establishments: int = 1_000, workers_count: int = 50_000, echo: Callable[[str], Any] = print
) -> None:
    """Seed an empty institution; one that holds anything is left alone."""
    if not is_empty():
        echo("The institution already holds establishments; nothing was seeded.")
        return
    with store.atomic():
        places = _establishments(establishments)
        span, position = _spans(workers_count)
        for start in range(0, workers_count, BLOCK):
            count = min(BLOCK, workers_count - start)
            position += _workers(places, start, count, position, span)
            echo(f"{start + count:,} workers")
        open_accounts(places)
        for part in parts("founding"):
            part.found(echo)
        _take_over(echo)
    for table in ("owner", "establishment", "person", "engagement", "wage"):
        store.execute(f"ANALYZE registry_{table}")
    echo(
        f"{establishments:,} establishments, {workers_count:,} workers, {len(sign_ins())} sign-ins"
    )
    if workers_count <= _BILLED_AT_ONCE:
        _bill_last_month(echo)


def _take_over(echo: Callable[[str], Any]) -> None:
    """What the institution brought along came from no transaction: the audit log attests it as it
    is.
    """
    from django.utils import timezone

    from guichet.engine import takeover

    taken = takeover.take_over(timezone.now())
    echo(f"taken over: {sum(taken.values()):,} rows of {len(taken)} tables")


def _bill_last_month(echo: Callable[[str], Any]) -> None:
    """So that account pages have something to show on the first day: billed on the second of this
    month, as is usual.
    """
    from django.utils import timezone

    from guichet.domain.contributions.commands import run_bills
    from guichet.domain.contributions.penalties import charge_penalties
    from guichet.lib.months import add_months, first_day

    now = timezone.now()
    month = add_months(first_day(now.date()), -1)
    done = run_bills(month, min(now, now.replace(day=2)))
    echo(f"{month:%Y-%m}: {done.bills:,} bills; {charge_penalties(now):,} late penalties")


def _establishments(count: int) -> pl.DataFrame:
    """Owners and establishments; about one establishment in five is a branch of its owner's
    first.
    """
    facts = _active(count)
    owners = facts.unique("owner_number", keep="first", maintain_order=True).with_columns(
        owner_id=store.next_ids("registry_owner_id_seq", facts["owner_number"].n_unique())
    )
    names = persons(owners["owner_number"])
    store.insert(
        "registry_owner",
        owners.select(
            id="owner_id",
            identifier="owner_number",
            name_ar=names["name_ar"],
            name_latin=names["name_latin"],
            kind=pl.lit("person"),
        ),
    )
    ids = store.next_ids("registry_establishment_id_seq", count)
    numbers = store.next_ids("registry_establishment_number", count)
    frame = facts.join(
        owners.select("owner_number", "owner_id"), on="owner_number", maintain_order="left"
    ).with_columns(id=ids, establishment=numbers)
    frame = frame.with_columns(
        main_id=pl.when(pl.int_range(pl.len()).over("owner_id") > 0).then(
            pl.col("id").first().over("owner_id")
        ),
        registered_on=pl.date(2004, 1, 1) + pl.duration(days=pl.col("number") % 5000),
    )
    store.insert(
        "registry_establishment",
        frame.select(
            "id",
            "owner_id",
            "main_id",
            "name_ar",
            "name_latin",
            "activity",
            "city",
            "registered_on",
            number="establishment",
            cr_number="number",
            hazards_multiplier=pl.lit(1000),
            government=pl.lit(False),
            payment_level=pl.lit("own"),
            transaction=pl.lit(0),
        ),
    )
    return frame


def _active(count: int) -> pl.DataFrame:
    """The first ``count`` businesses in business; one in thirty-odd is not."""
    facts = businesses(business_numbers(0, count + count // 10 + 10))
    return facts.filter(pl.col("status") == "active").head(count)


def _spans(count: int) -> tuple[int, int]:
    """How many numbers to look at for a block of workers, and where to start (owners come
    first).
    """
    return min(count, BLOCK) * 115 // 100 + 100, 0


def _workers(places: pl.DataFrame, start: int, count: int, position: int, span: int) -> int:
    """Persons, engagements and wages of one block; how many numbers were looked at."""
    people = persons(workers(position, span, 0.45).head(count))
    if people.height < count:
        raise ValueError(f"only {people.height} of {count} workers in {span} numbers")
    people = people.with_columns(born=pl.col("birth_date"), first_period=pl.col("first_covered_on"))
    people = country.cohorts.cohorts_of(people).with_columns(
        id=store.next_ids("registry_person_id_seq", count),
        cohort_since=pl.col("first_covered_on").fill_null(date(2026, 1, 1)),
    )
    store.insert(
        "registry_person",
        people.select(
            "id",
            "sex",
            "nationality",
            "birth_date",
            "cohort",
            "cohort_since",
            "name_ar",
            "name_latin",
            identifier="number",
            transaction=pl.lit(0),
        ),
    )
    _engagements(people, places)
    return span


def _engagements(people: pl.DataFrame, places: pl.DataFrame) -> None:
    """One open engagement each; large employers have most of the workers, as everywhere."""
    share = people.select(draw(pl.col("number"), Salt.WAGE).cast(pl.Float64) / 2**32).to_series()
    # The square puts a quarter of the workers with a sixteenth of the establishments.
    index = (share**2 * places.height).cast(pl.Int64).clip(0, places.height - 1)
    pay = wages(people["number"])
    first = pl.col("first_covered_on").fill_null(date(2026, 2, 1))
    frame = people.select("number", person_id="id", first=first).with_columns(
        establishment_id=places["id"].gather(index),
        id=store.next_ids("registry_engagement_id_seq", people.height),
        basic=pay["basic"],
        housing=pay["housing"],
    )
    latest = pl.lit(_TODAY) - pl.duration(days=31 + pl.col("number") % 2000)
    frame = frame.with_columns(
        started_on=pl.max_horizontal("first", latest).clip(upper_bound=_TODAY)
    )
    store.insert(
        "registry_engagement",
        frame.select(
            "id",
            "person_id",
            "establishment_id",
            "started_on",
            joined_by=pl.lit(0),
            occupation=pl.lit(""),
            contract=pl.lit("open_ended"),
        ).sort("establishment_id", "person_id"),
    )
    store.insert(
        "registry_wage",
        frame.select(
            "basic",
            "housing",
            engagement_id="id",
            version=pl.lit(1),
            transaction=pl.lit(0),
            effective_from=pl.col("started_on").dt.truncate("1mo"),
        ).sort("engagement_id"),
    )
