"""Which services the kiosk carries, and why not the others: it has keys for digits and big buttons, no letters and no files."""

from __future__ import annotations

from guichet.channels.shared.carrying import Narrow
from guichet.engine.fields import Choice, Digits, Field
from guichet.lib.text import Words

MOST_OPTIONS = 12  # big buttons on one page
_NUMERIC = frozenset({"money", "day", "month", "iban", "mobile"})

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


_HERE = Narrow(can_enter, lambda _: _CANNOT)
why_not, carried, asked = _HERE.why_not, _HERE.carried, _HERE.asked

__all__ = ["asked", "can_enter", "carried", "why_not"]
