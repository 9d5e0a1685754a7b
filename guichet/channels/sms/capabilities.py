"""Which services texts carry, and why not the others."""

from __future__ import annotations

from guichet.dialogue.offered import Capabilities
from guichet.lib.text import Words

_CANNOT = Words(
    ar="يتطلب «{label}»، ولا تحمله رسالة نصية.",
    en="Asks for “{label}”, which a text message cannot carry.",
    fr="Demande « {label} », qu’un SMS ne peut porter.",
)
SMS = Capabilities("sms", lambda _: _CANNOT)
why_not, carried, asked = SMS.why_not, SMS.carried, SMS.asked
