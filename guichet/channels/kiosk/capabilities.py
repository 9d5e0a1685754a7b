"""Which services the kiosk carries, and why not the others: it has keys for digits and big buttons,
no letters and no files.
"""

from __future__ import annotations

from guichet.dialogue.offered import Capabilities
from guichet.lib.text import Words

_CANNOT = Words(
    ar="يتطلب «{label}»، ولا يُدخل بأزرار الجهاز.",
    en="Asks for “{label}”, which a kiosk’s keys cannot enter.",
    fr="Demande « {label} », que les touches d’une borne ne peuvent saisir.",
)
KIOSK = Capabilities("kiosk", lambda _: _CANNOT, letters=False)
why_not, carried, asked = KIOSK.why_not, KIOSK.carried, KIOSK.asked
