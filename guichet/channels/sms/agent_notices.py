"""What an agent did for somebody, told to that person at once, with the words that end the
mandate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from guichet.channels.sms import templates
from guichet.channels.sms.keywords import keyword
from guichet.domain.identity import holders
from guichet.domain.identity.accounts import accounts_of_persons, people_of
from guichet.engine.actor import PartyKind
from guichet.engine.registry import service_of, services
from guichet.lib import reference
from guichet.lib.display import show_name

_END = "mandates.end_agent"
_BY_COURT = ("guardian", "custodian")


def done_for(rows: pl.DataFrame, on: date) -> Iterator[tuple[int, int, str, str]]:
    """Transaction, account, language and words, for each person in whose matters somebody else did
    something.

    Args:
        rows: ``id``, ``service``, ``outcome``, ``party`` and ``actor`` of transactions.
        on: the day, to know by which mandate.
    """
    by_code = {s.code: s for s in services().values() if s.party_kind is PartyKind.PERSON}
    ended = rows["outcome"].is_in(list(templates.ENDS))
    about = rows.filter(
        ended & pl.col("service").is_in(list(by_code)) & pl.col("party").is_not_null()
    )
    if about.is_empty():
        return
    known = accounts_of_persons(about["party"].unique())
    found = about.join(known, left_on="party", right_on="person").filter(
        pl.col("account") != pl.col("actor")
    )
    agents = people_of(found["actor"].unique()).rename({"account": "actor", "person": "agent"})
    found = found.join(agents, on="actor")
    pairs = found.select("party", holder="agent")
    mandates = holders.living(pairs, kind=PartyKind.PERSON.value, on=on)
    bases = {
        (party, holder): basis
        for party, holder, basis in mandates.select("party", "holder", "held_basis").iter_rows()
    }
    for row in found.iter_rows(named=True):
        basis = bases.get((row["party"], row["agent"]))
        title = by_code[row["service"]].title.at(row["language"])
        yield row["id"], row["account"], row["language"], _words(row, title, basis)


def _words(row: dict[str, Any], title: str, basis: str | None) -> str:
    language = row["language"]
    name = show_name(row["name_ar"], row["name_latin"], language)
    template = templates.ACTED_BY_COURT if basis in _BY_COURT else templates.ACTED
    return template.at(
        language,
        name=name or str(row["agent"]),
        title=title,
        end=templates.ENDS[row["outcome"]].at(language),
        reference=reference.encode(row["id"]),
        word=keyword(service_of(_END), language),
        person=row["party"],
        agent=row["agent"],
    )
