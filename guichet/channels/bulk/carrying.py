"""Which services travel as files, and why not the others."""

from __future__ import annotations

from guichet.engine.service import Service
from guichet.lib.text import Words

_ENQUIRY = Words(
    ar="استعلام؛ يُجاب عنه على الفور ولا حاجة إلى ملف.",
    en="An enquiry, answered at once: nothing to send a file for.",
    fr="Une consultation, à réponse immédiate : pas besoin de fichier.",
)


def why_not(service: type[Service]) -> Words | None:
    """Why a service cannot be sent as a file; None if it can."""
    return _ENQUIRY if service.enquiry else None
