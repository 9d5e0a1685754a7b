"""Payments said to people: what has become of one that was taken."""

from __future__ import annotations

from guichet.lib.text import Words

STATES = {
    "taken": Words(ar="مقبولة", en="Taken", fr="Encaissé"),
    "partly": Words(ar="استُرد جزء من المبلغ", en="A part was taken back", fr="Repris en partie"),
    "reversed": Words(ar="استُرد المبلغ", en="Taken back", fr="Repris"),
}
