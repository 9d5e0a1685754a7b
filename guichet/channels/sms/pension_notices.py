"""What events of pensions say to those whom they concern."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import polars as pl

from guichet.channels.sms import templates
from guichet.channels.sms.keywords import keyword
from guichet.channels.sms.notice import Notice
from guichet.domain.benefits.debts import TOLD as BEYOND
from guichet.domain.benefits.disability_awards import ENDED
from guichet.domain.benefits.search import EVENT as UNASKED
from guichet.domain.benefits.succession import RECALCULATED
from guichet.domain.benefits.survivors import CHANGED as SHARES
from guichet.domain.benefits.words import UNPAID_WHATS
from guichet.domain.identity.accounts import accounts_of_persons
from guichet.engine.registry import services
from guichet.lib.display import show_amount, show_month


def of_pensions(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Whose pension was decided anew is told what it comes to."""

    def words(body: dict[str, Any], language: str) -> str:
        return templates.RECALCULATED.at(
            language,
            due=show_amount(int(body["due"]), language),
            paid=show_amount(int(body["paid"]), language),
            month=show_month(date.fromisoformat(f"{body['since']}-01"), language),
        )

    yield from _to_persons(bodies, RECALCULATED, words)


def of_ends(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Whose pension ends after an examination is told until when it is paid."""

    def words(body: dict[str, Any], language: str) -> str:
        last = date.fromisoformat(f"{body['last']}-01")
        return templates.PENSION_ENDED.at(language, month=show_month(last, language))

    yield from _to_persons(bodies, ENDED, words)


def of_debts(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Who was paid too much is told of it, and by which word to learn more."""
    asked = services()["benefits.what_i_owe"]

    def words(body: dict[str, Any], language: str) -> str:
        first, last = (
            show_month(date.fromisoformat(f"{body[name]}-01"), language)
            for name in ("first", "last")
        )
        return templates.OVERPAID.at(
            language,
            amount=show_amount(int(body["amount"]), language),
            first=first,
            last=last,
            word=keyword(asked, language),
        )

    yield from _to_persons(bodies, BEYOND, words)


def of_unasked(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Who is owed what they never asked for is told what it is, and by which word to learn more."""
    asked = services()["benefits.unpaid_to_me"]

    def words(body: dict[str, Any], language: str) -> str:
        what = UNPAID_WHATS[body["what"]].at(language)
        return templates.UNASKED.at(language, what=what, word=keyword(asked, language))

    yield from _to_persons(bodies, UNASKED, words)


def of_shares(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Every member of a family hears that their share is another, whoever of them asked; how much
    it is they see where they sign in.
    """
    yield from _to_persons(bodies, SHARES, lambda _, language: templates.SHARES.at(language))


def _to_persons(
    bodies: list[tuple[int, dict[str, Any]]],
    kind: str,
    words: Callable[[dict[str, Any], str], str],
) -> Iterator[Notice]:
    """One notice for each account of each event's person."""
    numbers = pl.Series("n", sorted({int(body["person"]) for _, body in bodies}), dtype=pl.Int64)
    known: dict[int, list[tuple[int, str]]] = {}
    found = accounts_of_persons(numbers).select("person", "account", "language")
    for person, account, language in found.iter_rows():
        known.setdefault(person, []).append((account, language))
    for event, body in bodies:
        for account, language in known.get(int(body["person"]), ()):
            said = words(body, language)
            yield Notice(kind, f"{kind}:{event}:{account}", account, language, said)
