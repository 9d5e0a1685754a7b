"""Which services the telephone carries, and why not the others."""

from __future__ import annotations

from guichet.channels.shared.carrying import Narrow
from guichet.channels.voice.keys import can_enter
from guichet.engine.fields import Choice, Choices, Field
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

_TOO_MANY = Words(
    ar="يسأل عن {count} أشياء، وهذا كثير على الهاتف.",
    en="Asks {count} things, too many for a call.",
    fr="Pose {count} questions, trop pour un appel.",
)
MOST_QUESTIONS = 8


def _cannot(field: Field) -> Words:
    if isinstance(field, Choices):
        return _SEVERAL
    return _LONG_CHOICE if isinstance(field, Choice) else _WORDS


_HERE = Narrow(can_enter, _cannot)
why_not, carried, asked = _HERE.why_not, _HERE.carried, _HERE.asked


def by_code(code: str) -> type[Service] | None:
    """The service a caller dials by its code."""
    return next((s for s in carried() if str(s.code) == code), None)


__all__ = ["asked", "by_code", "carried", "why_not"]
