"""Which provider a text goes by: by weight, less by one that fails, and never none."""

from __future__ import annotations

import random
from collections import Counter

from guichet.channels.sms.health import Health, order


def _firsts(healths: list[Health], now: float = 0.0) -> Counter[str]:
    draw = random.Random(7)
    return Counter(order(healths, now, draw)[0] for _ in range(4000))


def test_weights_are_shares() -> None:
    firsts = _firsts([Health("a", 3), Health("b", 1)])
    assert 0.70 < firsts["a"] / 4000 < 0.80


def test_failures_halve_a_share_and_time_gives_it_back() -> None:
    a, b = Health("a", 1), Health("b", 1)
    for _ in range(3):
        a.failed(0.0)
    assert _firsts([a, b])["a"] < 700
    assert 1700 < _firsts([a, b], now=240.0)["a"] < 2300


def test_one_that_always_fails_is_still_tried_now_and_then() -> None:
    a, b = Health("a", 1), Health("b", 1)
    for _ in range(1000):
        a.failed(0.0)
    assert 10 < _firsts([a, b])["a"] < 200


def test_many_undelivered_weigh_and_single_ones_do_not() -> None:
    a = Health("a", 1)
    for at in range(100):
        a.reported(0.0, delivered=at % 10 != 0)
    assert a.share(0.0) > 0.8
    for _ in range(30):
        a.reported(0.0, delivered=False)
    assert a.share(0.0) < 0.1


def test_the_one_that_failed_a_text_before_comes_last_and_weightless_ones_never() -> None:
    draw = random.Random(7)
    assert order([Health("a", 9), Health("b", 1), Health("c", 0)], 0.0, draw, last="a") == [
        "b",
        "a",
    ]
