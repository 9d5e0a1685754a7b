"""Papers of a batch, composed by the workers beside one another, outside the transaction that
issued them.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from guichet.domain.documents.composition import compose_all

_SLICE = 50  # papers of one job: short, so that other work is not held up for long
_RETRY = RetryStrategy(max_attempts=20, exponential_wait=2)


@app.task(name="documents.compose", retry=_RETRY)
def compose(transactions: list[int]) -> None:
    """Compose a few papers; those that are there already are passed over, so that trying again is
    harmless.
    """
    compose_all(transactions, timezone.now())


def queue(transactions: pl.Series) -> None:
    """Queue the papers of issued documents, in the caller's ``atomic``."""
    slices: list[Any] = [
        transactions[at : at + _SLICE].to_list() for at in range(0, len(transactions), _SLICE)
    ]
    compose.configure(priority=-1).batch_defer(*({"transactions": some} for some in slices))
