"""Systems, keys and messages as a page shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from guichet.channels.systems import choices
from guichet.channels.systems.words import PHRASES, STATES, answer_shown
from guichet.domain.systems import queries
from guichet.domain.systems.hooks import Delivery
from guichet.domain.systems.kinds import KINDS
from guichet.domain.systems.queries import System, SystemKey

SOON = timedelta(days=30)  # a key that ends within is marked, so that the next one comes in time
_TONES = {"delivered": "good", "failed": "bad", "waiting": "warn", "withdrawn": ""}


def line(system: System, now: datetime, language: str) -> dict[str, Any]:
    """A system in the list."""
    if system.revoked_at is not None:
        state, tone = "revoked", "bad"
    elif queries.living_keys(system, now):
        state, tone = "live", "good"
    else:
        state, tone = "no-key", "warn"
    return {
        "system": system,
        "state": PHRASES[state].at(language),
        "tone": tone,
        "live": state != "revoked",
    }


def guest_line(system: System, rights: frozenset[str], language: str) -> dict[str, Any]:
    """A system of somebody else, with the services it may ask for here."""
    given = queries.services_of(system)
    titles = [
        s.title.at(language) for s in choices.offered() if s.key in given and s.right in rights
    ]
    return {"system": system, "services": titles}


def key_line(key: SystemKey, now: datetime, language: str) -> dict[str, Any]:
    """A key with the days between which it holds."""
    if key.revoked_at is not None:
        state, tone = "revoked", "bad"
    elif key.valid_until is not None and key.valid_until <= now:
        state, tone = "expired", "bad"
    elif key.valid_from > now:
        state, tone = "coming", "warn"
    elif key.valid_until is not None and key.valid_until <= now + SOON:
        state, tone = "ending", "warn"
    else:
        state, tone = "live", "good"
    last = key.valid_until - timedelta(microseconds=1) if key.valid_until else None
    return {
        "key": key,
        "state": PHRASES[state].at(language),
        "tone": tone,
        "last": last,
        "revocable": state in ("live", "ending", "coming"),
    }


def delivery_line(delivery: Delivery, language: str) -> dict[str, Any]:
    """A message and what became of it."""
    kind = KINDS.get(delivery.kind)
    return {
        "delivery": delivery,
        "kind": kind.title.at(language) if kind else delivery.kind,
        "state": STATES[delivery.state].at(language),
        "tone": _TONES[delivery.state],
        "answer": answer_shown(delivery.answer, language),
        "waits": delivery.state == Delivery.WAITING and delivery.tries > 0,
        "again": delivery.state in (Delivery.FAILED, Delivery.DELIVERED),
    }
