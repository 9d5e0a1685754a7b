"""Which services texts carry, and why not the others."""

from __future__ import annotations

from functools import cache

from guichet.engine.actor import Assurance, Segment
from guichet.engine.fields import Choice, Field, Lines
from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.text import Words

MOST_OPTIONS = 12  # of a choice, as one text can list them

_STAFF_ONLY = Words(
    ar="للموظفين فقط، ولهم شاشاتهم.",
    en="For staff only, who have screens.",
    fr="Réservé aux agents, qui ont des écrans.",
)
_CANNOT = Words(
    ar="يتطلب «{label}»، ولا تحمله رسالة نصية.",
    en="Asks for “{label}”, which a text message cannot carry.",
    fr="Demande « {label} », qu’un SMS ne peut porter.",
)
_KINDS = {
    "digits",
    "national_id",
    "establishment",
    "iban",
    "mobile",
    "text",
    "choice",
    "yes_no",
    "money",
    "day",
    "month",
}


def can_write(field: Field) -> bool:
    """Whether a text can answer the field."""
    if isinstance(field, Choice):
        return len(field.options) <= MOST_OPTIONS
    return field.kind in _KINDS and not isinstance(field, Lines)


def why_not(service: type[Service]) -> Words | None:
    """Why texts do not carry a service; None if they do."""
    if service.audience == {Segment.STAFF}:
        return _STAFF_ONLY
    for field in service.inputs.values():
        if not field.optional and not can_write(field):
            label = field.label
            return Words(
                ar=_CANNOT.at("ar", label=label.ar),
                en=_CANNOT.at("en", label=label.en),
                fr=_CANNOT.at("fr", label=label.fr),
            )
    return None


@cache
def carried() -> tuple[type[Service], ...]:
    """The services by text: enquiries first, then by code."""
    found = [service for service in services().values() if why_not(service) is None]
    return tuple(sorted(found, key=lambda s: (not s.enquiry, s.code)))


def asked(service: type[Service]) -> list[str]:
    """The fields a text can answer, in the order a person answers them."""
    return [name for name, field in service.inputs.items() if can_write(field)]


def needs_code(service: type[Service]) -> bool:
    """Whether a one-time code confirms it: whatever changes something, and what a registered mobile does not suffice for."""
    return not service.enquiry or service.assurance > Assurance.PIN
