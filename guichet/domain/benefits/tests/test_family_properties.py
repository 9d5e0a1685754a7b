"""Random families and what becomes of them: shares never exceed the pension, their sum is the whole
to the halala, the order in which things become known does not matter, books balance.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import commands, family_lines, queries, survivors
from guichet.domain.benefits.deceased import PENSIONER, Whole
from guichet.domain.benefits.family_facts import FACT, HEIR, Estate
from guichet.domain.benefits.family_shares import Worked, work
from guichet.domain.benefits.grants_audit import grants_are_whole
from guichet.domain.benefits.survivors_recount import families_are_whole
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS, OVERPAID, PAYOUTS
from guichet.domain.payouts.tests.test_batches import record
from guichet.domain.payouts.tests.world import balance
from guichet.domain.registry.tests import seeds
from guichet.engine import store
from guichet.lib import samples
from guichet.lib.months import add_months

DIED, START = date(2026, 1, 10), date(2026, 2, 1)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
RELATIONS = ("widow", "son", "daughter", "mother", "father", "sister")
STATES = ("student", "disabled", "married", "working", "dependent", "dead")
MINIMUM = 39_675  # of a member, halalas; M/33 alone
LEAST = 198_375
# So many months are looked at: every share has begun, and many have ended.
MONTHS = [add_months(START, n) for n in (*range(30), 120, 240, 400)]

days = some.dates(date(1950, 1, 1), date(2026, 1, 1))
events = some.dates(DIED - timedelta(days=60), date(2028, 6, 30))


@some.composite
def families(draw: Any, number: int = 1_000) -> tuple[list[Any], list[Any]]:
    """Members, and what is known of each: of one matter one value a day."""
    size = draw(some.integers(1, 6))
    heirs = [
        (number + n, draw(some.sampled_from(RELATIONS)), draw(days), False) for n in range(size)
    ]
    known: dict[tuple[int, str, date], int] = {}
    for _ in range(draw(some.integers(0, 10))):
        person = draw(some.sampled_from(heirs))[0]
        key = (person, draw(some.sampled_from(STATES)), draw(events))
        known[key] = 1 if key[1] == "dead" else draw(some.integers(0, 1))
    facts = [(*key, value) for key, value in known.items()]
    if draw(some.booleans()):
        facts.append((0, "reserved", DIED, draw(some.integers(1, 2))))
    return heirs, facts


estates = some.builds(
    Estate,
    cohort=some.sampled_from(["m33", "m33_transitional", "m273"]),
    pension=some.integers(LEAST, 5_000_000),
    average=some.one_of(some.none(), some.integers(150_000, 4_500_000)),
    paid_from=some.just(START),
    died_on=some.just(DIED),
)


def worked(estate: Estate, heirs: list[Any], facts: list[Any]) -> Worked:
    return work(
        estate,
        pl.DataFrame(heirs, schema=HEIR, orient="row"),
        pl.DataFrame(facts, schema=FACT, orient="row"),
    )


def in_month(found: Worked, month: date) -> list[int]:
    here = (pl.col("paid_from") <= month) & (
        pl.col("paid_till").is_null() | (pl.col("paid_till") >= month)
    )
    return found.shares.filter(here).sort("monthly", descending=True)["monthly"].to_list()


def by_pencil(estate: Estate, members: int) -> int:
    """What so many members share, as a clerk would reckon it from the law (S01 to S10)."""
    if estate.cohort == "m273":
        percent = {0: 0, 1: 50}.get(members, 75)
        return (estate.pension * percent + 50) // 100
    percent = {0: 0, 1: 50, 2: 75}.get(members, 100)
    plain = (estate.pension * percent + 50) // 100
    ceiling = max(estate.average or estate.pension, LEAST)
    return max(plain, min(MINIMUM * members, ceiling))


@settings(max_examples=60, deadline=None)
@given(estate=estates, family=families())
def test_the_parts_are_the_whole_and_never_more(estate: Estate, family: Any) -> None:
    found = worked(estate, *family)
    reserved = sum(value for _, what, _, value in family[1] if what == "reserved")
    for month in MONTHS:
        parts = in_month(found, month)
        if not parts:
            continue
        members = len(parts) + reserved
        whole = by_pencil(estate, members)
        each = whole // members
        assert parts == [whole - each * (members - 1), *[each] * (len(parts) - 1)]
        ceiling = max(estate.pension, estate.average or 0, LEAST)
        assert sum(parts) <= ceiling
        if whole <= estate.pension:
            assert sum(parts) <= estate.pension


@settings(max_examples=40, deadline=None)
@given(estate=estates, family=families(), seed=some.randoms(use_true_random=False))
def test_the_order_in_which_it_becomes_known_does_not_matter(
    estate: Estate, family: Any, seed: Any
) -> None:
    heirs, facts = family
    other_heirs, other_facts = list(heirs), list(facts)
    seed.shuffle(other_heirs)
    seed.shuffle(other_facts)
    one, other = worked(estate, heirs, facts), worked(estate, other_heirs, other_facts)
    assert one.shares.equals(other.shares)
    assert one.grants.sort("person").equals(other.grants.sort("person"))


@settings(max_examples=40, deadline=None)
@given(estate=estates, family=families())
def test_nobody_has_two_shares_at_a_time_and_every_end_has_a_reason(
    estate: Estate, family: Any
) -> None:
    found = worked(estate, *family).shares
    for _, mine in found.group_by("person"):
        lines = mine.sort("paid_from").rows(named=True)
        for one, following in pairwise(lines):
            assert one["paid_till"] is not None and one["paid_till"] < following["paid_from"]
        assert all((one["paid_till"] is None) == (one["ends_by"] is None) for one in lines)


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    estate=estates,
    family=families(number=0),
    seed=some.randoms(use_true_random=False),
    run_first=some.booleans(),
)
def test_two_orders_end_alike_replays_change_nothing_and_books_balance(
    transactional_db: None, estate: Estate, family: Any, seed: Any, run_first: bool
) -> None:
    """The same family twice, of two deceased: what is known of it comes in two orders, some of it
    twice; afterwards both are paid the same, to the halala.
    """
    _emptied()
    heirs, facts = family
    later = [fact for fact in facts if fact[1] != "reserved"]
    ends = []
    for place in (0, 1):
        numbers = _entered(place, heirs)
        mine = [(numbers[p], r, born, reserve) for p, r, born, reserve in heirs]
        learnt = [(numbers[p], what, on, value) for p, what, on, value in later]
        reserved = [(0, *fact[1:]) for fact in facts if fact[1] == "reserved"]
        award = _awarded(estate, place, mine, reserved)
        if run_first:
            commands.run_month(date(2026, 11, 1), NOW)
        seed.shuffle(learnt)
        for fact in learnt:
            _learn(award, fact, 50 + place)
        _same_again(award, learnt)
        commands.run_month(date(2026, 11, 1), NOW)
        ends.append(_end_of(award, list(numbers.values())))
    assert ends[0] == ends[1]
    assert families_are_whole() == [] and grants_are_whole() == []
    # What it cost was ordered, is still owed to somebody, or was paid beyond and is owed back.
    owed, beyond = balance(BENEFIT), balance(OVERPAID)
    assert balance(BENEFITS) + balance(PAYOUTS) + owed + beyond == 0 and owed <= 0 <= beyond
    assert store.value("SELECT coalesce(sum(amount), 0) FROM ledger_entry") == 0


def _emptied() -> None:
    """Each example begins with nobody: a function of the database is not made anew for each."""
    tables = store.rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        " AND (starts_with(tablename, 'benefits_') OR starts_with(tablename, 'payouts_')"
        " OR starts_with(tablename, 'ledger_') OR starts_with(tablename, 'registry_')"
        " OR starts_with(tablename, 'engine_'))"
    )
    names = ", ".join(f'"{name}"' for (name,) in tables)
    store.execute("SET session_replication_role = replica")
    store.execute(f"TRUNCATE {names} CASCADE")
    store.execute("SET session_replication_role = DEFAULT")


def _entered(place: int, heirs: list[Any]) -> dict[int, int]:
    """The numbers of this copy of the family; everybody has an account."""
    numbers = {
        person: int(samples.person(1_000 + 100 * place + at))
        for at, (person, *_) in enumerate(heirs)
    }
    for person, _, born, _ in heirs:
        seeds.people(numbers[person], cohort="m33", born=born)
        record(iban_of(numbers[person]), numbers[person])
    return numbers


def _awarded(estate: Estate, place: int, heirs: list[Any], facts: list[Any]) -> str:
    deceased = int(samples.person(5_000 + place))
    seeds.people(deceased, cohort=estate.cohort)
    whole = Whole(None, estate.cohort, PENSIONER, estate.pension, estate.average, START, START)
    one = survivors.decided(
        deceased,
        DIED,
        whole,
        pl.DataFrame(heirs, schema=HEIR, orient="row"),
        pl.DataFrame(facts, schema=FACT, orient="row"),
    )
    return survivors.award(one, 100 + place, NOW)


def _learn(award: str, fact: Any, transaction: int) -> list[int]:
    return survivors.learn(award, pl.DataFrame([fact], schema=FACT, orient="row"), transaction, NOW)


def _same_again(award: str, facts: list[Any]) -> None:
    before = store.rows("SELECT * FROM benefits_pension ORDER BY id")
    assert all(_learn(award, fact, 99) == [] for fact in facts)
    assert store.rows("SELECT * FROM benefits_pension ORDER BY id") == before


def _end_of(award: str, numbers: list[int]) -> list[Any]:
    """What each is paid month by month, and was granted in all, by place in the family."""
    lines = family_lines.lines_of(award, pl.Series(numbers, dtype=pl.Int64))
    frame = pl.Series(numbers, dtype=pl.Int64)
    due = dict(
        survivors.worked_of(survivors.awards_named([award]).row(0, named=True))
        .grants.select("person", "amount")
        .iter_rows()
    )
    paid = queries.owed(frame, date(2026, 11, 1))
    assert paid.is_empty()  # the run has ordered everything that is due
    granted = survivors.granted_of(award, frame).group_by("person").agg(pl.col("amount").sum())
    given = dict(granted.iter_rows())
    assert all(given.get(person, 0) >= amount for person, amount in due.items())
    return [
        ([sum(one.monthly for one in lines.get(n, []) if one.pays(m)) for m in MONTHS], due.get(n))
        for n in numbers
    ]
