"""What an account has asked is found among what everybody has asked, without going through it."""

from __future__ import annotations

from itertools import product

import pytest

from guichet.engine import outlines, records, store
from guichet.engine.ids import MOST_ROWS, submission_of, transaction_id

pytestmark = pytest.mark.django_db
ACCOUNT = 7
_ASKED = {"before": 1 << 62, "limit": 21}


@pytest.fixture
def years() -> None:
    """Two thousand accounts with ten submissions each, of ten transactions; nobody has waited for
    anything.
    """
    store.execute(
        "INSERT INTO engine_submission (id, channel, actor, actor_name, language, asked_at, input_hash, rows, chunks, key_id)"
        " SELECT i, 'api', mod(i, 2000), '', 'en', now(), 'x', 10, 1, '' FROM generate_series(1, 20000) i"
    )
    store.execute(
        "INSERT INTO engine_transaction (id, row, service, outcome, content)"
        " SELECT s.id * %(size)s + r, r, 12, 1, '' FROM engine_submission s, generate_series(0, 9) r",
        size=MOST_ROWS,
    )
    store.execute("ANALYZE engine_transaction")
    store.execute("ANALYZE engine_submission")


def test_a_list_of_ones_own_looks_at_ones_own(years: None) -> None:
    whole = int(store.value("SELECT pg_relation_size('engine_transaction') / 8192"))
    for account, services in product((ACCOUNT, 3_000_000), (None, [99])):
        narrowed = {"whose": account, "about": [1], "services": services, "outcome": None}
        lists = (
            (records._WHOLE_OF_ACTOR, {"actor": account}),  # noqa: SLF001
            (outlines._OF_ACTOR, narrowed),  # noqa: SLF001
        )
        for query, given in lists:
            assert _pages(query, **given, **_ASKED) < whole / 2, (query, account, services)


def test_it_is_ones_own_newest_first_page_by_page(years: None) -> None:
    found = store.rows(
        outlines._OF_ACTOR, whose=ACCOUNT, about=[1], services=None, outcome=None, **_ASKED
    )  # noqa: SLF001
    numbers = [row[0] for row in found]
    assert numbers == sorted(numbers, reverse=True) and len(numbers) == 21
    assert {submission_of(number) % 2000 for number in numbers} == {ACCOUNT}
    assert numbers[0] == transaction_id(18_007, 9)
    rest = store.rows(
        outlines._OF_ACTOR,
        whose=ACCOUNT,
        about=[1],
        services=None,
        outcome=None,
        before=numbers[-1],
        limit=200,  # noqa: SLF001
    )
    assert len(rest) == 100 - 21 and rest[0][0] == numbers[-1] - 1


def _pages(query: str, **given: object) -> int:
    """How many pages of the tables it reads."""
    plan = store.value(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}", **given)
    return int(plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"])
