"""Whom a clerk means by the number on the card or letter before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import IntegrityError

from guichet.domain.identity import accounts, commands, queries
from guichet.domain.identity.queries import Account
from guichet.domain.reception.refusals import NOT_THEIRS, UNKNOWN_CLIENT, WHO_OF_THEM
from guichet.domain.registry import histories
from guichet.engine import audit, scope, store
from guichet.engine.actor import PartyKind
from guichet.engine.context import HOME
from guichet.engine.refusal import Refused


@dataclass(frozen=True, slots=True)
class Named:
    """The client; without an account yet, an insured person of this number."""

    account: Account | None
    person: int | None


@scope.as_institution()
def named(person: int | None, establishment: int | None, now: datetime) -> Named:
    """The client: the person, or the one owner of the establishment. Naming changes nothing.

    Raises:
        Refused: nobody is known by the number, or it does not say who of several.
    """
    today = now.astimezone(HOME).date()
    if person is not None:
        client = _of_person(person)
        if client is None and not _is_insured(person):
            raise Refused(UNKNOWN_CLIENT, "person")
        if establishment is not None and (
            client is None
            or not queries.stands_for(client, PartyKind.ESTABLISHMENT, establishment, today)
        ):
            raise Refused(NOT_THEIRS, "establishment", value=establishment)
        return Named(client, person)
    if establishment is None:
        raise Refused(UNKNOWN_CLIENT, "person")
    owners = accounts.owners_of(pl.Series([establishment]), today)["account"].unique().to_list()
    client = queries.account_by_id(owners[0]) if len(owners) == 1 else None
    if client is None:
        raise Refused(WHO_OF_THEM, "person")
    return Named(client, client.person_number)


@scope.as_institution()
def opened(person: int) -> Account | None:
    """The account of an insured person, opened now if there is none: nobody signs in with it, it
    only stands for them.
    """
    known = histories.persons(pl.Series([person])).unique("asked")
    if known.is_empty():
        return None
    name_ar, name_latin = known.select("name_ar", "name_latin").row(0)
    try:
        with store.atomic():
            account = commands.open_account(
                username=f"person-{person}",
                password=None,
                person_number=person,
                name_ar=name_ar or "",
                name_latin=name_latin or "",
            )
            audit.note(
                "counter", {"what": "account opened", "account": account.pk, "person": person}
            )
    except IntegrityError:  # closed, or a twin was quicker
        return _of_person(person)
    return account


def _of_person(number: int) -> Account | None:
    found = accounts.accounts_of_persons(pl.Series([number]))["account"].to_list()
    return queries.account_by_id(found[0]) if found else None


def _is_insured(number: int) -> bool:
    return not histories.persons(pl.Series([number])).is_empty()
