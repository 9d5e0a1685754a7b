"""How the rows of a file ended, client by client: a bureau sends one file for many establishments
and answers to each.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from guichet.channels.bulk import result, words
from guichet.channels.bulk.file_check import askings_of
from guichet.channels.bulk.models import File
from guichet.engine.fields import tidy
from guichet.lib.text import Words

# of a file whose rows are counted while its page is made; a larger one's result file tells
MOST_ROWS = 20_000
_MOST_CLIENTS = 50


@dataclass(frozen=True, slots=True)
class Client:
    """One client's rows of a file, by how they ended."""

    number: str
    counts: list[tuple[Words, int]]


def by_client(file: File, language: str) -> list[Client]:
    """The clients of a finished file, those with most refused rows first; empty when there is only
    one.
    """
    first = file.first or file
    if not first.submission or (first.rows or 0) > MOST_ROWS:
        return []
    asked = askings_of(first)
    named = [
        pl.DataFrame({"row": ask.rows["row"], "client": tidy(ask.rows[ask.service.party])})
        for ask in asked.asks
        if ask.service.party in ask.rows.columns
    ]
    if not named:
        return []
    ended = result.worked_outcomes(first, asked, language).select("row", "outcome")
    counted = (
        pl.concat(named).join(ended, on="row").group_by("client", "outcome").len().drop_nulls()
    )
    found: dict[str, dict[str, int]] = {}
    for client, outcome, count in counted.sort("client").iter_rows():
        found.setdefault(client, {})[outcome] = count
    if len(found) < 2:
        return []
    ways = [name for name in words.OUTCOMES if any(name in counts for counts in found.values())]
    ordered = sorted(found.items(), key=lambda item: -item[1].get("refused", 0))[:_MOST_CLIENTS]
    return [
        Client(c, [(words.OUTCOMES[w], counts.get(w, 0)) for w in ways]) for c, counts in ordered
    ]
