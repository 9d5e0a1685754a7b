"""Which services an assistant carries, and why not the others: it fills whole pages in, but hands
over no files.
"""

from __future__ import annotations

from guichet.dialogue.offered import Capabilities
from guichet.lib.text import Words

_CANNOT = Words(
    ar="يتطلب «{label}»، ولا يسلّم المساعد ملفات.",
    en="Asks for “{label}”, and an assistant hands over no files.",
    fr="Demande « {label} », et un assistant ne remet pas de fichiers.",
)
PATH = "/assistant/mcp"  # where assistants connect
ASSISTANT = Capabilities("assistant", lambda _: _CANNOT, options=1_000)
why_not, carried, asked = ASSISTANT.why_not, ASSISTANT.carried, ASSISTANT.asked
