"""Step four, verify: ask public bodies instead of the client, in batches, before any database
transaction is open.
"""

from __future__ import annotations

import polars as pl

from guichet.engine.batch import Batch
from guichet.engine.check import CHECK_LATER, SOURCE_DOWN, Check, SourceDown, WhenDown


def verify(batch: Batch) -> None:
    """Ask every check about the rows still standing and join what it found."""
    for check in batch.service.checks:
        standing = batch.standing()
        keys = standing[check.field].drop_nulls().unique(maintain_order=True)
        if not len(keys):
            continue
        try:
            facts = check.ask(keys, batch.context)
        except SourceDown:
            _when_down(batch, check, standing)
            continue
        evidence = f"{check.name}_evidence"
        facts = facts.rename({"key": check.field, "evidence": evidence})
        batch.look_up(facts, on=check.field)
        batch.evidence.append(evidence)
        # Asked, but this one got no answer: as if the source were down for it alone.
        silent = standing.join(facts, on=check.field, how="anti").filter(
            pl.col(check.field).is_not_null()
        )
        if silent.height:
            _when_down(batch, check, silent)


def _when_down(batch: Batch, check: Check, rows: pl.DataFrame) -> None:
    if check.when_down is WhenDown.ACCEPT_AND_CHECK_LATER:
        return
    where = pl.col("position").is_in(rows["position"].implode()) & pl.col(check.field).is_not_null()
    source = check.source.at(batch.context.language)
    if check.when_down is WhenDown.HOLD:
        batch.hold(where, CHECK_LATER, check.field, source=source)
    else:
        batch.refuse(where, SOURCE_DOWN, check.field, source=source)
    # Nothing is known about them: the service must not judge.
    batch.put_aside(batch.frame.filter(where)["position"])
