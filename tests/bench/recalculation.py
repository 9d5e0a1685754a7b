"""Awards decided anew after a change of law that lifts every pension three months back: found,
decided, superseded, told; then the arrears ordered.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tests.bench.alone import alone
from tests.bench.figures import Figure, judged
from tests.bench.running import Cost, costing_here

if TYPE_CHECKING:
    from guichet.law.parameters import Parameters

_KEY = "oldage_m33.minimum_pension"
SECONDS, SECONDS_FOR, MOST_MIB = 1_800.0, 1_000_000, 2_048
WAGES, DAYS = 10, 60  # a career's, and the days of claims
_PART, _FIRST = 50_000, 7_100_000_000
_DECIDED, _NOW = date(2026, 6, 1), datetime(2026, 11, 22, 9, tzinfo=UTC)
_MONTH, _RAISED = date(2026, 11, 1), date(2026, 9, 1)
_MINIMUM = 45_000  # no pension of these comes to as much


def measure(rows: int | None) -> Iterator[Figure]:
    """That many pensioners, paid to this month by the law as it was."""
    people = rows or SECONDS_FOR
    alone(prepare, people)
    changed, left, ordered, seconds, cost = alone(run)
    if changed + left != people:
        raise RuntimeError(f"{changed:,} changed and {left:,} left of {people:,}")
    yield Figure(
        "recalculation",
        f"{people:,} awards decided anew, superseded and told, arrears ordered",
        people,
        cost.seconds,
        cost.cpu_seconds,
        cost.peak_mib,
        reach=f"1,000,000 in {SECONDS:.0f} s, < 1% left",
        reached=judged(
            people >= SECONDS_FOR,
            quick=cost.seconds <= SECONDS and left < people / 100,
            small=cost.peak_mib < MOST_MIB,
        ),
        note=f"{changed:,} changed, {left:,} left to people; {ordered:,} ordered their arrears in"
        f" {cost.seconds - seconds:.1f} s of it",
    )


def prepare(count: int) -> None:
    """People who left after thirty years, with an account, an award and their pension paid."""
    from guichet.domain.benefits import commands
    from guichet.engine import store

    random = np.random.default_rng(17)
    place = store.value("SELECT min(id) FROM registry_establishment")
    for first in range(0, count, _PART):
        some = min(_PART, count - first)
        numbers = pl.Series("person", np.arange(_FIRST + first, _FIRST + first + some))
        with store.atomic():
            _enter(numbers, place, random)
    store.execute("ANALYZE")
    commands.run_month(_MONTH, _NOW)
    store.execute("ANALYZE")


def _enter(numbers: pl.Series, place: int, random: np.random.Generator) -> None:
    from demo.public_bodies.bank import iban_of
    from guichet.engine import store

    count = len(numbers)
    ids = store.next_ids("registry_person_id_seq", count)
    people = pl.DataFrame({"id": ids, "identifier": numbers}).with_columns(
        birth_date=pl.lit(date(1960, 3, 1)),
        cohort=pl.lit("m33"),
        cohort_since=pl.lit(date(1995, 1, 1)),
        sex=pl.lit("m"),
        nationality=pl.lit("SA"),
        name_ar=pl.lit("متقاعد"),
        name_latin=pl.lit("Pensioner"),
        transaction=pl.lit(0),
    )
    store.insert("registry_person", people)
    work = store.next_ids("registry_engagement_id_seq", count)
    ended = pl.lit(date(2026, 4, 30))
    engaged = pl.DataFrame({"id": work, "person_id": ids}).with_columns(
        establishment_id=pl.lit(place),
        started_on=pl.lit(date(1995, 1, 1)),
        ended_on=ended,
        end_reason=pl.lit("resignation"),
        occupation=pl.lit(""),
        contract=pl.lit(""),
        joined_by=pl.lit(0),
        left_by=pl.lit(0),
    )
    store.insert("registry_engagement", engaged)
    months = [date(1995 + 3 * at, 1, 1) for at in range(WAGES)]
    rises = random.normal(1.08, 0.05, (count, WAGES)).cumprod(axis=1)
    basic = (random.lognormal(13.2, 0.5, (count, 1)) * rises).clip(150_000, 3_000_000)
    wages = pl.DataFrame(
        {
            "engagement_id": np.repeat(work.to_numpy(), WAGES),
            "effective_from": pl.Series(months * count, dtype=pl.Date),
            "basic": basic.ravel().astype(np.int64),
        }
    )
    more = {"housing": pl.lit(0), "version": pl.lit(1), "transaction": pl.lit(0)}
    store.insert("registry_wage", wages.with_columns(**more))
    accounts = pl.DataFrame({"party": numbers, "iban": [iban_of(n) for n in numbers]})
    since = {"since": pl.lit(date(2026, 1, 1)), "transaction": pl.lit(0)}
    kept = accounts.with_columns(party_kind=pl.lit("person"), **since)
    store.insert("registry_bankaccount", kept)
    for at, mine in enumerate(np.array_split(numbers.to_numpy(), DAYS)):
        _award(pl.Series("person", mine), _DECIDED + timedelta(days=at))


def _award(numbers: pl.Series, day: date) -> None:
    """What claims of a day do, but for their steps."""
    from guichet.domain.benefits import awards, old_age

    found = old_age.Records.of(numbers, day).on(day).answers
    rows = found.select(
        "person",
        "way",
        "monthly",
        transaction="person",
        paid_from="from_day",
        steps=pl.lit("[]"),
    )
    awards.award(rows, awards.OLD_AGE, day, _NOW)


def law() -> Parameters:
    """The law with a minimum that is raised above every pension."""
    from decimal import Decimal

    from guichet.law import country
    from guichet.law.parameter_files import DatedValue
    from guichet.law.parameters import Parameters

    entries = dict(country.parameters()._entries)
    entries[_KEY] = (*entries[_KEY], DatedValue(_RAISED, Decimal(_MINIMUM), "high", "bench"))
    return Parameters(entries)


def run() -> tuple[int, int, int, float, Cost]:
    """Decide them anew, order the arrears: changed, left, ordered, seconds of deciding, cost."""
    from guichet.domain.benefits import commands, recalculation
    from guichet.engine import store

    with costing_here() as cost:
        began = perf_counter()
        done = recalculation.recalculate(_NOW, law())
        seconds = perf_counter() - began
        ran = commands.run_month(_MONTH, _NOW)
    told = store.value("SELECT count(*) FROM engine_event WHERE name = 'pension-recalculated'")
    if told != done.changed:
        raise RuntimeError(f"{done.changed:,} changed, {told:,} are told")
    if done.left.height:
        print(done.left.group_by("why").len(), file=sys.stderr)
    return done.changed, done.left.height, ran.ordered, seconds, cost
