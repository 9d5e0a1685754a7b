"""Which services the kiosk carries, and why not the others: it has keys for digits and big buttons, no letters and no files."""

from __future__ import annotations

from functools import cache

from guichet.engine.actor import Assurance, Segment
from guichet.engine.fields import Choice, Digits, Field
from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.text import Words

MOST_OPTIONS = 12  # big buttons on one page
_NUMERIC = frozenset({"money", "day", "month", "iban", "mobile"})

_STAFF_ONLY = Words(
    ar="للموظفين فقط، ولهم شاشاتهم.",
    en="For staff only, who have screens.",
    fr="Réservé aux agents, qui ont des écrans.",
)
_CANNOT = Words(
    ar="يتطلب «{label}»، ولا يُدخل بأزرار الجهاز.",
    en="Asks for “{label}”, which a kiosk’s keys cannot enter.",
    fr="Demande « {label} », que les touches d’une borne ne peuvent saisir.",
)


def can_enter(field: Field) -> bool:
    """Whether keys and buttons can answer the field."""
    if isinstance(field, Choice):
        return len(field.options) <= MOST_OPTIONS
    return isinstance(field, Digits) or field.kind in _NUMERIC


def why_not(service: type[Service]) -> Words | None:
    """Why the kiosk does not carry a service; None if it does."""
    if service.audience == {Segment.STAFF}:
        return _STAFF_ONLY
    for field in service.inputs.values():
        if not field.optional and not can_enter(field):
            label = field.label
            return Words(
                ar=_CANNOT.at("ar", label=label.ar),
                en=_CANNOT.at("en", label=label.en),
                fr=_CANNOT.at("fr", label=label.fr),
            )
    return None


@cache
def carried() -> tuple[type[Service], ...]:
    """The services at a kiosk: enquiries first, because most visits are one, then by code."""
    found = [service for service in services().values() if why_not(service) is None]
    return tuple(sorted(found, key=lambda s: (not s.enquiry, s.code)))


def asked(service: type[Service]) -> list[str]:
    """The fields that can be answered here, in the order a person answers them."""
    return [name for name, field in service.inputs.items() if can_enter(field)]


def needs_code(service: type[Service]) -> bool:
    """Whether a one-time code confirms it: whatever changes something, and what number and PIN do not suffice for."""
    return not service.enquiry or service.assurance > Assurance.PIN
