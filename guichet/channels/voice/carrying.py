"""Which services the telephone carries, and why not the others."""

from __future__ import annotations

from functools import cache

from guichet.channels.voice.keys import can_enter
from guichet.engine.actor import Assurance, Segment
from guichet.engine.fields import Choice
from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.text import Words

_STAFF_ONLY = Words(
    ar="للموظفين فقط، ولهم شاشاتهم.",
    en="For staff only, who have screens.",
    fr="Réservé aux agents, qui ont des écrans.",
)
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

_TOO_MANY = Words(
    ar="يسأل عن {count} أشياء، وهذا كثير على الهاتف.",
    en="Asks {count} things, too many for a call.",
    fr="Pose {count} questions, trop pour un appel.",
)
MOST_QUESTIONS = 8


def why_not(service: type[Service]) -> Words | None:
    """Why the telephone does not carry a service; None if it does."""
    if service.audience == {Segment.STAFF}:
        return _STAFF_ONLY
    for field in service.inputs.values():
        if not field.optional and not can_enter(field):
            why = _LONG_CHOICE if isinstance(field, Choice) else _WORDS
            return Words(
                *(
                    getattr(why, at).format(label=getattr(field.label, at))
                    for at in ("ar", "en", "fr")
                )
            )
    return None


@cache
def carried() -> tuple[type[Service], ...]:
    """The services by telephone: enquiries first, because most calls are one, then by code."""
    found = [service for service in services().values() if why_not(service) is None]
    return tuple(sorted(found, key=lambda s: (not s.enquiry, s.code)))


def by_code(code: str) -> type[Service] | None:
    """The service a caller dials by its code."""
    return next((s for s in carried() if str(s.code) == code), None)


def asked(service: type[Service]) -> list[str]:
    """The fields a keypad can answer, in the order a person answers them."""
    return [name for name, field in service.inputs.items() if can_enter(field)]


def needs_code(service: type[Service]) -> bool:
    """Whether a one-time code confirms it: whatever changes something, and what number and PIN do not suffice for."""
    return not service.enquiry or service.assurance > Assurance.PIN
