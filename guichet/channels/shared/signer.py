"""Who signed a call, if the client signed it: found by the call's own key."""

from __future__ import annotations

from guichet.domain.certificates import queries
from guichet.domain.certificates.queries import Signed
from guichet.engine import store
from guichet.engine.record import submission_of
from guichet.lib.text import Words

SIGNED_BY = Words(ar="موقّع الملف", en="Signed by", fr="Signé par")
SERIAL = Words(ar="رقم الشهادة", en="certificate", fr="certificat")


def call_of(actor: int, key: str) -> str:
    """The name under which the signature of a call is kept: the same for a file and for a call of a system."""
    return f"call:{actor}:{key}"


def signer_of(transaction: int) -> Signed | None:
    """Who signed the call that a transaction came with."""
    about = store.value(
        "SELECT 'call:' || actor || ':' || idempotency_key FROM engine_submission WHERE id = %(id)s",
        id=submission_of(transaction),
    )
    return queries.signed(about) if about else None
