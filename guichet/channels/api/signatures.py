"""A client's own signature on a call: a detached CMS message over the very bytes of the body, in a
header.
"""

from __future__ import annotations

import base64
import binascii

from django.http import HttpRequest

from guichet.channels.api.problems import STATUS, Problem
from guichet.channels.shared.signer import call_of
from guichet.domain.certificates import signed
from guichet.domain.certificates.refusals import SIGNATURE_UNREADABLE
from guichet.domain.certificates.signed import Verified
from guichet.engine.context import Context
from guichet.engine.refusal import Refusal, Refused

HEADER = "Guichet-Signature"
NEEDS_KEY = Refusal(
    "signature-needs-key",
    ar="الطلب الموقع يحتاج إلى ترويسة Idempotency-Key، فيها يُحفظ التوقيع. أرسلها مع الطلب.",
    en="A signed call needs an Idempotency-Key header: the signature is kept under it. Send one.",
    fr="Un appel signé exige l’en-tête Idempotency-Key : la signature est conservée sous cette clé. Envoyez-le.",
)
STATUS[NEEDS_KEY.code] = 400
STATUS[SIGNATURE_UNREADABLE.code] = 400


def kept(request: HttpRequest, body: bytes, context: Context) -> Verified | None:
    """Verify the signature of a call and keep it (unless it is a rehearsal); None when the call has
    none.

    Raises:
        Refused: it does not hold; nothing of the call is looked at then.
    """
    given = request.headers.get(HEADER)
    if given is None:
        return None
    if not context.idempotency_key:
        raise Problem(NEEDS_KEY)
    try:
        signature = base64.b64decode(given.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        raise Refused(SIGNATURE_UNREADABLE) from None
    found = signed.verify(body, signature, context.actor.id, context.now)
    if not context.dry_run:
        signed.keep(found, call_of(context.actor.id, context.idempotency_key))
    return found
