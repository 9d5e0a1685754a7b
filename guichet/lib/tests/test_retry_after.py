"""When to come again, as others say it."""

from __future__ import annotations

import pytest

from guichet.lib.retry_after import LONGEST_S, Patience, seconds_of

NOW = 1_795_996_800.0  # Mon, 30 Nov 2026 00:00:00 GMT


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("0", 0),
        ("999999999999", LONGEST_S),
        ("Mon, 30 Nov 2026 00:01:30 GMT", 90),
        ("Sun, 29 Nov 2026 00:00:00 GMT", 0),
        ("", 0),
        (None, 0),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("٥", 0),
        ("Mon, 30 Nov 99999 00:00:00 GMT", 0),
    ],
)
def test_seconds_and_dates_are_understood_and_nothing_else(
    header: str | None, seconds: float
) -> None:
    assert seconds_of(header, NOW) == seconds


def test_only_who_said_so_is_left_alone_and_only_until_then() -> None:
    now = [NOW]
    patience = Patience(lambda: now[0])
    patience.heed("https://busy.example/a", 503, "60")
    patience.heed("https://well.example/a", 200, "60")
    assert (
        patience.left("https://busy.example/b") == 60
        and patience.left("https://well.example/a") == 0
    )
    now[0] += 61
    assert patience.left("https://busy.example/b") == 0


def test_a_clock_that_was_set_back_bars_nobody() -> None:
    now = [NOW]
    patience = Patience(lambda: now[0])
    patience.heed("https://busy.example/", 429, "60")
    now[0] -= 10 * LONGEST_S
    assert patience.left("https://busy.example/") == 0
