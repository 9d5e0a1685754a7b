"""The rules of an asking, one page for all channels: what must be proved, what a proof is bound to,
how often it may be tried, and under which key the next sending goes. Nothing here asks, keeps or
shows anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from uuid import NAMESPACE_OID, uuid5

from guichet.engine.actor import Assurance
from guichet.engine.idempotency import KEY_REUSED
from guichet.engine.refusal import Refusal
from guichet.engine.service import Outcome, Service

TRIES = 3  # wrong codes of one asking; then nothing was confirmed, and it is read back again


def needs_proof(service: type[Service], known: Assurance, *, each: bool) -> bool:
    """Whether its sender must prove who they are before it is done.

    Args:
        known: how surely they are known already.
        each: every change is confirmed by itself, because a number and a PIN opened the channel:
            telephone, text, kiosk.
    """
    return service.assurance > known or (each and not service.enquiry)


def of_money(service: type[Service]) -> bool:
    """Whether it changes what a password alone must not: who may act, bank accounts, refunds, the
    end of an establishment.

    The code of such a change goes only to a mobile that was registered some days ago.
    """
    return not service.enquiry and service.assurance > Assurance.PASSWORD


def purpose(key: str, service: str, given: Mapping[str, str]) -> str:
    """What a code or an approval in the app confirms: this service with these very values, in this
    asking.
    """
    values = json.dumps([key, service, sorted(given.items())])
    return f"confirm {sha256(values.encode()).hexdigest()}"


def key_after(key: str, end: Outcome | Refusal) -> str:
    """The key of the next sending, once one under ``key`` ended so.

    ==========================  =================================================================
    accepted, held, referred    the same: whoever sends it again is told what became of it, and
                                nothing is done twice
    refused                     another: nothing was done, and what is corrected is another asking
    the key had served another  another
    refused as a whole          the same: what became of it may not be known
    ==========================  =================================================================
    """
    return next_key(key) if end in (Outcome.REFUSED, KEY_REUSED) else key


def next_key(key: str) -> str:
    """The key of the asking after this one: always the same one, so that a click twice leads to one
    place.
    """
    return str(uuid5(NAMESPACE_OID, key))


def sending_key(service: type[Service], channel: str, key: str, *, dry: bool) -> str | None:
    """The idempotency key of a sending. An enquiry does nothing twice: asked again it is answered
    anew, and has none.
    """
    return None if dry or service.enquiry else f"{channel}-{key}"
