"""Bills in versions: what payers are told follows the account, and a scheme is told each version
once.
"""

from __future__ import annotations

import polars as pl
import pytest
from django.db import DatabaseError

from guichet.domain.payments.presenting import presentment
from guichet.domain.payments.references import reference_of
from guichet.domain.payments.tests.world import (
    NOW,
    OCTOBER,
    SEPTEMBER,
    firm,
    notice,
    owe,
    receive,
    reverse,
)
from guichet.engine import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def debtor(db: None) -> int:
    number = firm()
    owe(number, SEPTEMBER, 300)
    owe(number, OCTOBER, 500)
    return number


def shown(number: int) -> list[tuple[int, int, str]]:
    """Version, amount, state of September, October and the account as a whole."""
    rows = presentment.latest(pl.Series([number])).sort("month", nulls_last=True)
    return rows.select("version", "amount", "state").rows()


def test_a_bill_is_new_then_changed_then_cancelled_and_back(debtor: int) -> None:
    assert presentment.present_all(NOW) == 3
    assert shown(debtor) == [(1, 300, "new"), (1, 500, "new"), (1, 800, "new")]
    assert presentment.present_all(NOW) == 0
    receive(notice(debtor, 350))
    assert presentment.present_moved(NOW) == 3
    assert shown(debtor) == [(2, 0, "cancelled"), (2, 450, "changed"), (2, 450, "changed")]
    reverse("1")
    assert presentment.present_moved(NOW) == 3
    assert shown(debtor) == [(3, 300, "changed"), (3, 500, "changed"), (3, 800, "changed")]


def test_the_reference_of_an_account_is_a_bill_of_all_that_is_due(debtor: int) -> None:
    presentment.present_all(NOW)
    whole = presentment.latest(pl.Series([debtor])).filter(pl.col("month").is_null())
    assert whole.select("reference", "amount").rows() == [(reference_of(debtor), 800)]
    assert whole["due_on"][0].isoformat() == "2026-10-15", "September has been waiting longest"
    receive(notice(debtor, 800))
    presentment.present_moved(NOW)
    assert shown(debtor)[-1] == (2, 0, "cancelled"), (
        "nothing is due, and nothing is shown at counters"
    )


def test_who_collects_is_told_each_debt_once_and_by_its_month(debtor: int) -> None:
    presentment.present_all(NOW)
    assert presentment.untold("collector", 10, accounts=False)["amount"].sum() == 800


def test_a_scheme_is_told_only_the_last_version_and_once(debtor: int) -> None:
    presentment.present_all(NOW)
    receive(notice(debtor, 300))
    presentment.present_all(NOW)
    told = presentment.untold("other", 10)
    assert told.select("version", "amount").rows() == [(1, 500), (2, 0), (2, 500)]
    presentment.told("other", told.select("id", refused=pl.lit("")), NOW)
    presentment.told("other", told.select("id", refused=pl.lit("")), NOW)
    assert presentment.untold("other", 10).is_empty()
    assert presentment.untold("another", 10).height == 3


def test_what_was_told_is_never_altered(debtor: int) -> None:
    presentment.present_all(NOW)
    with pytest.raises(DatabaseError, match="append-only"), store.atomic():
        store.execute("UPDATE payments_billversion SET amount = 1")


def test_a_bill_is_due_on_the_fifteenth_of_the_next_month(debtor: int) -> None:
    presentment.present_all(NOW)
    bill = presentment.versions_of(debtor, OCTOBER).row(0, named=True)
    assert bill["due_on"].isoformat() == "2026-11-15"
    assert bill["reference"] == reference_of(debtor, OCTOBER)


def test_bills_and_accounts_are_compared_where_nothing_is_under_way(debtor: int) -> None:
    presentment.present_moved(NOW)
    assert presentment.owed_and_shown() == (800, 800)
    receive(notice(debtor, 300))
    assert presentment.owed_and_shown() == (0, 0)
    presentment.present_moved(NOW)
    assert presentment.owed_and_shown() == (500, 500)
