"""Which services the telephone carries, and why not the others."""

from __future__ import annotations

from guichet.channels.voice import speech_text
from guichet.dialogue.offered import Capabilities
from guichet.engine.fields import Field
from guichet.engine.service import Service
from guichet.lib.text import Words

_WORDS = Words(
    ar="يتطلب «{label}»، ولا يُكتب بمفاتيح الهاتف.",
    en="Asks for “{label}”, which a keypad cannot write.",
    fr="Demande « {label} », qu’un clavier de téléphone ne peut écrire.",
)
_LONG_CHOICE = Words(
    ar="خيارات «{label}» أكثر من أن تُسمع.",
    en="“{label}” has more options than one can listen to.",
    fr="« {label} » a plus d’options qu’on ne peut en écouter.",
)
_SEVERAL = Words(
    ar="يقبل «{label}» عدة خيارات معًا، ولا يُختار بالمفاتيح إلا واحد.",
    en="“{label}” takes several choices at once, and a key picks one.",
    fr="« {label} » accepte plusieurs choix à la fois, une touche n’en prend qu’un.",
)


def _cannot(field: Field) -> Words:
    if field.several:
        return _SEVERAL
    return _LONG_CHOICE if field.options else _WORDS


VOICE = Capabilities(
    "voice",
    _cannot,
    letters=False,
    options=9,
    several=False,
    parties=4,
    usual=False,
    tell=speech_text.SPOKEN,
)
why_not, carried, asked = VOICE.why_not, VOICE.carried, VOICE.asked


def by_code(code: str) -> type[Service] | None:
    """The service a caller dials by its code."""
    return next((s for s in carried() if str(s.code) == code), None)
