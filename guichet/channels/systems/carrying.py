"""Which services are asked here: none, programmes come here for their tokens."""

from __future__ import annotations

from guichet.engine.service import Service
from guichet.lib.text import Words

_NONE = Words(
    ar="هنا تُثبت البرامج هويتها؛ والخدمات تُطلب عبر واجهة البرمجة (api).",
    en="Programmes prove here who they are; they ask for services through the API.",
    fr="Les programmes prouvent ici leur identité ; ils demandent les services par l’API.",
)


def why_not(service: type[Service]) -> Words:
    """The same for every service."""
    return _NONE
