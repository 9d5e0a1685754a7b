"""What all documents share: the same of the same day is one document, and a new one has a fresh
code.
"""

from __future__ import annotations

import polars as pl

from guichet.domain.documents import commands, queries
from guichet.engine.batch import Batch
from guichet.engine.fields import Text
from guichet.lib.text import Words

CODE = Text(
    Words(ar="رمز التحقق", en="Verification code", fr="Code de vérification"), optional=True
)


def repeat_of_today(
    batch: Batch, *, about: pl.Expr | None = None, facts: pl.Expr | None = None
) -> None:
    """Answer with today's document where it says the very same; after ``batch.answer``.

    Args:
        about: tells apart documents of one service and party that do not replace one another.
        facts: what the document says, as text, without what changes by itself from day to day: a
            later document that says otherwise replaces it, one that says the same does not. By
            default all answers but the last day.
    """
    service, outputs = batch.service, batch.service.outputs
    until = service.paper.until if service.paper else None
    if facts is None:
        said = [outputs[n].plain(pl.col(f"out_{n}")).alias(n) for n in batch.answered if n != until]
        facts = pl.struct(said).struct.json_encode()
    batch.compute(facts=facts, about=pl.lit("") if about is None else about)
    asked = batch.frame.select("about", "facts", party=pl.col(service.party))
    before = queries.issued_before(asked, service.code, batch.context.today)
    batch.add(batch.frame.hstack(before.select("issued_by", "edition")))
    batch.repeat(pl.col("issued_by").is_not_null(), pl.col("issued_by"))


def issue(batch: Batch, until: str | None = None) -> None:
    """Enter the documents of the rows that stand; ``until`` names the column of their last day."""
    batch.compute(code=commands.new_codes(batch.frame.height))  # type: ignore[arg-type]
    batch.answer(code=pl.col("code"))
    documents = batch.frame.select(
        "transaction",
        "about",
        "facts",
        "edition",
        "code",
        party=pl.col(batch.service.party),
        valid_until=pl.col(until) if until else pl.lit(None, dtype=pl.Date),
    )
    commands.issue(documents, batch.service.code, batch.context.today)
