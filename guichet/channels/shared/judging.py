"""Judges one answered field at once, so that a slip is told before the next question is asked."""

from __future__ import annotations

import polars as pl

from guichet.engine.fields import Field
from guichet.engine.fields.base import tidy
from guichet.engine.refusal import Refusal
from guichet.lib import frames
from guichet.lib.text import Words

UNEXPECTED = Refusal(
    "value-unexpected",
    ar="لا مكان للقيمة «{value}» في هذا الطلب. أرسل القيم بترتيب الحقول.",
    en="There is no place for “{value}” in this request. Send the values in the order of the fields.",
    fr="Il n’y a pas de place pour « {value} » dans cette demande. Envoyez les valeurs dans l’ordre des champs.",
)


def fault(field: Field, text: str, language: str) -> str | None:
    """The sentence of the first thing wrong with a value, as the engine would say it; None if nothing is."""
    raw = tidy(pl.Series("text", [text], dtype=pl.String))
    frame = frames.beside([raw, field.parse(raw).alias("value")])
    for wrong in field.all_faults(pl.col("text"), pl.col("value")):
        if (mask := frame.select(wrong=wrong.mask.fill_null(False))["wrong"]).item():
            values = {
                k: v.at(language) if isinstance(v, Words) else v for k, v in wrong.values.items()
            }
            label = field.label.at(language)
            _, refusal = next(wrong.told(mask, raw))
            return refusal.sentence(language, **{"value": text, "label": label, **values})
    return None


def canonical(field: Field, text: str) -> str | None:
    """The value as it stands in receipts, to be read back; None if it cannot be read."""
    value = field.parse(tidy(pl.Series("text", [text], dtype=pl.String))).alias("value")
    found = value.to_frame().select(field.plain(pl.col("value"))).item()
    return None if found is None else str(found)
