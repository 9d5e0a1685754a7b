"""Where a person stands, for the first page: where they are registered, and what they are paid.

Read from what the services answer from, and not asked: everybody comes by there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from guichet.domain.benefits import queries as benefits
from guichet.domain.registry.histories import periods_of
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib.display import show_name

_ASKS = ("account.payments_to_me", "benefits.unpaid_to_me")


@dataclass(frozen=True, slots=True)
class PersonStatus:
    """Amounts in minor units, null where there is nothing."""

    employers: list[str]  # where they are registered today
    wage: int | None  # of all of them together
    left_on: date | None  # of whom is registered nowhere: their last day
    pension: int | None  # a month

    @property
    def tells(self) -> bool:
        """Whether anything of it is known."""
        return bool(self.employers or self.left_on or self.pension)

    @property
    def asks(self) -> list[type[Service]]:
        """What one asks next."""
        return [service_of(key) for key in _ASKS]


def of_person(number: int, today: date, language: str) -> PersonStatus:
    """The status of a person as of a day."""
    periods = periods_of(number).filter(pl.col("started_on") <= today)
    lasts = pl.col("ended_on").is_null() | (pl.col("ended_on") >= today)
    now = periods.filter(lasts, pl.col("wage_from").is_null() | (pl.col("wage_from") <= today))
    now = now.unique("engagement_id", keep="last", maintain_order=True)
    paid = benefits.pension_of(pl.Series([number]), today)["monthly"]
    names = now.select("name_ar", "name_latin").iter_rows()
    return PersonStatus(
        employers=list(dict.fromkeys(show_name(ar, latin, language) for ar, latin in names)),
        wage=now.select((pl.col("basic") + pl.col("housing")).sum()).item() if now.height else None,
        left_on=None if now.height else periods["ended_on"].max(),  # type: ignore[arg-type]
        pension=int(paid.sum()) if paid.len() else None,
    )
