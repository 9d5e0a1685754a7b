"""Bills equal the law, worked out by hand; what comes later comes as a difference; nothing is
billed twice.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from guichet.domain.contributions import commands, queries
from guichet.domain.contributions.tests.world import (
    APRIL,
    EARLY,
    MARCH,
    MAY,
    at,
    engage,
    enter,
    establish,
    everything,
    leave,
    lines,
    pay,
    run,
)
from guichet.domain.ledger import queries as ledger
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)

FEBRUARY = date(2026, 2, 1)


def balanced() -> int:
    """What all employers owe, after making sure that the ledger says the same as the bills."""
    trial = ledger.trial_balance()
    assert trial["balance"].sum() == 0
    owed = trial.filter(pl.col("kind") == "receivable")["balance"].sum()
    billed = store.value("SELECT coalesce(sum(total), 0)::bigint FROM contributions_bill")
    lined = store.value("SELECT coalesce(sum(total), 0)::bigint FROM contributions_contribution")
    assert owed == billed == lined
    return int(owed)


def test_a_bill_is_the_law_worked_out_by_hand() -> None:
    (firm,) = establish(1000000008)
    saudi = engage(enter(1000000016), firm, 8000, 2000)
    foreign = engage(enter(2000000006, "other"), firm, 3000, 750)
    leaver = engage(enter(1000000024), firm, 8000, 2000)
    leave(leaver, date(2026, 3, 12), today=date(2026, 3, 20))

    result = run(MARCH)

    assert (result.bills, result.lines, result.adjustments, result.faults) == (1, 3, 0, ())
    # 21.5% of 10,000; 2% of 3,750; 12 days of 31 of 10,000.
    assert lines(firm, MARCH) == [
        (MARCH, saudi, 215000),
        (MARCH, foreign, 7500),
        (MARCH, leaver, 83226),
    ]
    bill = queries.bill_of(firm, MARCH, APRIL, size=2)
    assert bill is not None
    assert (bill.total, bill.due_on) == (305726, date(2026, 4, 15))
    assert (bill.employee, bill.employer) == (97500 + 37742, 117500 + 7500 + 45484)
    assert bill.breakdown.rows() == [
        ("annuities", "employee", 90000 + 34839),
        ("annuities", "employer", 90000 + 34839),
        ("saned", "employee", 7500 + 2903),
        ("saned", "employer", 7500 + 2903),
        ("hazards", "employer", 20000 + 7500 + 7742),
    ]
    assert bill.workers["worker"].to_list() == [1000000016, 2000000006] and bill.more
    assert balanced() == 305726


def test_a_worker_who_joins_in_february_is_billed_by_its_twenty_eight_days() -> None:
    (firm,) = establish(1000000008)
    joiner = engage(enter(1000000016), firm, 7000, 2000, started_on=date(2026, 2, 20))
    run(FEBRUARY)
    assert lines(firm, FEBRUARY) == [(FEBRUARY, joiner, 62198)]
    days = store.value("SELECT days FROM contributions_contribution")
    assert days == 9


def test_several_employers_share_one_ceiling() -> None:
    first, second = establish(1000000008, 1000000016)
    person = enter(1000000024)
    one = engage(person, first, 30000)
    other = engage(person, second, 20000)
    run(MARCH)
    assert lines(first, MARCH) == [(MARCH, one, 263250 + 317250)]
    assert lines(second, MARCH) == [(MARCH, other, 175500 + 211500)]


def test_a_second_run_of_a_month_changes_nothing() -> None:
    (firm,) = establish(1000000008)
    engage(enter(1000000016), firm, 8000, 2000)
    run(MARCH)
    before = everything()
    again = run(MARCH)
    assert (again.run, again.bills, again.total) == (None, 0, 0)
    assert everything() == before


def test_an_establishment_registered_after_the_run_gets_its_own_bill_by_another() -> None:
    first, second = establish(1000000008, 1000000016)
    engage(enter(1000000024), first, 8000, 2000)
    run(MARCH)
    late = engage(enter(1000000032), second, 8000, 2000, started_on=MARCH, today=date(2026, 4, 5))
    again = run(MARCH)
    assert (again.bills, again.lines) == (1, 1)
    assert lines(second, MARCH) == [(MARCH, late, 215000)]
    # In the next month it is no difference any more.
    run(APRIL)
    assert lines(second, APRIL) == [(APRIL, late, 215000)]


def test_back_dated_changes_come_as_differences_on_the_next_bill() -> None:
    (firm,) = establish(1000000008)
    raised, gone = (engage(enter(n), firm, 8000, 2000) for n in (1000000016, 1000000024))
    run(MARCH)
    tenth = date(2026, 4, 10)
    pay(raised, MARCH, 12000, 3000, today=tenth)
    leave(gone, date(2026, 2, 28), today=tenth)
    joined = engage(enter(1000000032), firm, 8000, 2000, started_on=date(2026, 3, 16), today=tenth)

    result = run(APRIL)

    assert (result.lines, result.adjustments) == (5, 3)
    sixteen_of_31 = 46452 * 2 + 3871 * 2 + 10323
    assert lines(firm, APRIL) == [
        (MARCH, raised, 107500),
        (MARCH, gone, -215000),
        (MARCH, joined, sixteen_of_31),
        (APRIL, raised, 322500),
        (APRIL, joined, 215000),
    ]
    bill = queries.bill_of(firm, APRIL, APRIL)
    assert bill is not None and bill.adjustments == 107500 - 215000 + sixteen_of_31
    balanced()
    # By month: what the ledger holds for March is what is true of March.
    march = store.value(
        "SELECT sum(amount)::bigint FROM ledger_entry WHERE month = %(m)s AND branch IS NULL",
        m=MARCH,
    )
    assert march == 322500 + sixteen_of_31
    assert run(MAY).adjustments == 0


def test_a_second_employer_who_registers_late_lowers_the_first_ones_share() -> None:
    first, second = establish(1000000008, 1000000016)
    person = enter(1000000024)
    one = engage(person, first, 30000)
    run(MARCH)
    other = engage(person, second, 20000, started_on=MARCH, today=date(2026, 4, 10))
    run(APRIL)
    assert lines(first, MARCH) == [(MARCH, one, 645000)]
    assert lines(first, APRIL) == [(MARCH, one, 580500 - 645000), (APRIL, one, 580500)]
    assert lines(second, APRIL) == [(MARCH, other, 387000), (APRIL, other, 387000)]
    balanced()


def test_everybody_gone_leaves_a_bill_in_the_employers_favour_and_a_credit() -> None:
    (firm,) = establish(1000000008)
    gone = engage(enter(1000000016), firm, 8000, 2000)
    run(MARCH)
    leave(gone, date(2026, 2, 28), today=date(2026, 4, 10))
    run(APRIL)
    account = queries.account_of(pl.Series([firm]), date(2026, 5, 3)).row(0, named=True)
    assert lines(firm, APRIL) == [(MARCH, gone, -215000)]
    assert (account["due"], account["overdue"], account["credit"]) == (0, 0, 0)
    assert account["last_total"] == -215000


def test_months_run_out_of_their_order_bill_nobody_twice() -> None:
    first, second = establish(1000000008, 1000000016)
    early = engage(enter(1000000024), first, 8000, 2000)
    run(MARCH, establishments=[first])
    late = engage(enter(1000000032), second, 8000, 2000, started_on=MARCH, today=date(2026, 4, 5))
    run(APRIL)
    # April's bill has taken up March already, because March was billed (for somebody else).
    assert lines(second, APRIL) == [(MARCH, late, 215000), (APRIL, late, 215000)]
    run(MARCH)
    assert lines(second, MARCH) == []
    assert lines(first, APRIL) == [(APRIL, early, 215000)]
    balanced()


def test_what_changed_between_a_run_for_some_and_the_run_for_all_is_not_lost() -> None:
    first, second = establish(1000000008, 1000000016)
    raised = engage(enter(1000000024), first, 8000, 2000)
    engage(enter(1000000032), second, 8000, 2000)
    run(MARCH, establishments=[first])
    pay(raised, MARCH, 12000, 3000, today=date(2026, 4, 2))
    run(MARCH)
    run(APRIL)
    assert lines(first, APRIL) == [(MARCH, raised, 107500), (APRIL, raised, 322500)]


def test_a_month_that_is_not_over_cannot_be_billed() -> None:
    with pytest.raises(Refused) as refused:
        commands.run_bills(MARCH, at(date(2026, 3, 31)))
    assert refused.value.refusal.code == "bill-month-not-over"
    assert "March 2026" in refused.value.sentence("en")


def test_the_command_line_says_what_was_done() -> None:
    (firm,) = establish(1000000008)
    engage(enter(1000000016), firm, 8000, 2000)
    said: list[str] = []
    commands.bill_run("2026-03", said.append)
    commands.bill_run("2026-03", said.append)
    assert "1 bills, 1 lines, 0 of them for earlier months, 2,150.00 in all" in said[0]
    assert said[1] == "2026-03: every bill has been issued already"


def test_each_bill_is_an_event_and_each_part_an_audit_leaf() -> None:
    first, second = establish(1000000008, 1000000016)
    for number, firm in ((1000000024, first), (1000000032, second)):
        engage(enter(number), firm, 8000, 2000)
    run(MARCH)
    bodies = store.fetch(
        "SELECT (body->>'establishment')::bigint, body->>'due_on' FROM engine_event WHERE name = 'bill-issued'"
        " ORDER BY 1",
        {"establishment": pl.Int64, "due_on": pl.String},
    )
    assert bodies.rows() == [(first, "2026-04-15"), (second, "2026-04-15")]
    assert store.value("SELECT count(*) FROM engine_auditleaf WHERE kind = 'bills'") == 1


def test_a_contribution_explains_itself() -> None:
    (firm,) = establish(1000000008)
    raised = engage(enter(1000000016), firm, 8000, 2000)
    run(MARCH)
    pay(raised, MARCH, 12000, 3000, today=date(2026, 4, 10))
    run(APRIL)
    why = queries.explain(raised, MARCH)
    assert why is not None
    assert why.lines.select("billed_in", "wage", "total").rows() == [
        (MARCH, 1000000, 215000),
        (APRIL, 500000, 107500),
    ]
    assert why.lines["law"].n_unique() == 1 and len(why.lines["law"][0]) == 64
    assert (why.sums["wage"], why.sums["days"], why.sums["total"]) == (1500000, 31, 322500)
    assert why.facts["basic"] == 1200000 and why.facts["started_on"] == EARLY
    assert {e.key for e in why.law} >= {"rates.annuities_m33_employee", "rates.saned_each"}
    assert queries.explain(raised, MAY) is None


def test_a_month_in_which_nobody_worked_still_counts_as_billed() -> None:
    (firm,) = establish(1000000008)
    assert run(MARCH).bills == 0
    joined = engage(enter(1000000016), firm, 8000, 2000, started_on=MARCH, today=date(2026, 4, 10))
    run(APRIL)
    assert lines(firm, APRIL) == [(MARCH, joined, 215000), (APRIL, joined, 215000)]
