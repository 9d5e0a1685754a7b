"""What a channel can ask: which services it carries, and why not the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from guichet.domain.identity import queries
from guichet.domain.identity.mandates import OWNER
from guichet.engine.actor import Actor, PartyKind, Segment
from guichet.engine.fields import Field
from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.places import SHOWN, Tell
from guichet.lib.text import LANGUAGES, Words

_STAFF_ONLY = Words(
    ar="للموظفين فقط، ولهم شاشاتهم.",
    en="For staff only, who have screens.",
    fr="Réservé aux agents, qui ont des écrans.",
)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do and how it goes about it; its ``capabilities.py`` says so once."""

    channel: str  # as records name it
    cannot: Callable[
        [Field], Words
    ]  # why a field cannot be answered here, with a place for its ``label``
    letters: bool = True  # else digits alone
    options: int = 12  # of one choice, as many as can be told apart
    several: bool = True  # of a choice at once
    parties: int = 6  # of the client's own establishments, as many as are offered to be picked
    usual: bool = True  # what is usual is filled in, to be changed at the review; else it is asked
    tell: Tell = SHOWN  # how days, months and amounts stand in its sentences
    each: bool = True  # a number and a PIN opened it: every change is proved by itself

    def can_ask(self, field: Field) -> bool:
        """Whether the field can be answered here."""
        if field.options:
            return len(field.options) <= self.options and (self.several or not field.several)
        return field.written if self.letters else field.keying is not None

    def why_not(self, service: type[Service]) -> Words | None:
        """Why the channel does not carry a service; None if it does."""
        if service.audience == {Segment.STAFF}:
            return _STAFF_ONLY
        for field in service.inputs.values():
            if not field.optional and not self.can_ask(field):
                why = self.cannot(field)
                return Words(*(why.at(name, label=field.label.at(name)) for name in LANGUAGES))
        return None

    @cache  # noqa: B019 - a channel has one for as long as the process lives
    def carried(self) -> tuple[type[Service], ...]:
        """The services of the channel: enquiries first, because most visits are one, then
        by code.
        """
        found = [service for service in services().values() if self.why_not(service) is None]
        return tuple(sorted(found, key=lambda s: (not s.enquiry, s.code)))

    def asked(self, service: type[Service]) -> list[str]:
        """The fields that can be answered here, in the order a person answers them."""
        return [name for name, field in service.inputs.items() if self.can_ask(field)]


def nothing(why: Words) -> Callable[[type[Service]], Words]:
    """The ``why_not`` of a folder where no service is asked at all."""
    return lambda _service: why


def for_clients() -> list[type[Service]]:
    """Every service that clients ask for, by code."""
    found = [s for s in services().values() if s.audience != {Segment.STAFF}]
    return sorted(found, key=lambda s: s.code)


def parties_for(account: queries.Account, service: type[Service], on: date, most: int) -> list[str]:
    """The numbers of those, among the first ``most``, whom an account may ask a service for."""
    return among(queries.parties_of(account, on, most), service)


def among(parties: Iterable[queries.Party], service: type[Service]) -> list[str]:
    """The numbers of those parties for whom a service may be asked."""
    own = service.party_kind is PartyKind.PERSON
    return [
        str(party.number)
        for party in parties
        if party.kind is service.party_kind and (own or party.rights & {service.right, OWNER})
    ]


def asked_by(
    actor: Actor, account: queries.Account, among: Iterable[type[Service]], on: date
) -> Iterator[type[Service]]:
    """Those services that an actor may ask for somebody: of their kind of client, within their
    token, with a mandate in force.
    """

    @cache
    def holds(kind: PartyKind, right: str) -> bool:
        own = kind is PartyKind.NOBODY or (
            kind is PartyKind.PERSON and actor.person_number is not None
        )
        return own or queries.holds(account, right, kind, on)

    for service in among:
        within = actor.services is None or service.key in actor.services
        if (
            within
            and service.audience & actor.segments
            and holds(service.party_kind, service.right)
        ):
            yield service
