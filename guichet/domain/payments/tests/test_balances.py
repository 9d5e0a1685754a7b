"""The bank's balances against the ledger: missing, repeated, late, corrected and wrong statements
show, and close again.
"""

from __future__ import annotations

import itertools
import re
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from click.testing import CliRunner
from django.db import DatabaseError, transaction

from guichet.domain.identity.staff import RECONCILE
from guichet.domain.identity.tests.staffing import member
from guichet.domain.payments.bank.account_reconciliation import compare, holding, versions
from guichet.domain.payments.bank.opening_balance import bring_forward
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.commandline import group
from guichet.domain.payments.reconciliation import Reconciliation, reconcile
from guichet.domain.payments.tests.camt import ACCOUNT, Line, written
from guichet.domain.payments.tests.camt053 import stated
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
MON, TUE, WED = (date(2026, 11, d) for d in (22, 23, 24))
BEFORE = MON - timedelta(days=1)
ONE, TWO = Line("B1", 300, free="SETTLEMENT", day=MON), Line("B2", -100, free="charges", day=TUE)
STATEMENTS = {
    MON: stated(MON, 10_000, [ONE], number=1),
    TUE: stated(TUE, 10_300, [TWO], number=2),
    WED: stated(WED, 10_200, number=3),
}


@pytest.fixture(autouse=True)
def _begun(db: None) -> None:
    bring_forward(ACCOUNT, BEFORE, 10_000, NOW)


def take(*days: date) -> None:
    for day in days:
        book(STATEMENTS[day], NOW)


def found() -> list[tuple[str, str, int | None, int | None]]:
    rows = compare(TODAY).differences.select("kind", "key", "ours", "theirs").rows()
    return sorted(rows)


def sums(whole: Reconciliation) -> dict[str, tuple[int, int]]:
    return {check.name: (check.ours, check.theirs) for check in whole.checks}


@pytest.mark.parametrize("order", list(itertools.permutations([MON, TUE, WED])))
def test_in_whatever_order_statements_come_balances_agree_with_the_ledger(
    order: tuple[date, ...],
) -> None:
    take(*order)
    whole = reconcile(TODAY, NOW)
    assert found() == [] and whole.good
    assert sums(whole)["bank"] == sums(whole)["bank-balance"] == (10_200, 10_200)
    assert whole.statements["ledger"].to_list() == [10_300, 10_200, 10_200]


def test_a_statement_told_again_changes_nothing() -> None:
    first = book(STATEMENTS[MON], NOW)
    again = book(STATEMENTS[MON], NOW + timedelta(days=1))
    assert (first.fresh, first.statements, again.fresh, again.statements) == (1, 1, 0, 0)
    assert holding().height == 1


def test_a_statement_that_did_not_come_is_a_difference_until_it_does() -> None:
    take(MON)
    book(written([TWO]), NOW)
    assert found() == [("statement-missing", "2026-11-23", -100, None)]
    (row,) = reconcile(TODAY, NOW).open.iter_rows(named=True)
    assert (row["days"], row["cause"]) == (2, None)
    take(WED)
    assert [kind for kind, *_ in found()] == [
        "statement-gap",
        "statement-missing",
        "statement-skipped",
    ]
    gap, missing, skipped = found()
    assert gap[2:] == (10_300, 10_200) and missing[1] == "2026-11-23" and skipped[1] == "2"
    take(TUE)
    assert found() == []


def test_a_day_that_is_not_over_waits_for_its_statement() -> None:
    take(MON, TUE, WED)
    book(written([Line("B9", 50, free="SETTLEMENT", day=TODAY)]), NOW)
    assert found() == []
    assert [kind for kind, *_ in compare(TODAY + timedelta(days=1)).differences.rows()] == [
        "statement-missing"
    ]


def test_a_corrected_statement_takes_the_place_of_the_first_even_if_it_came_before_it() -> None:
    wrong = stated(
        TUE,
        10_300,
        [Line("B2", -900, free="charges", day=TUE)],
        number=2,
        made="2026-11-24T01:00:00Z",
    )
    right = stated(TUE, 10_300, [TWO], number=2, made="2026-11-24T08:00:00Z")
    take(MON)
    book(right, NOW)
    book(wrong, NOW)
    assert found() == []
    number = int(holding().filter(pl.col("day") == TUE)["statement"][0])
    assert versions(number)["closing"].to_list() == [10_200, 9_400]


def test_a_correction_of_what_was_booked_shows_the_line_and_the_balance() -> None:
    take(MON, TUE)
    book(
        stated(
            TUE,
            10_300,
            [Line("B2", -150, free="charges", day=TUE)],
            number=2,
            made="2026-11-25T05:00:00Z",
        ),
        NOW,
    )
    assert found() == [
        ("bank-balance", "S-2026-11-23", 10_200, 10_150),
        ("statement-line", "B2", -100, -150),
    ]
    book(stated(TUE, 10_300, [], number=2, made="2026-11-25T06:00:00Z"), NOW)
    assert ("statement-line", "B2", -100, None) in found()
    book(stated(TUE, 10_300, [TWO], number=2, made="2026-11-25T07:00:00Z"), NOW)
    assert found() == []


def test_lines_that_do_not_lead_to_the_closing_balance_show() -> None:
    take(MON)
    book(stated(TUE, 10_300, [TWO], closing=10_250), NOW)
    assert found() == [
        ("bank-balance", "S-2026-11-23", 10_200, 10_250),
        ("statement-sum", "S-2026-11-23", 10_200, 10_250),
    ]
    whole = reconcile(TODAY, NOW)
    assert not whole.good and sums(whole)["bank-balance"] == (10_200, 10_250)
    statement = int(whole.statements["statement"][-1])
    assert set(whole.open["cause"]) == {f"statement:{statement}"}


def test_two_entries_alike_in_a_statement_are_two_as_its_balance_says() -> None:
    book(stated(MON, 10_000, [ONE, ONE]), NOW)
    assert found() == [] and holding()["closing"].to_list() == [10_600]


def test_an_entry_that_the_balance_has_once_and_the_list_twice_shows() -> None:
    book(stated(MON, 10_000, [ONE, ONE], closing=10_300), NOW)
    assert [kind for kind, *_ in found()] == ["bank-balance", "statement-sum"]


def test_an_account_whose_first_balance_nobody_entered_shows_it_once_not_each_day() -> None:
    other = "SA4420000001234567891234"
    for day in (MON, TUE):
        book(stated(day, 700, account=other), NOW)
    assert found() == [("bank-balance", "S-2026-11-22", 0, 700)]
    assert bring_forward(other, BEFORE, 700, NOW) == 700
    assert found() == []


def test_lines_told_before_the_first_statement_are_part_of_what_is_brought_forward() -> None:
    other = "SA4420000001234567891234"
    file = written([Line("X1", 200, free="SETTLEMENT", day=BEFORE)]).replace(
        ACCOUNT.encode(), other.encode()
    )
    book(file, NOW)
    assert [kind for kind, *_ in found()] == ["statement-missing"]
    assert bring_forward(other, BEFORE, 700, NOW) == 500
    book(stated(MON, 700, account=other), NOW)
    assert found() == []


def test_an_overdrawn_account_and_one_that_says_only_the_balance_before_are_understood() -> None:
    take(MON)
    book(stated(TUE, 10_300, [Line("B5", -20_000, free="charges", day=TUE)], previous=True), NOW)
    assert found() == [] and holding()["closing"].to_list() == [10_300, -9_700]
    assert holding()["since"].to_list() == [MON, TUE]


def test_a_new_year_may_count_its_statements_from_one() -> None:
    book(stated(date(2025, 12, 31), 0, number=365), NOW)
    book(stated(date(2026, 1, 1), 0, number=1), NOW)
    assert not [kind for kind, *_ in found() if kind == "statement-skipped"]


def test_what_is_brought_forward_is_entered_once_and_by_a_real_account() -> None:
    with pytest.raises(Refused, match="bank-opening-entered"):
        bring_forward(ACCOUNT, BEFORE, 1, NOW)
    with pytest.raises(Refused, match="bank-opening-iban"):
        bring_forward("SA0000", BEFORE, 1, NOW)
    run, enter = CliRunner(), ["bring-forward", "--as", member("accountant", RECONCILE).username]
    done = run.invoke(group, [*enter, "SA4420000001234567891234", "2026-11-21", "1,250.50"])
    assert done.exit_code == 0 and "1,250.50 SAR" in done.output
    for wrong in (["2026-13-01", "1"], ["2026-11-21", "1.001"], ["2026-11-21", "NaN"]):
        assert run.invoke(group, [*enter, ACCOUNT, *wrong]).exit_code == 2


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"<Dt>2026-11-22</Dt></Dt></Bal>", b"<Dt>12026-11-22</Dt></Dt></Bal>"),
        (b"<ElctrncSeqNb>1<", b"<ElctrncSeqNb>999999999999999999999<"),
        (b"2026-11-23T01:00:00+03:00", b"2026-11-23T24:00:00+03:00"),
        (b'"SAR">100.00', b'"SAR">100.001'),
        (b'"SAR">100.00', b'"EUR">100.00'),
    ],
)
def test_balances_that_cannot_be_kept_are_refused_with_the_whole_file(
    was: bytes, becomes: bytes
) -> None:
    assert was in STATEMENTS[MON]
    with pytest.raises(Refused):
        book(STATEMENTS[MON].replace(was, becomes), NOW)
    assert holding().is_empty()


def test_a_page_of_a_statement_has_lines_and_no_balance_of_its_own() -> None:
    page = re.sub(b"<Cd>CLBD</Cd>", b"<Cd>ITBD</Cd>", STATEMENTS[MON])
    done = book(page, NOW)
    assert (done.fresh, done.statements) == (1, 0)


@pytest.mark.parametrize("table", ["payments_statement", "payments_statedline"])
def test_what_the_bank_said_stays(table: str) -> None:
    take(MON)
    with pytest.raises(DatabaseError), transaction.atomic():
        store.execute(f"DELETE FROM {table}")
