"""Lines of a table that are about no person: totals, signatures, the headings once more. They are
left out and told, and what a total says is held against the rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import polars as pl

from guichet.channels.bulk import notices
from guichet.channels.bulk.notices import Notice
from guichet.channels.bulk.table import Table, numbers
from guichet.engine.fields import Field, Money, tidy
from guichet.lib.money import show_minor
from guichet.lib.text import folded_words

_SHORTEST = 6  # signs of a person's number as anybody writes it, at least
_MOST = 1_000  # lines that are looked at one by one; whoever has more sends something else
_TOTALS = {
    folded_words(word)
    for word in "total|totals|grand total|sub total|subtotal|sum|الإجمالي|إجمالي|المجموع|مجموع|المجموع الكلي|الإجمالي العام|total general|sous total|somme|المجموع العام".split(
        "|"
    )
}
# In whole words: somebody may be called Paget. And somebody may be called اعتماد: a line with an
# amount is about a person.
_AMOUNT = re.compile("[0-9][0-9 ]{2,}")
_SIGNATURES = tuple(
    folded_words(word) + " "
    for word in "prepared by|approved by|checked by|reviewed by|signature|signed|printed on|generated|page|end of|أعده|أعدها|إعداد|اعتمده|اعتماد|راجعه|التوقيع|توقيع|الختم|طبع في|établi par|approuvé par|préparé par".split(
        "|"
    )
)


@dataclass(slots=True)
class Left:
    """Which lines are left out (a mask of the table's), and what is said of them."""

    mask: pl.Series | None = None
    said: list[Notice] = field(default_factory=list)


def about_nobody(
    table: Table, person: str | None, columns: Mapping[str, Collection[Field]]
) -> Left:
    """The lines without a person that are plainly a total, a signature or the headings again.

    Args:
        person: the column of the frame with the person's number; without one every line is kept.
    """
    if person is None:
        return Left()
    cells = table.frame[person]
    again = cells == table.headers[int(person)] if table.headers[int(person)] else cells == "\n"
    few = (
        cells.str.len_chars() < _SHORTEST
        if (cells.str.len_bytes() < 2 * _SHORTEST).any()
        else again
    )
    places = (few | again).arg_true().to_list()
    if not places or len(places) > _MOST:
        return Left()
    kinds = {place: kind for place in places if (kind := _kind(table, place))}
    if not kinds:
        return Left()
    mask = pl.Series([False]).new_from_index(0, table.frame.height)
    mask = mask.scatter(list(kinds), True)
    rows = pl.Series([place + table.first_row for place in kinds])
    left = Left(mask, [Notice(notices.LINES_LEFT.code, {"rows": numbers(rows)})])
    for column, fields in columns.items():
        money = next((f for f in fields if isinstance(f, Money)), None)
        if money is not None:
            left.said += _totals(
                table, column, money, [p for p, k in kinds.items() if k == "total"], mask
            )
    return left


def _kind(table: Table, place: int) -> str | None:
    cells = table.frame.row(place)
    filled = [(column, folded_words(cell)) for column, cell in enumerate(cells) if cell.strip()]
    said = [text for _, text in filled if text]
    if not said:
        return None
    if len(said) > 1 and all(
        text == folded_words(table.headers[column]) for column, text in filled
    ):
        return "headings"
    if any(text in _TOTALS or text.rstrip(" 0123456789") in _TOTALS for text in said):
        return "total"
    if f"{said[0]} ".startswith(_SIGNATURES) and not any(_AMOUNT.fullmatch(text) for text in said):
        return "signature"
    return None


def _totals(
    table: Table, column: str, money: Money, places: list[int], left: pl.Series
) -> list[Notice]:
    """A notice for every total that agrees neither with all rows above it nor with those since the
    last total.
    """
    if not places:
        return []
    amounts = money.parse(tidy(table.frame[column]))
    rows = amounts.fill_null(0).set(left, 0)
    said, since = [], 0
    for place in places:
        told = amounts[place]
        if told is not None:
            sums = int(rows[:place].sum()), int(rows[since:place].sum())
            if told not in sums:
                values = {
                    "row": str(place + table.first_row),
                    "told": show_minor(told),
                    "sum": show_minor(sums[0]),
                }
                said.append(
                    Notice(
                        notices.TOTAL_DIFFERS.code, {"column": table.headers[int(column)], **values}
                    )
                )
        since = place + 1
    return said
