"""The check that asks the bank whose an account is, with the evidence kept as of any public
body.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import polars as pl

from guichet.domain.verification import answer_frames, commands
from guichet.domain.verification.backends import http
from guichet.domain.verification.sources import BANK
from guichet.engine.check import SourceDown, WhenDown
from guichet.engine.context import Context
from guichet.lib.text import Words


@dataclass(slots=True)
class BankCheck:
    """Whose an IBAN is; it has the shape of ``engine.check.Check``.

    Adds ``<name>_status`` ('open', 'closed', 'unknown') and ``<name>_owner_number`` (Int64), the
    national number of a person or the commercial registration of a business; null where unknown.
    """

    field: str
    when_down: WhenDown = WhenDown.REFUSE
    name: str = "bank"
    source: Words = BANK.words

    def ask(self, keys: pl.Series, context: Context) -> pl.DataFrame:
        """``key`` (the IBAN), ``evidence`` and the facts.

        Raises:
            SourceDown: the bank gave no usable answer for any of them.
        """
        asked = pl.DataFrame({"iban": keys.cast(pl.String)}).with_columns(subjects(keys))
        found = _established(asked, context.now)
        if found.is_empty():
            raise SourceDown(f"{BANK.key}: no answer")
        # An answer about another account than asked is none.
        own = asked.join(found.rename({"iban": "said"}), left_on="subject", right_on="key").filter(
            pl.col("iban") == pl.col("said")
        )
        return own.select(
            pl.col("iban").alias("key"),
            "evidence",
            pl.col("status").alias(f"{self.name}_status"),
            pl.col("owner_number").alias(f"{self.name}_owner_number"),
        )


def subjects(ibans: pl.Series) -> pl.Series:
    """The number under which evidence about each IBAN is kept: 62 bits of its digest."""
    digests = (int.from_bytes(sha256(iban.encode()).digest()[:8], "big") >> 2 for iban in ibans)
    return pl.Series("subject", list(digests), dtype=pl.Int64)


def _established(asked: pl.DataFrame, now: datetime) -> pl.DataFrame:
    kept = commands.kept(BANK, asked["subject"], now, timedelta()).filter("valid").drop("valid")
    missing = asked.filter(~pl.col("subject").is_in(kept["key"].implode()))
    breaker = commands.breaker_of(BANK.url)
    if missing.is_empty() or not breaker.lets_through():
        return kept
    answers = [kept]
    try:
        for part in missing.iter_slices(commands.BATCH):
            answers.append(commands.keep(BANK, _answer(part), now))
        breaker.answered()
    except SourceDown as error:
        breaker.failed()
        commands.log.warning("%s cannot be asked: %s", BANK.key, error)
    return pl.concat(answers)


def _answer(asked: pl.DataFrame) -> pl.DataFrame:
    rows = [
        {"number": str(n), "iban": iban} for iban, n in asked.select("iban", "subject").iter_rows()
    ]
    body = http.inquire(BANK.url, json.dumps({"accounts": rows}).encode(), len(rows))
    return answer_frames.read(BANK, body, asked["subject"])
