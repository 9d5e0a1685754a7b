"""Which services a client may be served with."""

from __future__ import annotations

from guichet.dialogue.offered import for_clients
from guichet.domain.reception.queries import Sitting
from guichet.engine.actor import Actor, PartyKind
from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.text import Words


def carries(sitting: Sitting, service: type[Service]) -> bool:
    """Whether a sitting can ask for a service at all; one for an establishment has its services
    only.
    """
    wide = sitting.establishment is None
    return service in for_clients() and (wide or service.party_kind is PartyKind.ESTABLISHMENT)


def offered(sitting: Sitting, actor: Actor) -> list[type[Service]]:
    """What is meant for this client in this sitting."""
    return [s for s in for_clients() if s.audience & actor.segments and carries(sitting, s)]


def title_of(key: str) -> Words | None:
    """The title of a service, if it is one."""
    service = services().get(key)
    return service.title if service else None
