"""Which services travel as files, and why not the others."""

from __future__ import annotations

from guichet.engine.actor import Assurance
from guichet.engine.service import Service
from guichet.lib.text import Words

_ENQUIRY = Words(
    ar="استعلام؛ يُجاب عنه على الفور ولا حاجة إلى ملف.",
    en="An enquiry, answered at once: nothing to send a file for.",
    fr="Une consultation, à réponse immédiate : pas besoin de fichier.",
)
# A file is worked later, when nobody is there to show a second factor.
_SURER = Words(
    ar="تطلب وسيلة تحقق ثانية ممن يرسلها، والملف يُنفذ لاحقًا. أرسلها من الفرع الافتراضي.",
    en="Asks its sender for a second factor, and a file is carried out later. Use the virtual branch.",
    fr="Demande un second facteur à qui l’envoie, or un fichier est traité plus tard. Passez par l’agence virtuelle.",
)


def why_not(service: type[Service]) -> Words | None:
    """Why a service cannot be sent as a file; None if it can."""
    if service.assurance > Assurance.PASSWORD:
        return _SURER
    return _ENQUIRY if service.enquiry else None
