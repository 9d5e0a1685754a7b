"""A service's answered fields as lines of a page: labels, values as a reader writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from guichet.channels.shared.forms import CURRENCY
from guichet.engine.fields import Field, Lines
from guichet.engine.fields.scripts import of_reader, pairs
from guichet.lib.display import show_month


@dataclass(frozen=True, slots=True)
class AnsweredField:
    """One answered field: a label and its value, or a table."""

    name: str
    label: str
    value: str
    ltr: bool = False
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[str, str, bool], ...], ...] = ()  # (column label, cell, is a number)
    link: str = ""  # where a file is read, or the client goes on
    step: bool = False  # the link is the next step, not a file
    hint: str = ""  # what the value means
    was: str = ""  # what stood in its place before
    drawn: int = -1  # which column of a table is drawn as well
    shares: tuple[int, ...] = ()  # of the greatest, in hundredths, row by row

    @property
    def lines(self) -> list[tuple[tuple[tuple[str, str, bool], ...], int]]:
        """The rows of a table, each with its share of the greatest (0: nothing is drawn)."""
        shares = self.shares or (0,) * len(self.rows)
        return list(zip(self.rows, shares, strict=True))


_FEWEST_DRAWN = 2
_NUMBERS = frozenset("attachment count digits national_id establishment iban mobile money".split())


def shown(
    fields: Mapping[str, Field],
    values: Mapping[str, str | None],
    language: str,
    *,
    explained: bool = False,
) -> list[AnsweredField]:
    """Canonical values as a reader expects them; what was left empty is left out. ``explained``:
    with the fields' hints.
    """
    own = of_reader(fields, values, language)
    rows = [(f, _shown(n, f, value, language)) for n, f in own.items() if (value := values.get(n))]
    if not explained:
        return [row for _, row in rows]
    return [replace(row, hint=f.hint.at(language)) if f.hint else row for f, row in rows]


def _shown(name: str, field: Field, value: str, language: str) -> AnsweredField:
    label = field.label.at(language)
    if isinstance(field, Lines):
        latin = pairs(field.columns)
        names = [n for n in field.columns if n not in latin.values()]
        rows = tuple(_row(field, names, latin, line, language) for line in json.loads(value))
        read = {n: latin.get(n, n) if language != "ar" else n for n in names}
        columns = tuple(field.columns[read[n]].label.at(language) for n in names)
        drawn = names.index(field.drawn) if field.drawn else -1
        shares = _shares([line.get(field.drawn) for line in json.loads(value)])
        return AnsweredField(
            name, label, "", columns=columns, rows=rows, drawn=drawn, shares=shares
        )
    text = _text(field, value, language)
    if field.kind == "money" and (currency := CURRENCY.at(language)) not in label:
        text = f"{text} {currency}"
    link = value if field.kind == "link" else ""
    return AnsweredField(
        name, label, text, ltr=field.kind in _NUMBERS - {"money"}, link=link, step=bool(link)
    )


def _shares(figures: list[str | None]) -> tuple[int, ...]:
    """What each figure is of the greatest, in hundredths; nothing where there is nothing to
    compare.
    """
    numbers = [Decimal(figure or 0) for figure in figures]
    most = max(numbers, default=Decimal(0))
    if len(numbers) < _FEWEST_DRAWN or most <= 0:
        return ()
    return tuple(max(round(number * 100 / most), 0) for number in numbers)


def _row(
    field: Lines,
    names: list[str],
    latin: Mapping[str, str],
    line: Mapping[str, str | None],
    language: str,
) -> tuple[tuple[str, str, bool], ...]:
    cells = []
    for name in names:
        # One calendar is enough in a table; the receipt's own date has both.
        other = latin.get(name, name) if language != "ar" else name
        column, value = field.columns[name], line.get(other) or line.get(name)
        text = _text(column, value, language) if value else column.show_cell(value, language)
        text = text.partition(" · ")[0]
        said = field.columns[other].label.at(language)
        cells.append((said, text, column.kind in _NUMBERS))
    return tuple(cells)


def _text(field: Field, value: str | None, language: str) -> str:
    if field.kind == "month" and value:
        return show_month(date.fromisoformat(f"{value[:7]}-01"), language)
    return field.show(value, language)
