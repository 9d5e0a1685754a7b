"""What a file as people send it asks, how the engine reads it, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.movement import Askings, askings
from guichet.channels.bulk.notices import Answers
from guichet.engine.fields import tidy

CASES = Path(__file__).parent / "cases"
WAGE, LEAVE, JOIN = "registry.change_wage", "registry.end_engagement", "registry.register_worker"


def asked_of(name: str, kind: str = WAGE, answers: Answers | None = None) -> Askings:
    """What a case asks."""
    return askings(read_table((CASES / name).read_bytes()), kind, "en", answers)


def read(name: str, field: str, kind: str = WAGE, answers: Answers | None = None) -> list[str]:
    """How the engine reads each row's field: the value as it stands in receipts, or the code of
    what is told.
    """
    return as_kept(asked_of(name, kind, answers), field)


def read_text(text: str, kind: str, field: str) -> list[str]:
    return as_kept(askings(read_table(text.encode()), kind, "en"), field)


def as_kept(asked: Askings, field: str) -> list[str]:
    (ask,) = asked.asks
    kept = ask.service.inputs[field]
    raw = tidy(ask.rows[field]).alias("text")
    frame = pl.DataFrame([raw, kept.parse(raw).alias("value")])
    shown = frame.select(kept.plain(pl.col("value"))).to_series().fill_null("").to_list()
    for fault in kept.all_faults(pl.col("text"), pl.col("value")):
        mask = frame.select(m=fault.mask.fill_null(False))["m"]
        for part, refusal in fault.told(mask, raw):
            for place in part.arg_true():
                shown[place] = refusal.code
    return shown


def said(asked: Askings) -> list[str]:
    """The codes of what is said of the file."""
    return [notice.code for notice in asked.said]
