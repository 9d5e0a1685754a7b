"""Whom somebody acts for, with names."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from guichet.channels.shared.names import establishment_names, person_names
from guichet.channels.web import visit
from guichet.domain.identity import queries
from guichet.domain.identity.queries import Account
from guichet.engine import scope
from guichet.engine.actor import PartyKind
from guichet.lib.text import Words

AT_MOST = 200  # an owner of more searches by number


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party somebody may act for, to be shown."""

    kind: PartyKind
    number: int
    name: Words


def named_parties(account: Account, limit: int = AT_MOST) -> list[NamedParty]:
    """Whom the account may act for: the person itself, then establishments, then other persons."""
    parties = queries.parties_of(account, visit.today(), limit)
    names = {} if account.person_number is None else {account.person_number: _own_name(account)}
    places = [p.number for p in parties if p.kind is PartyKind.ESTABLISHMENT]
    others = [p.number for p in parties if p.kind is PartyKind.PERSON and p.number not in names]
    names |= (establishment_names(places) if places else {}) | (
        person_names(others) if others else {}
    )
    return [NamedParty(p.kind, p.number, names.get(p.number) or _number(p.number)) for p in parties]


def _own_name(account: Account) -> Words:
    ar = account.name_ar or account.name_latin or account.username
    latin = account.name_latin or ar
    return Words(ar=ar, en=latin, fr=latin)


def _number(number: int) -> Words:
    return Words(ar=str(number), en=str(number), fr=str(number))


def settle_party(request: HttpRequest, account: Account) -> None:
    """After signing in, act for the first establishment there is, else for oneself."""
    scope.enter(account.pk)
    parties = named_parties(account, limit=1)
    if parties:
        places = [p for p in parties if p.kind is PartyKind.ESTABLISHMENT]
        chosen = (places or parties)[0]
        visit.act_for(request, chosen.kind, chosen.number, chosen.name.ar, chosen.name.en)
