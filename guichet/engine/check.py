"""A check: an electronic verification that replaces a paper.

The engine knows only this shape. `domain/verification` says whom to ask and keeps the evidence; a
service lists its checks; the engine asks them in batches before any database transaction is open.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import polars as pl

from guichet.engine.context import Context
from guichet.engine.refusal import Refusal
from guichet.lib.text import Words

CHECK_LATER = Refusal(
    "source-unavailable-held",
    ar="تعذر سؤال {source} الآن. طلبك محفوظ وسيُستكمل تلقائيًا فور عودة الخدمة؛ لا داعي لإعادة الإرسال.",
    en="{source} cannot be asked now. Your request is kept and goes on by itself as soon as it answers; do not send it again.",
    fr="{source} ne répond pas. Votre demande est conservée et reprendra d’elle-même ; ne la renvoyez pas.",
)
SOURCE_DOWN = Refusal(
    "source-unavailable",
    ar="تعذر سؤال {source} الآن ولم يُسجَّل شيء. حاول بعد قليل.",
    en="{source} cannot be asked now and nothing was recorded. Try again in a while.",
    fr="{source} ne répond pas et rien n’a été enregistré. Réessayez dans un moment.",
)


class WhenDown(StrEnum):
    """What becomes of a row whose check cannot be asked."""

    REFUSE = "refuse"
    HOLD = "hold"
    ACCEPT_AND_CHECK_LATER = "accept"


class SourceDown(Exception):
    """The public body gave no usable answer in time."""


class Check(Protocol):
    """One question to one public body about one field of the input."""

    name: str  # prefixes the columns it adds: ``person_status``, ``person_name_ar`` ...
    field: str  # the input field whose values are asked about
    source: Words  # the name of the public body, for sentences
    when_down: WhenDown

    def ask(self, keys: pl.Series, context: Context) -> pl.DataFrame:
        """Facts about distinct, non-null ``keys``: columns ``key``, ``evidence`` (Int64) and the
        facts.

        Raises:
            SourceDown: nothing usable came back; evidence still valid may stand in for it.
        """
        ...
