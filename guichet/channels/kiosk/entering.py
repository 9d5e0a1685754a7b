"""How a question is put: big buttons for a choice, keys for digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guichet.channels.kiosk import carrying, visit, words
from guichet.channels.shared.forms import views_of
from guichet.channels.shared.parties import establishment_options
from guichet.dialogue import entry
from guichet.dialogue.offered import parties_for
from guichet.engine.actor import PartyKind
from guichet.engine.fields import Choice, Choices, Field
from guichet.engine.service import Service
from guichet.lib.locale import here

_TILES = 6  # establishments as buttons; more are entered by number
_HINTS = {"day": "day_hint", "month": "month_hint", "iban": "iban_hint"}


@dataclass(frozen=True, slots=True)
class Question:
    """One field as a page."""

    name: str
    label: str
    hint: str
    value: str
    optional: bool
    keys: bool  # digits are typed
    point: bool  # and parted
    options: tuple[tuple[str, str], ...] = ()
    several: bool = False

    @property
    def picked(self) -> tuple[str, ...]:
        """The options ticked already."""
        return tuple(code.strip() for code in self.value.split(","))


def starting(request: visit.Guest, asked: type[Service]) -> dict[str, str]:
    """What need not be asked: defaults, oneself, the only establishment there is."""
    today, names = visit.today(), carrying.asked(asked)
    values = {n: entry.usual(asked.inputs[n].default or "", today) for n in names}
    if asked.party_kind is PartyKind.PERSON and asked.party in values:
        values[asked.party] = str(request.account.person_number or "")
    if asked.party_kind is PartyKind.ESTABLISHMENT and asked.party in values:
        own = parties_for(request.account, asked, visit.today(), _TILES)
        values[asked.party] = own[0] if len(own) == 1 else ""
    return {name: value for name, value in values.items() if value}


def question(
    request: visit.Guest, asked: type[Service], name: str, given: Mapping[str, str]
) -> Question:
    """A field, asked in the visit's language."""
    language, field = request.visit["language"], asked.inputs[name]
    view = next(v for v in views_of(asked, language) if v.name == name)
    options = view.options
    if name == asked.party and asked.party_kind is PartyKind.ESTABLISHMENT:
        own = parties_for(request.account, asked, visit.today(), _TILES)
        options = establishment_options(own, language)
    hint = words.ALL[_HINTS[field.kind]].at(language) if field.kind in _HINTS else view.hint
    return Question(
        name=name, label=view.label, hint=hint, value=_typed(field, given.get(name, "")), optional=field.optional,
        keys=not isinstance(field, Choice), point=field.kind == "money", options=options,
        several=isinstance(field, Choices),
    )  # fmt: skip


def text_of(field: Field, typed: str) -> str:
    """What was keyed as the text a client would write elsewhere; what the engine reads by itself stays as it is."""
    text = typed.strip()
    if not (text.isascii() and text.isdigit()) or entry.canonical(field, text) is not None:
        return typed
    if field.kind == "day" and len(text) == 8:
        return f"{text[4:]}-{text[2:4]}-{text[:2]}"
    if field.kind == "month" and len(text) == 6:
        return f"{text[2:]}-{text[:2]}"
    return f"{here().accounts.prefix}{text}" if field.kind == "iban" else typed


def addable(
    asked: type[Service], values: Mapping[str, str | None], language: str
) -> list[tuple[str, str]]:
    """What may be added: optional fields that are empty, by name and label."""
    names = carrying.asked(asked)
    return [(n, asked.inputs[n].label.at(language)) for n in names if not values.get(n)]


def _typed(field: Field, text: str) -> str:
    """A value as it would be keyed."""
    if field.kind == "day" and len(text) == 10:
        return f"{text[8:]}{text[5:7]}{text[:4]}"
    if field.kind == "month" and len(text) == 7:
        return f"{text[5:]}{text[:4]}"
    return text.removeprefix(here().accounts.prefix) if field.kind == "iban" else text
