"""A family's pension is awarded once, shared as the law says, and shared anew by whatever becomes
known, in whatever order; books balance and the audit counts it all again.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from demo.public_bodies.bank import iban_of
from guichet.domain.benefits import commands, family_lines, queries, survivors
from guichet.domain.benefits.deceased import PENSIONER, whole
from guichet.domain.benefits.family_facts import FACT, HEIR
from guichet.domain.benefits.survivors_recount import families_are_whole
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS, PAYOUTS
from guichet.domain.payouts.tests.test_batches import record
from guichet.domain.payouts.tests.world import balance
from guichet.domain.registry.tests import seeds
from guichet.engine import audit, store
from guichet.lib import samples

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)
DECEASED, WIDOW, DAUGHTER, SON = (int(samples.person(serial)) for serial in (10, 11, 12, 13))
DIED = date(2026, 9, 12)
FAMILY = [
    (WIDOW, "widow", date(1980, 1, 1), False),
    (DAUGHTER, "daughter", date(2004, 3, 1), False),
    (SON, "son", date(2015, 6, 1), False),
]


@pytest.fixture(autouse=True)
def _people(db: None) -> None:
    seeds.people(DECEASED, cohort="m33", born=date(1960, 1, 1))
    for person, _, born, _ in FAMILY:
        seeds.people(person, cohort="m33", born=born)
        record(iban_of(person), person)
    row = {
        "person": DECEASED,
        "kind": "old-age",
        "monthly": 600_000,
        "paid_from": date(2025, 1, 1),
        "paid_till": None,
        "award": "P",
        "owed_from": date(2026, 9, 1),
    }
    commands.enter(pl.DataFrame([row], schema=queries.PENSION), NOW)


def awarded(number: int = 7, now: datetime = NOW) -> str:
    heirs = pl.DataFrame(FAMILY, schema=HEIR, orient="row")
    found = whole(DECEASED, DIED, now.date())
    assert (found.why, found.way, found.pension) == (None, PENSIONER, 600_000)
    one = survivors.decided(DECEASED, DIED, found, heirs, pl.DataFrame(schema=FACT))
    return survivors.award(one, number, now)


def learnt(award: str, *facts: tuple[int, str, date, int], number: int = 8) -> list[int]:
    return survivors.learn(award, pl.DataFrame(list(facts), schema=FACT, orient="row"), number, NOW)


def paid(month: date) -> dict[int, int]:
    found = queries.pension_of(pl.Series([WIDOW, DAUGHTER, SON]), month)
    return dict(found.select("person", "monthly").iter_rows())


def test_a_pensioners_family_shares_the_pension_from_the_month_after() -> None:
    awarded()
    assert paid(date(2026, 9, 1)) == {}
    assert paid(date(2026, 10, 1)) == dict.fromkeys((WIDOW, DAUGHTER, SON), 200_000)
    # The son is 21 Hijri years old on 15 October 2035 (14 Sha'ban 1436; 14 Sha'ban 1457).
    assert paid(date(2035, 10, 1))[SON] == 200_000
    assert paid(date(2035, 11, 1)) == {WIDOW: 225_000, DAUGHTER: 225_000}
    assert families_are_whole() == []


def test_it_is_awarded_once() -> None:
    awarded()
    with pytest.raises(IntegrityError), transaction.atomic():
        awarded(9)


def test_arrears_are_paid_by_the_run_and_the_books_balance() -> None:
    awarded()
    done = commands.run_month(NOVEMBER, NOW)
    # Two months for three, beside the deceased's own September, which cannot be paid: no account.
    assert done.total == 2 * 600_000 and done.arrears == 600_000
    assert balance(BENEFITS) == 1_200_000 == -balance(PAYOUTS) and balance(BENEFIT) == 0
    assert commands.run_month(NOVEMBER, NOW).total == 0


def test_a_marriage_moves_the_share_to_the_others_and_grants_eighteen() -> None:
    award = awarded()
    changed = learnt(award, (DAUGHTER, "married", date(2026, 10, 20), 1))
    assert changed == sorted([WIDOW, DAUGHTER, SON])
    assert paid(date(2026, 10, 1)) == dict.fromkeys((WIDOW, DAUGHTER, SON), 200_000)
    assert paid(NOVEMBER) == {WIDOW: 225_000, SON: 225_000}
    assert survivors.granted_of(award, pl.Series([DAUGHTER]))["amount"].to_list() == [3_600_000]
    assert store.rows("SELECT party, amount FROM payouts_order") == [(DAUGHTER, 3_600_000)]
    assert families_are_whole() == []


def test_what_is_known_already_changes_nothing() -> None:
    award = awarded()
    fact = (DAUGHTER, "married", date(2026, 10, 20), 1)
    learnt(award, fact)
    before = store.rows("SELECT * FROM benefits_pension ORDER BY id")
    assert learnt(award, fact, number=9) == []
    assert store.rows("SELECT * FROM benefits_pension ORDER BY id") == before
    assert store.value("SELECT count(*) FROM benefits_settlement") == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        learnt(award, (DAUGHTER, "married", date(2026, 10, 20), 0))


def test_what_was_paid_too_much_is_found_by_the_run() -> None:
    award = awarded()
    commands.run_month(NOVEMBER, NOW)
    learnt(award, (DAUGHTER, "dead", date(2026, 10, 2), 1))
    done = commands.run_month(NOVEMBER, NOW)
    assert done.total == 2 * 25_000
    beyond = queries.paid_beyond(NOVEMBER).select("person", "amount").rows()
    assert (DAUGHTER, 200_000) in beyond
    assert families_are_whole() == []


def test_a_share_that_falls_is_two_lines_and_an_earlier_event_cuts_both() -> None:
    award = awarded()
    learnt(award, (DAUGHTER, "married", date(2026, 11, 20), 1))
    learnt(award, (WIDOW, "dead", date(2026, 10, 1), 1))
    assert paid(NOVEMBER) == {DAUGHTER: 225_000, SON: 225_000}
    assert paid(date(2026, 12, 1)) == {SON: 300_000}
    # 18 x 2,000 were granted before the death was known; 18 x 2,250 are due.
    granted = survivors.granted_of(award, pl.Series([DAUGHTER]))["amount"].to_list()
    assert granted == [3_600_000, 450_000]
    assert families_are_whole() == []


def test_of_a_share_given_back_the_months_of_the_grant_are_not_paid() -> None:
    award = awarded()
    learnt(award, (DAUGHTER, "married", date(2026, 10, 20), 1))
    learnt(award, (DAUGHTER, "married", date(2027, 2, 3), 0))
    assert paid(date(2027, 3, 1)) == {WIDOW: 200_000, SON: 200_000}
    # Cut from November 2026, 18 months: paid again from May 2028.
    assert paid(date(2028, 4, 1)) == {WIDOW: 200_000, SON: 200_000}
    assert paid(date(2028, 5, 1)) == dict.fromkeys((WIDOW, DAUGHTER, SON), 200_000)
    assert families_are_whole() == []


@pytest.mark.parametrize(
    "table",
    [
        "benefits_survivorsaward",
        "benefits_heir",
        "benefits_heirfact",
        "benefits_settlement",
        "benefits_share",
    ],
)
def test_what_is_put_down_is_kept(table: str) -> None:
    learnt(awarded(), (DAUGHTER, "married", date(2026, 10, 20), 1))
    with pytest.raises(DatabaseError), transaction.atomic():
        store.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("benefits_survivorsaward SET pension = 1", "were changed"),
        ("benefits_heir SET born = born - 1", "were changed"),
        ("benefits_heirfact SET value = 0", "were changed"),
        ("benefits_share SET monthly = monthly + 1", "do not follow"),
        ("benefits_pension SET monthly = monthly + 1 WHERE kind = 'survivor'", "not what is paid"),
    ],
)
def test_the_audit_finds_what_was_changed(change: str, said: str) -> None:
    learnt(awarded(), (DAUGHTER, "married", date(2026, 10, 20), 1))
    store.execute("SET CONSTRAINTS ALL IMMEDIATE")
    store.execute(f"ALTER TABLE {change.split()[0]} DISABLE TRIGGER USER")
    store.execute(f"UPDATE {change}")
    assert any(said in fault for fault in audit.CHECKS["families"]())


def test_lines_are_compared_by_what_they_pay() -> None:
    line = family_lines.PensionLine
    one = [line(5, date(2026, 1, 1), date(2026, 3, 1)), line(5, date(2026, 4, 1), None)]
    assert family_lines.first_difference(one, [line(5, date(2026, 1, 1), None)]) is None
    assert family_lines.first_difference(one, one[:1]) == date(2026, 4, 1)
