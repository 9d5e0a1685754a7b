"""Two at the same moment: one does it, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection

from guichet.domain.identity.staff import RELEASE
from guichet.domain.identity.tests.staffing import acts
from guichet.domain.ledger.kinds import PAYOUTS
from guichet.domain.payments.bank.statements import book
from guichet.domain.payments.tests.camt import Line, written
from guichet.domain.payouts import batches, dispatch
from guichet.domain.payouts.tests.test_batches import ANA, BASIM
from guichet.domain.payouts.tests.world import NOW, balance, firm, order, wanted
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def both(*acts: Callable[[], Any]) -> list[Any]:
    """What each came to when all began together: a value, or the code it was refused with."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(30)
            return act()
        except Refused as refused:
            return refused.refusal.code
        except DatabaseError as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_of_two_who_gather_one_has_everything() -> None:
    one = firm(500)
    order(wanted(one, 300), wanted(one, 100, "refund-2"))
    ended = both(*(lambda by=by: batches.gather(by, NOW) for by in (ANA, BASIM)))
    assert sorted(map(str, ended))[1] == "payouts-nothing-waits"
    assert store.rows("SELECT count, total FROM payouts_batch") == [(2, 400)]


def test_of_two_who_release_and_one_who_discards_one_counts() -> None:
    order(wanted(firm(500), 300))
    batch = batches.gather(ANA, NOW)
    ended = both(
        lambda: batches.release(batch, BASIM, NOW),
        lambda: batches.release(batch, acts(RELEASE, account=3), NOW),
        lambda: batches.discard(batch, ANA, NOW),
    )
    assert ended.count(None) == 1 and ended.count("payouts-batch-over") == 2


def test_two_workers_send_once(outbox: Path) -> None:
    order(wanted(firm(500), 300))
    batches.release(batches.gather(ANA, NOW), BASIM, NOW)
    assert sum(both(*[lambda: dispatch.send(NOW)] * 3)) == 1
    assert len(list(outbox.iterdir())) == 1


def test_the_same_statement_twice_at_once_counts_once(outbox: Path) -> None:
    order(wanted(firm(500), 300))
    batches.release(batches.gather(ANA, NOW), BASIM, NOW)
    dispatch.send(NOW)
    (file,) = outbox.iterdir()
    line = written([Line("D1", -300, batch=file.name.removesuffix(".pain.001.xml"))])
    ended = both(*[lambda: book(line, NOW).payouts] * 3)
    assert sorted(ended) == [0, 0, 1] and balance(PAYOUTS) == 0


def test_the_same_order_twice_at_once_is_one() -> None:
    one = firm(900)
    ended = both(*[lambda: order(wanted(one, 300))] * 3)
    assert sum(isinstance(end, list) for end in ended) == 1 and ended.count("IntegrityError") == 2
    assert balance(PAYOUTS) == -300


def test_two_orders_at_once_do_not_take_more_than_there_is() -> None:
    one = firm(500)
    ended = both(*(lambda n=n: order(wanted(one, 300, f"refund-{n}")) for n in range(3)))
    assert sum(isinstance(end, list) for end in ended) == 1 and ended.count("payout-not-owed") == 2
    assert balance(PAYOUTS) == -300
