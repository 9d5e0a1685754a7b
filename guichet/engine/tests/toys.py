"""A toy service of the tests' own: name a box, rename it. Its state lives in a table of the
tests.
"""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from guichet.engine import store
from guichet.engine.actor import Actor, Assurance, PartyKind
from guichet.engine.batch import Batch
from guichet.engine.check import SourceDown, WhenDown
from guichet.engine.context import Context
from guichet.engine.fields import EstablishmentNumber, Input, Money, NationalId, Text
from guichet.engine.refusal import Refusal
from guichet.engine.service import Service
from guichet.lib.text import Words

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FULL = Refusal(
    "toy-box-full", ar="الصندوق ممتلئ.", en="The box is full.", fr="La boîte est pleine."
)


def words(text: str) -> Words:
    """The same words in three languages."""
    return Words(ar=text, en=text, fr=text)


class Covers:
    """Mandates over the establishments given."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = set(numbers)

    def covers(self, right: str, kind: PartyKind, numbers: object, on: object) -> set[int]:
        """Those of ``numbers`` that are ours."""
        return self.numbers & set(numbers)  # type: ignore[call-overload]


def someone(*numbers: int, id: int = 7, assurance: Assurance = Assurance.PASSWORD) -> Actor:
    """An actor who may act for the establishments given."""
    return Actor(id, f"actor {id}", assurance=assurance, mandates=Covers(*numbers))


def asking(*numbers: int, **rest: object) -> Context:
    """A context for :func:`someone`."""
    actor = rest.pop("actor", None) or someone(*numbers)
    return Context(actor=actor, channel="test", now=NOW, **rest)  # type: ignore[arg-type]


class Oracle:
    """A check whose answers and outages the test decides."""

    name, field, source, when_down = "seen", "worker", words("The oracle"), WhenDown.HOLD
    down = False
    asked: list[int] = []

    def ask(self, keys: pl.Series, context: Context) -> pl.DataFrame:
        """Everybody is seen, unless it is down."""
        if Oracle.down:
            raise SourceDown
        Oracle.asked += keys.to_list()
        return pl.DataFrame(
            {"key": keys, "evidence": keys % 1000, "seen_status": ["yes"] * len(keys)}
        )


class PutInBox(Service):
    """Put a worker's thing of some worth in an establishment's box; 100.00 fills it."""

    code = 9901
    title = summary = words("Put")
    audience = frozenset()
    right = "put"
    subject = "worker"
    business_key = ("establishment", "worker")
    checks = (Oracle(),)

    class Input(Input):
        establishment = EstablishmentNumber(words("Establishment"))
        worker = NationalId(words("Worker"))
        worth = Money(words("Worth"), least=100)
        note = Text(words("Note"), optional=True, limit=20)

    class Output(Input):
        total = Money(words("Total"))

    @staticmethod
    def decide(batch: Batch) -> None:
        """Full boxes refuse; the same worker's same thing is a repetition."""
        boxes = store.fetch(
            "SELECT establishment, worker, worth, transaction FROM toy_box"
            " WHERE establishment = ANY(%(e)s::bigint[])",
            dict.fromkeys(("establishment", "worker", "there", "was"), pl.Int64),
            e=batch.frame["establishment"].unique(),
        )
        batch.look_up(boxes, on=["establishment", "worker"])
        totals = boxes.group_by("establishment").agg(pl.col("there").sum().alias("sum"))
        batch.look_up(totals, on="establishment")
        batch.compute(total=pl.col("sum").fill_null(0) + pl.col("worth"))
        same = pl.col("there") == pl.col("worth")
        batch.repeat(same, pl.col("was"))
        batch.refuse(~same.fill_null(False) & (pl.col("total") > 10_000), FULL, "worth")
        batch.answer(total=pl.col("total"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """One line a thing; the primary key is the establishment and the worker."""
        store.insert(
            "toy_box", batch.frame.select("establishment", "worker", "worth", "transaction")
        )


PutInBox.key = "toys.put_in_box"
