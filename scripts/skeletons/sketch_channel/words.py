"""What the channel says of itself; services, fields and refusals bring their own words."""

from __future__ import annotations

from guichet.lib.text import Words

TITLE = Words(ar="قناة sketch", en="Sketch", fr="Sketch")
CANNOT = Words(
    ar="يتطلب «{label}»، ولا يُجاب عنه بقناة sketch.",
    en="Asks for “{label}”, which cannot be answered by Sketch.",
    fr="Demande « {label} », à quoi Sketch ne sait répondre.",
)
