"""The key a form carries, so that a second click answers with the first receipt."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from guichet.engine.idempotency import KEY_REUSED
from guichet.engine.refusal import Refused
from guichet.lib.text import Words

_KEY = 36  # characters
# Who goes back to a form that was sent and changes it knows nothing of keys.
_CHANGED_SINCE = Words(
    ar="أُرسل هذا النموذج من قبل وله إيصال في معاملاتك، أما ما غيّرته بعد ذلك فلم يُرسل. راجعه ثم أرسله طلبًا جديدًا.",
    en="This form was sent before, and its receipt is among your transactions. What you changed since was not sent. Check it and send it as a new request.",
    fr="Ce formulaire a déjà été envoyé et son reçu figure parmi vos opérations. Ce que vous avez changé depuis n’a pas été envoyé. Vérifiez-le et envoyez-le comme une nouvelle demande.",
)


def once_of(request: HttpRequest) -> str:
    """The form's key; a form that came without a sound one is counted once all the same."""
    try:
        return str(uuid.UUID(request.POST.get("once", "")[:_KEY]))
    except ValueError:
        return str(uuid.uuid4())


def why_not(error: Refused, language: str) -> str:
    """The sentence of a form refused as a whole; the page that shows it must carry a new key."""
    changed = error.refusal is KEY_REUSED
    return _CHANGED_SINCE.at(language) if changed else error.sentence(language)
