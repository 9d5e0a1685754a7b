"""A service's fields as boxes on a page. The engine's fields know kinds; this file knows widgets.

What does not depend on the asking is built once per service and language; a request only adds
values and errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.http import Http404, QueryDict

from guichet.engine.fields import Attachment, Choice, Choices, Digits, Field, Text
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib.locale import here
from guichet.lib.text import Words

CURRENCY = here().currency.sign
_DAY_HINT = Words(
    ar="مثل 2026-11-22 أو 22/11/2026، أو بالهجري 1448-06-12",
    en="For example 2026-11-22 or 22/11/2026, or in the Hijri calendar 1448-06-12",
    fr="Par exemple 2026-11-22 ou 22/11/2026, ou en calendrier hégirien 1448-06-12",
)
if not here().hijri:
    _DAY_HINT = Words(
        ar="مثل 2026-11-22 أو 22/11/2026",
        en="For example 2026-11-22 or 22/11/2026",
        fr="Par exemple 2026-11-22 ou 22/11/2026",
    )
_MONTH_HINT = Words(ar="مثل 2026-11", en="For example 2026-11", fr="Par exemple 2026-11")
_RADIO_AT_MOST = 5  # more options are quicker to scan in a list that opens
_LONG_TEXT = 200
_FILE = re.compile(r"([0-9a-f]{8})[0-9a-f]{56}\.(\w+)")
_WIDTHS = {"iban": 24, "count": 8, "day": 12, "month": 10, "mobile": 12}


def service_at(key: str) -> type[Service]:
    """The service that an address names.

    Raises:
        Http404: there is none.
    """
    try:
        return service_of(key)
    except Refused as error:
        raise Http404 from error


@dataclass(frozen=True, slots=True)
class FieldView:
    """How one field is asked on a page, in one language."""

    name: str
    label: str
    hint: str
    widget: str  # text, day, radio, boxes (several at once), select, textarea, file or hidden
    input_mode: str
    optional: bool
    default: str
    type: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    suffix: str = ""
    width: int = 0
    limit: int = 0
    direction: str = ""  # "ltr": digits, dates and codes keep their direction in Arabic
    half: bool = False
    question: str = ""  # of the first of several fields of which one is answered
    ways: tuple[
        tuple[str, str], ...
    ] = ()  # of the same: each field with the answer that leads to it
    way: int = 0  # its place among them, from 1
    verify: str = ""  # where a typed number is looked up while the client goes on

    do_not_call_in_templates = True


@dataclass(frozen=True, slots=True)
class Bound:
    """A field with what was typed and what is wrong with it."""

    view: FieldView
    value: str = ""
    errors: tuple[str, ...] = ()
    chosen: str = ""  # of a view with several ways: the one that is taken

    @property
    def picked(self) -> tuple[str, ...]:
        """The codes that are ticked, of a field of several options."""
        return tuple(code.strip() for code in self.value.split(","))

    @property
    def described(self) -> str:
        """The ids of the hint and the errors, for ``aria-describedby``."""
        ids = [f"id_{self.view.name}_hint"] if self.view.hint else []
        for at, _ in enumerate(self.errors, start=1):
            ids.append(f"id_{self.view.name}_error{at if at > 1 else ''}")
        return " ".join(ids)

    @property
    def file(self) -> str:
        """The file that is attached already, as a person reads it; nothing where the value names
        none.
        """
        found = self.view.widget == "file" and _FILE.fullmatch(self.value)
        return f"{found[2].upper()} · {found[1]}" if found else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary; ``anchor`` is the id it leads to, if it is about one field."""

    sentence: str
    anchor: str = ""


def views_of(service: type[Service], language: str) -> tuple[FieldView, ...]:
    """Every input field of the service, in the order a person answers them."""
    return _views(service, language)  # type: ignore[arg-type]  # classes are hashable


@lru_cache(maxsize=1024)
def _views(service: type[Service], language: str) -> tuple[FieldView, ...]:
    views = (_view(name, field, language) for name, field in service.inputs.items())
    return tuple(_one_way(service, view, language) for view in views)


def _one_way(service: type[Service], view: FieldView, language: str) -> FieldView:
    """The view of a field that is one of several ways to answer one question."""
    if service.either is None or view.name not in service.either.ways:
        return view
    way = list(service.either.ways).index(view.name) + 1
    view = replace(view, way=way, optional=False)
    if way > 1:
        return view
    ways = tuple((name, words.at(language)) for name, words in service.either.ways.items())
    return replace(view, question=service.either.question.at(language), ways=ways)


def sensible(view: FieldView, service: type[Service], party: int | None) -> FieldView:
    """The view without options that make no sense for the party, once that is known."""
    field = service.inputs[view.name]
    if party is None or not isinstance(field, Choice) or field.without is None:
        return view
    left_out = field.without(party)
    options = tuple(o for o in view.options if o[0] not in left_out)
    return replace(view, options=options, widget=view.widget if options else "hidden")


def given_of(post: QueryDict, service: type[Service], longest: int) -> dict[str, str]:
    """What a form holds: boxes of one name arrive as several values, and of several ways only the
    one chosen counts.
    """
    given = {name: ",".join(post.getlist(name))[:longest] for name in service.inputs}
    ways = service.either.ways if service.either else {}
    chosen = post.get("either", "")
    if chosen in ways:
        given |= {name: "" for name in ways if name != chosen}
    return given


def _view(name: str, field: Field, language: str) -> FieldView:
    view = FieldView(
        name=name,
        label=field.label.at(language),
        hint=field.hint.at(language) if field.hint else "",
        widget="text",
        input_mode=field.input_mode,
        optional=field.optional,
        default=field.default or "",
        width=_WIDTHS.get(field.kind, 0),
        direction="" if isinstance(field, Text) else "ltr",
    )
    if isinstance(field, Choice):
        options = tuple((code, words.at(language)) for code, words in field.options.items())
        if isinstance(field, Choices):
            return replace(view, widget="boxes", options=options, direction="")
        widget = "radio" if len(options) <= _RADIO_AT_MOST else "select"
        return replace(view, widget=widget, options=options, direction="")
    if isinstance(field, Text):
        long = field.limit > _LONG_TEXT
        return replace(view, widget="textarea" if long else "text", limit=field.limit)
    if isinstance(field, Attachment):
        return replace(view, widget="file")
    if isinstance(field, Digits):
        return replace(view, width=max(10, field.digits))
    return _measured(view, field.kind, language)


def _measured(view: FieldView, kind: str, language: str) -> FieldView:
    if kind == "money":
        return replace(view, suffix=CURRENCY.at(language), half=True)
    if kind == "day":
        return replace(view, widget="day", hint=view.hint or _DAY_HINT.at(language))
    if kind == "month":
        return replace(view, hint=view.hint or _MONTH_HINT.at(language))
    if kind == "mobile":
        return replace(view, type="tel")
    return view


def bind(
    views: Iterable[FieldView],
    values: Mapping[str, str],
    errors: Mapping[str, Sequence[str]] | None = None,
) -> list[Bound]:
    """The fields with their values and errors, ready to show."""
    wrong = errors or {}
    bound = [Bound(v, values.get(v.name, ""), tuple(wrong.get(v.name, ()))) for v in views]
    answered = [f.view.name for f in bound if f.view.way and f.value]
    return [
        replace(f, chosen=answered[0] if answered else f.view.name) if f.view.ways else f
        for f in bound
    ]


def problems(bound: Iterable[Bound], general: Iterable[str] = ()) -> list[Problem]:
    """The error summary: what is wrong with the whole, then field by field."""
    lines = [Problem(sentence) for sentence in general]
    for field in bound:
        anchor = "" if field.view.widget == "hidden" else f"id_{field.view.name}"
        lines += [Problem(sentence, anchor) for sentence in field.errors]
    return lines
