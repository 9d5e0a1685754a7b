"""Which services are asked here: none, programmes come here for their tokens."""

from __future__ import annotations

from guichet.dialogue.offered import nothing
from guichet.lib.text import Words

why_not = nothing(
    Words(
        ar="هنا تُثبت البرامج هويتها؛ والخدمات تُطلب عبر واجهة البرمجة (api).",
        en="Programmes prove here who they are; they ask for services through the API.",
        fr="Les programmes prouvent ici leur identité ; ils demandent les services par l’API.",
    )
)
