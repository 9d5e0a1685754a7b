"""The sandbox consolidator as whoever stands at its counter sees it, and what we tell it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode
from urllib.request import urlopen

import polars as pl

from guichet.domain.payments import queries
from guichet.domain.payments.presenting import consolidation, presentment
from guichet.engine.context import HOME


@dataclass
class Sandbox:
    """The other side, as whoever stands at its counter sees it."""

    url: str

    def page(self, **query: str) -> str:
        with urlopen(f"{self.url}?{urlencode({'lang': 'en'} | query)}", timeout=10) as answer:
            return str(answer.read().decode())

    def pay(self, reference: str, riyals: str, luck: int = 1) -> None:
        self._post("pay", bill=reference, amount=riyals, channel="atm", luck=str(luck))

    def take_back(self, payment: str) -> None:
        self._post("reverse", payment=payment)

    def take_part(self, payment: str, riyals: str) -> None:
        self._post("part", payment=payment, amount=riyals)

    def _post(self, path: str, **form: str) -> None:
        with urlopen(
            self.url + path, urlencode({"lang": "en"} | form).encode(), timeout=10
        ) as answer:
            assert answer.status == 200


def now() -> datetime:
    return datetime.now(UTC)


def due(number: int) -> int:
    return int(queries.to_pay(pl.Series([number]))["to_pay"][0])


def until(true: Callable[[], bool]) -> None:
    for _ in range(100):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to that")


def told() -> consolidation.Uploaded:
    other = consolidation.other_side(now())
    assert other is not None
    presentment.present_moved(now())
    return consolidation.upload(other, now())


def agreed() -> consolidation.Settled:
    other = consolidation.other_side(now())
    assert other is not None
    return consolidation.end_of_day(other, now().astimezone(HOME).date(), now())
