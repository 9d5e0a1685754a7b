"""Step one, admit: raw text in, typed rows and refusals out. The same for a click and for a
file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from guichet.engine.batch import Batch
from guichet.engine.context import Context
from guichet.engine.fields import Fault, read_all, tidy
from guichet.engine.refusal import Refusal
from guichet.engine.service import Ask, Service
from guichet.lib import frames
from guichet.lib.text import Words

FIELD_UNKNOWN = Refusal(
    "field-unknown",
    ar="الحقل «{name}» ليس من حقول هذه الخدمة. احذفه أو صحح اسمه.",
    en="“{name}” is not a field of this service. Remove it or correct its name.",
    fr="« {name} » n’est pas un champ de ce service. Retirez-le ou corrigez son nom.",
)
# Columns that travel with the rows and are not the client's words: its row number, our ordinal, and
# the waiting transaction that a row takes up again. They are whole numbers; what a client sends is
# text, so a client who names a field "ordinal" has named an unknown field.
CARRIED = ("row", "ordinal", "resolves")


@dataclass(frozen=True, slots=True)
class _Plan:
    """The expressions of one service's input, built once."""

    faults: list[tuple[str, Fault]]
    masks: list[pl.Expr]


@cache
def _plan(service: type[Service]) -> _Plan:
    faults = [
        (name, fault)
        for name, field in service.inputs.items()
        for fault in field.all_faults(pl.col(f"raw_{name}"), pl.col(name))
    ]
    masks = [fault.mask.fill_null(False).alias(str(i)) for i, (_, fault) in enumerate(faults)]
    return _Plan(faults, masks)


def admit(ask: Ask, context: Context) -> Batch:
    """Parse and check the shape of every row; a wrong value is null afterwards and has its
    refusal.
    """
    service, plan = ask.service, _plan(ask.service)
    frame = _typed(ask)
    batch = Batch(service, context, frame)
    _refuse_strangers(ask, batch)
    verdicts = frames.select(frame, plan.masks)
    wrong: dict[str, pl.Series] = {}
    for mask, (name, fault) in zip(verdicts.iter_columns(), plan.faults, strict=True):
        if mask.any():
            label = service.inputs[name].label.at(context.language)
            values = {
                k: v.at(context.language) if isinstance(v, Words) else v
                for k, v in fault.values.items()
            }
            for part, refusal in fault.told(mask, frame[f"raw_{name}"]):
                batch.refuse(part, refusal, name, label=label, **values)
            wrong[name] = wrong[name] | mask if name in wrong else mask
    if wrong:
        # Nothing later should judge a value that could not be read.
        frame = frame.with_columns(
            pl.when(~mask).then(pl.col(name)).alias(name) for name, mask in wrong.items()
        )
        batch.frame = frame
        batch.unreadable = {name: frame["position"].filter(mask) for name, mask in wrong.items()}
    return batch


def _typed(ask: Ask) -> pl.DataFrame:
    rows, count = ask.rows, ask.rows.height
    columns = [pl.int_range(count, dtype=pl.UInt32, eager=True).alias("position")]
    counted = {
        "row": pl.int_range(1, count + 1, eager=True),
        "ordinal": pl.int_range(count, eager=True),
    }
    for name in CARRIED:
        column = rows[name] if _is_ours(rows, name) else counted.get(name)
        if column is not None:
            columns.append(column.cast(pl.Int64).alias(name))
    raw = frames.beside(_text(rows, name) for name in ask.service.inputs)
    value = read_all(raw, ask.service.inputs)
    for name in ask.service.inputs:
        columns += [raw[name].alias(f"raw_{name}"), value[name]]
    return frames.beside(columns)


def _is_ours(rows: pl.DataFrame, name: str) -> bool:
    return name in CARRIED and name in rows.columns and rows.schema[name].is_integer()


def _text(rows: pl.DataFrame, name: str) -> pl.Series:
    if name in rows.columns:
        return tidy(rows[name])
    return pl.Series(name, [None], dtype=pl.String).new_from_index(0, rows.height)


def _refuse_strangers(ask: Ask, batch: Batch) -> None:
    for name in ask.rows.columns:
        if name not in ask.service.inputs and not _is_ours(ask.rows, name):
            given = ask.rows[name].cast(pl.String).str.strip_chars()
            batch.refuse((given != "").fill_null(False), FIELD_UNKNOWN, "", name=name)
