"""Who signed a call, if the client signed it: found by the call's own key."""

from __future__ import annotations

from guichet.domain.certificates import queries
from guichet.domain.certificates.queries import Signed
from guichet.engine import records
from guichet.engine.ids import submission_of
from guichet.lib.text import Words

SIGNED_BY = Words(ar="موقّع الملف", en="Signed by", fr="Signé par")
SERIAL = Words(ar="رقم الشهادة", en="certificate", fr="certificat")


def call_of(actor: int, key: str) -> str:
    """The name under which the signature of a call is kept: the same for a file and for a call of a
    system.
    """
    return f"call:{actor}:{key}"


def signer_of(transaction: int) -> Signed | None:
    """Who signed the call that a transaction came with."""
    call = records.call_of(submission_of(transaction))
    return queries.signed(call_of(call.actor, call.key)) if call and call.key is not None else None
