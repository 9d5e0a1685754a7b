"""What a service about a worker tells of one asking and not of a file: whose number it is, and what
the month costs then.

A file's rows have columns of their own beside the number, and its check tells sums.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.registry import _wages
from guichet.domain.registry.bill_facts import engaged_besides
from guichet.engine.batch import Batch
from guichet.engine.fields import Money, Text
from guichet.lib.months import first_day
from guichet.lib.text import Words


def name_field() -> Text:
    """The worker's name in Arabic script."""
    return Text(
        Words(ar="الاسم", en="Name (Arabic)", fr="Nom (arabe)"), optional=True, names="worker"
    )


def latin_name_field() -> Text:
    """The worker's name in Latin script, where one is on file."""
    return Text(Words(ar="الاسم باللاتينية", en="Name", fr="Nom"), optional=True, names="worker")


def previous_basic_field() -> Money:
    """The basic wage that the one asked for takes the place of."""
    return Money(
        Words(ar="الأجر الأساسي السابق", en="Basic wage before", fr="Salaire de base précédent"),
        optional=True,
        was="basic",
    )


def previous_housing_field() -> Money:
    """The housing allowance that the one asked for takes the place of."""
    return Money(
        Words(ar="بدل السكن السابق", en="Housing before", fr="Logement précédent"),
        optional=True,
        was="housing",
    )


_LATIN = pl.col("worker_name_latin")
_NAMES = {"name_ar": pl.col("worker_name_ar"), "name_latin": pl.when(_LATIN != "").then(_LATIN)}


def names(batch: Batch) -> dict[str, pl.Expr]:
    """The answer's ``name_ar`` and ``name_latin``, of whom the one row's engagement is, as
    `facts.look_up` found them.
    """
    if batch.frame.height != 1:
        return {}
    standing = batch.standing()
    return {} if standing.is_empty() or standing["engagement_id"].null_count() else _NAMES


def month_told(batch: Batch, on: str) -> date:
    """The month whose contribution is told: the current one, or for one row the later month that it
    touches.
    """
    month, days = first_day(batch.context.today), batch.frame[on].drop_nulls()
    return max(month, first_day(days[0])) if batch.frame.height == 1 and len(days) else month


def tell_contributions(
    batch: Batch, rows: pl.DataFrame, month: date, **asked: dict[str, str | None]
) -> None:
    """Add what the standing ``rows`` owe for ``month`` to the changes, as
    :func:`wages.contributions` is asked.

    Of one worker nothing is told that the bill may say otherwise: who is engaged twice in that
    month, with one employer or with two, is billed by a ceiling over both.
    """
    if batch.frame.height == 1 and rows.height == 1:
        person, engagement = rows.select("person_id", "engagement_id").row(0)
        if person is not None and engaged_besides(person, engagement, month):
            return
    batch.changes |= _wages.contributions(rows, month, **asked)
