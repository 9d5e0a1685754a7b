"""Whatever legal files a bank sends, in whatever order and however often: what is booked is what
was told, to the halala.

``make statements`` draws ten thousand of them; ``STATEMENTS=100000 make statements`` more.
"""

from __future__ import annotations

import os
from collections import Counter
from itertools import permutations
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as some

from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments import queries
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.references import reference_of
from guichet.domain.payments.tests.any_statement import (
    DAYS,
    FIRMS,
    Entry,
    File,
    Payment,
    Telling,
    worlds,
    written,
)
from guichet.domain.payments.tests.world import NOW, firm
from guichet.engine import store

pytestmark = pytest.mark.django_db
FILES = 5  # of an example
EXAMPLES = max(int(os.environ.get("STATEMENTS", "200")) // FILES, 1)


@pytest.fixture
def firms(db: None) -> list[int]:
    return [firm(1_010_999_000 + place) for place in range(FIRMS)]


def books(firms: list[int]) -> dict[str, Any]:
    """Everything that money says: accounts, what each establishment paid, what nobody owns, and the
    entries.
    """
    kinds = {
        kind: amount
        for kind, amount in trial_balance().select("kind", "balance").iter_rows()
        if amount
    }
    paid = queries.to_pay(pl.Series(firms))["credit"].to_list()
    waiting = sorted(queries.in_suspense()["amount"].to_list())
    entries = store.rows(
        "SELECT entry_ref, booked_on, entry_amount, copy, sum(amount)::bigint FROM payments_entry"
        " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    return {"kinds": kinds, "paid": paid, "waiting": waiting, "entries": entries}


def after(contents: list[bytes], firms: list[int]) -> dict[str, Any]:
    """The books after these files, which are forgotten again."""
    with transaction.atomic():
        for content in contents:
            done = book(content, NOW)
            assert (done.conflicts, done.waiting) == (0, ())
        found = books(firms)
        transaction.set_rollback(True)
    return found


def told(entries: list[Entry], files: list[File]) -> Counter[tuple[Any, ...]]:
    """The entries that any of the files tells."""
    same = {t.entry.same for f in files for t in f.entries}
    return Counter(e.same for e in entries if e.same in same)


def test_a_reversal_is_another_entry_than_one_that_is_alike_in_all_else(firms: list[int]) -> None:
    """Each file lists the details of another of the two; the mark says which is meant."""
    day = DAYS[0]
    back = Entry("C", day, (Payment(100, 0, "", ""),), 0, told=True, reversal=True)
    paid = Entry("C", day, (Payment(100, 0, "P1", "PACK"),), 0, told=False, reversal=False)
    entries = [back, paid]

    def file(number: int, message: str, *levels: int) -> bytes:
        tellings = tuple(
            Telling(e, n, "TxAmt", counted=True) for e, n in zip(entries, levels, strict=True)
        )
        one = File(
            message, "08", number, tellings, (), day if message == "053" else None, envelope=False
        )
        return written(one, entries, lambda place: reference_of(firms[place]))

    notice, statement = file(0, "054", 1, 0), file(1, "053", 0, 1)
    once = after([notice, statement], firms)
    assert once["paid"] == [100, 0, 0] and once["waiting"] == []
    assert after([statement, notice], firms) == once
    assert after([statement, notice, statement, notice], firms) == once


def test_an_entry_of_whose_mark_nobody_knows_is_one_of_two_that_are_alike_in_all_else(
    firms: list[int],
) -> None:
    """Booked before marks were kept, it is told again beside another: that other is new money."""
    day = DAYS[0]
    known, fresh = (
        Entry("C", day, (Payment(100, 0, "", ""),), 0, told=True, reversal=mark)
        for mark in (False, True)
    )

    def file(number: int, *entries: Entry) -> bytes:
        tellings = tuple(Telling(e, 0, "TxAmt", counted=True) for e in entries)
        one = File("054", "08", number, tellings, (), None, envelope=False)
        return written(one, [known, fresh], lambda place: reference_of(firms[place]))

    for order in ((known, fresh), (fresh, known)):
        with transaction.atomic():
            assert book(file(0, known), NOW).fresh == 1
            store.execute(
                "SET LOCAL session_replication_role = replica"
            )  # as an older version wrote it
            store.execute("UPDATE payments_entry SET reversal = NULL")
            store.execute("SET LOCAL session_replication_role = origin")
            done = book(file(1, *order), NOW)
            assert (done.fresh, done.conflicts, done.waiting) == (1, 0, ())
            transaction.set_rollback(True)


def test_a_list_cut_short_takes_nothing_back_of_a_longer_one(firms: list[int]) -> None:
    """The last payment is of nobody and charges were taken: cut short, both are one rest."""
    day = DAYS[0]
    ours = Payment(100, 0, "", "")
    entry = Entry(
        "A", day, (ours, ours, Payment(100, None, "", "")), 13, told=False, reversal=False
    )

    def file(number: int, level: int) -> bytes:
        told = (Telling(entry, level, "TxAmt", counted=True),)
        one = File("054", "08", number, told, (), None, envelope=False)
        return written(one, [entry], lambda place: reference_of(firms[place]))

    files = [file(number, level) for number, level in enumerate((3, 2, 1, 0))]
    once = after(files[:1], firms)
    assert once["paid"] == [200, 0, 0] and once["waiting"] == [100]
    for order in permutations(files):
        assert after(list(order), firms) == once


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(world=worlds(FILES), shuffled=some.randoms(use_true_random=False))
def test_what_is_booked_is_what_was_told_in_any_order_and_however_often(
    firms: list[int], world: tuple[list[Entry], list[File]], shuffled: Any
) -> None:
    entries, files = world
    contents = [written(file, entries, lambda place: reference_of(firms[place])) for file in files]
    event(f"{sum(bool(file.entries) for file in files)} files with entries")
    once = after(contents, firms)
    expected = told(entries, files)
    assert (
        Counter({(ref, day, amount): 0 for ref, day, amount, *_ in once["entries"]}).keys()
        == expected.keys()
    )
    assert all(amount == booked for _, _, amount, _, booked in once["entries"])
    assert len(once["entries"]) == expected.total()
    assert once["kinds"].get("bank", 0) == sum(amount * n for (*_, amount), n in expected.items())
    again = [*contents, *contents[::2]]
    shuffled.shuffle(again)
    assert after(again, firms) == once
