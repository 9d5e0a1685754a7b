"""Headings to fields: a client may write a field's name or its label in any of the three
languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256

from guichet.channels.bulk import faults, layouts, words
from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.sheets import held
from guichet.channels.bulk.table import Table
from guichet.engine.fields import Field
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib.locale import here
from guichet.lib.text import LANGUAGES, Words
from guichet.lib.text import folded_letters as fold

MOVEMENT = "movement"  # the column that tells the service in a mixed file
_BETWEEN = re.compile(r"\s*[/|\n–—]\s*|\s-\s")
_ARABIC = re.compile("[\u0600-\u06ff]+(?:\\s+[\u0600-\u06ff]+)*")
_ASIDE = re.compile(r"[(\[（].*?[)\]）]")
_NUMBER = re.compile(r"[0-9٠-٩۰-۹][0-9٠-٩۰-۹.,/-]{2,}")
_MOST_NAMED = 30
_TITLES = 10  # lines in which the headings are looked for


def spellings(label: Words, *more: str) -> set[str]:
    """Every folded way to write a label."""
    return {fold(text) for text in (*map(label.template, LANGUAGES), *more)} - {""}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which place of the table holds what."""

    fields: Mapping[
        type[Service], Mapping[str, str]
    ]  # for each service: field -> column of the frame
    movement: str | None = None
    own: frozenset[str] = field(default_factory=frozenset)  # columns we once added to a result file
    unknown: Mapping[str, str] = field(
        default_factory=dict
    )  # columns that no service here asks for: their headings

    def served(self) -> dict[str, list[Field]]:
        """For each column that is read, the fields it serves."""
        found: dict[str, list[Field]] = {}
        for service, named in self.fields.items():
            for name, column in named.items():
                found.setdefault(column, []).append(service.inputs[name])
        return found

    def person(self) -> str | None:
        """The column with the person's number, where the services speak of one."""
        columns = {named.get(service.subject or "") for service, named in self.fields.items()} - {
            None
        }
        return columns.pop() if len(columns) == 1 else None


@lru_cache(maxsize=256)
def _of_key(key: str) -> dict[str, str]:
    """Folded heading -> field of one service. A name always means itself; two fields of one label
    need their names.
    """
    service = service_of(key)
    known = {fold(name): name for name in service.inputs}
    labels: dict[str, set[str]] = {}
    for name, asked in service.inputs.items():
        for spelling in spellings(asked.label):
            labels.setdefault(spelling, set()).add(name)
    for name in service.inputs:
        for spelling in map(fold, (*words.HEADINGS.get(name, ()), *here().headings.get(name, ()))):
            labels.setdefault(spelling, set()).add(name)
    for spelling, names in labels.items():
        if len(names) == 1:
            known.setdefault(spelling, next(iter(names)))
    return known


def _of_service(service: type[Service]) -> dict[str, str]:
    return _of_key(service.key)


def best_sheet(table: Table, services: Iterable[type[Service]], *, mixed: bool) -> Table:
    """Of a workbook's sheets, the one whose first lines hold most headings that are known; the
    first of equals.
    """
    if not table.others:
        return table
    services = list(services)
    best = max(
        (table, *table.others),
        key=lambda sheet: (known_in(sheet, services, mixed=mixed), sheet.sheet.visible),
    )
    if best is table:
        return table
    rest = tuple(sheet for sheet in (table, *table.others) if sheet is not best)
    return replace(held(best), others=rest)


def known_in(table: Table, services: Iterable[type[Service]], *, mixed: bool) -> int:
    """How many headings of the best of a table's first lines are known."""
    services = list(services)
    lines = (table.headers, *table.frame.head(_TITLES).iter_rows())
    return max(
        sum(bool(c) and bool(_meanings(c, services, mixed=mixed)) for c in line) for line in lines
    )


def layout_of(table: Table) -> str:
    """What stays the same from one file of a program to the next: its headings, in their order."""
    return sha256("\n".join(map(fold, table.headers)).encode()).hexdigest()


def below_titles(table: Table, services: Iterable[type[Service]], *, mixed: bool) -> Table:
    """The table from its headings on: a title, or merged headings of groups of columns, may stand
    above them.

    The headings are the line with most known headings among the first; the numbers of all lines
    stay the client's own.
    """
    services = list(services)

    def known(cells: Iterable[str]) -> int:
        cells = list(cells)
        if any(_NUMBER.fullmatch(cell.strip()) for cell in cells):
            return 0  # a line of data, whatever words stand in it
        return sum(bool(cell) and bool(_meanings(cell, services, mixed=mixed)) for cell in cells)

    best, most = None, known(table.headers)
    if most < len(table.headers):
        for place, cells in enumerate(table.frame.head(_TITLES).iter_rows()):
            if (count := known(cells)) > most:
                best, most = place, count
    return table if best is None else table.from_line(best)


def match(
    table: Table, services: Iterable[type[Service]], *, mixed: bool, language: str
) -> Columns:
    """The columns of a table for the services it may speak of; ``mixed`` asks for a movement column
    as well.

    Columns that a service needs are looked for later, once it is known which services occur.

    Raises:
        Unreadable: headings unknown, blank or said twice, all of them together.
    """
    services = list(services)
    found: dict[type[Service], dict[str, str]] = {service: {} for service in services}
    taken: dict[tuple[object, str], str] = {}
    movement, own = None, set()
    unknown: dict[str, str] = {}
    twice, blank = [], []
    for place, heading in enumerate(table.headers):
        column = str(place)
        if not heading:
            if (table.frame[column] != "").any():
                blank.append(str(place + 1))
            continue
        meanings = _meanings(heading, services, mixed=mixed)
        if not meanings and _is_ours(heading):
            own.add(column)
        elif not meanings:
            unknown[column] = heading
        for service, name in meanings:
            if (service, name) in taken:
                twice += [taken[service, name], heading]
            taken[service, name] = heading
            if service is None:
                movement = column
            else:
                found[service][name] = column
    if any(map(layouts.is_tag, unknown.values())):
        raise Unreadable(Refused(faults.OTHER_LAYOUT, layout=layouts.WAGE_PROTECTION))
    wrong = []
    if mixed and movement is None:
        wrong.append(Refused(faults.HEADERS_MISSING, names=words.MOVEMENT.at(language)))
    if twice:
        wrong.append(Refused(faults.HEADERS_TWICE, names=named(twice)))
    if blank:
        wrong.append(Refused(faults.HEADERS_BLANK, names=named(blank)))
    if not mixed:
        wrong += missing(services, found, language)
    if wrong:
        raise Unreadable(*strange(unknown, services, language, mixed=mixed), *wrong)
    return Columns(found, movement, frozenset(own), unknown)


def strange(
    unknown: Mapping[str, str], services: list[type[Service]], language: str, *, mixed: bool
) -> list[Refused]:
    """Headings that are not known, beside others that are missing: one may be the other. Alone they
    are offered to be left out.
    """
    known = named(_known(services, language, mixed=mixed))
    return (
        [Refused(faults.HEADERS_UNKNOWN, names=named(unknown.values()), known=known)]
        if unknown
        else []
    )


def missing(
    services: Iterable[type[Service]],
    found: Mapping[type[Service], Mapping[str, str]],
    language: str,
) -> list[Refused]:
    """What these services need and no column gives."""
    labels = [
        asked.label.at(language)
        for service in services
        for name, asked in service.inputs.items()
        if not asked.optional and name not in found[service]
    ]
    return [Refused(faults.HEADERS_MISSING, names=named(labels))] if labels else []


def _meanings(
    heading: str, services: list[type[Service]], *, mixed: bool
) -> list[tuple[type[Service] | None, str]]:
    """What a heading means to each service; ``None`` stands for the movement. What stands in
    brackets may be left out.
    """
    for text in _readings(heading):
        if mixed and text in spellings(words.MOVEMENT, MOVEMENT):
            return [(None, MOVEMENT)]
        own = [(s, _of_service(s)[text]) for s in services if text in _of_service(s)]
        if own:
            return [*own, *_by_name({name for _, name in own}, services, text)]
    return []


def _readings(heading: str) -> Iterator[str]:
    """The folded ways to read a heading: whole, without what stands in brackets, and each of its
    languages alone.
    """
    yield fold(heading)
    yield fold(_ASIDE.sub("", heading))
    for part in _BETWEEN.split(heading) if _BETWEEN.search(heading) else ():
        yield fold(part)
    arabic, latin = " ".join(_ARABIC.findall(heading)), " ".join(_ARABIC.split(heading))
    if arabic.strip() and latin.strip():
        yield fold(arabic)
        yield fold(latin)


def _by_name(
    names: set[str], services: list[type[Service]], text: str
) -> list[tuple[type[Service], str]]:
    """Services that label the field otherwise: one column gives the field to all of them."""
    if len(names) != 1:
        return []
    name = next(iter(names))
    return [(s, name) for s in services if name in s.inputs and text not in _of_service(s)]


def _is_ours(heading: str) -> bool:
    text = fold(heading)
    return any(text in spellings(label) for label in words.RESULT_COLUMNS.values())


def _known(services: list[type[Service]], language: str, *, mixed: bool) -> list[str]:
    labels = [asked.label.at(language) for s in services for asked in s.inputs.values()]
    return [words.MOVEMENT.at(language), *labels] if mixed else labels


def named(names: Iterable[str]) -> str:
    """Headings for a sentence, each once and not too many."""
    distinct = list(dict.fromkeys(" ".join(name.split())[:60] for name in names))
    more = " …" if len(distinct) > _MOST_NAMED else ""
    return " · ".join(distinct[:_MOST_NAMED]) + more
