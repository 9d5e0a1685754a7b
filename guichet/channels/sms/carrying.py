"""Which services texts carry, and why not the others."""

from __future__ import annotations

from guichet.channels.shared.carrying import Narrow
from guichet.engine.fields import Choice, Field, Lines
from guichet.lib.text import Words

MOST_OPTIONS = 12  # of a choice, as one text can list them

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


_HERE = Narrow(can_write, lambda _: _CANNOT)
why_not, carried, asked = _HERE.why_not, _HERE.carried, _HERE.asked

__all__ = ["asked", "can_write", "carried", "why_not"]
