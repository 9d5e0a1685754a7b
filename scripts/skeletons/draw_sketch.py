"""Draw a sketch: say here what a client comes for."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input, Text
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

# A sentence names the fault and the remedy, in three languages.
NOTE_TOO_SHORT = Refusal(
    "draw-sketch-note-too-short",
    ar="ملاحظة «خدمة 9998» أقصر من ثلاثة أحرف. اكتبها كاملة.",
    en="The note of “Draw a sketch” is shorter than three letters. Write it out.",
    fr="La note de « Draw a sketch » compte moins de trois lettres. Écrivez-la en entier.",
)


class DrawSketch(Service):
    """Say here what it does, and what it rests on."""

    code = 9998
    title = Words(ar="خدمة 9998", en="Draw a sketch", fr="Draw a sketch")
    also = Words(ar="خدمة 9998", en="Draw a sketch", fr="Draw a sketch")
    summary = Words(
        ar="قل هنا في جملة ما تفعله الخدمة.",
        en="Say here in one sentence what the service does.",
        fr="Dites ici en une phrase ce que fait le service.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "register"  # the right of a mandate that covers it
    business_key = ("establishment", "note")  # what makes two askings the same one

    class Input(Input):
        """What is asked."""

        establishment = establishment_field()
        note = Text(Words(ar="الملاحظة", en="Note", fr="Note"), limit=80, sample="منقول")

    class Output(Output):
        """What is answered."""

        noted = Text(Words(ar="ما دُوّن", en="Noted", fr="Noté"), limit=80)

    # Names in braces are facts of the tests' institution (tests/contract/world.py).
    examples = (
        Example("a note", {"establishment": "{establishment}", "note": "منقول"}),
        Example(
            "two letters",
            {"establishment": "{establishment}", "note": "ab"},
            then="draw-sketch-note-too-short",
        ),
        Example(
            "somebody else's establishment",
            {"establishment": "{foreign_establishment}", "note": "منقول"},
            then="not-covered-by-mandate",
        ),
    )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Look up what the rows need, refuse what cannot be, answer: whole frames, no loop over
        rows.
        """
        know_establishment(batch)
        batch.refuse(pl.col("note").str.len_chars() < 3, NOTE_TOO_SHORT, "note")
        batch.answer(noted=pl.col("note"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Write the rows still standing: call a command of ``guichet.domain`` with
        ``batch.frame``.
        """
