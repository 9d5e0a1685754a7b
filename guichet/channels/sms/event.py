"""What a text means where a dialogue stands."""

from __future__ import annotations

import re

from guichet.channels.sms import capabilities
from guichet.channels.sms.control_words import Said, said
from guichet.channels.sms.desk import SmsDesk
from guichet.channels.sms.options import option_of, place_of
from guichet.dialogue import entry
from guichet.dialogue.advance import parties_of
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.turn import Answered, Back, Changed, Confirmed, Event, Left
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib.text import plain_digits

_CODE = re.compile(r"([0-9]{3})[ -]?([0-9]{3})")


def event_of(draft: Draft, text: str, desk: SmsDesk) -> Event | None:
    """The event; None: the text is about something else."""
    meant = said(text)
    if draft.stage in (Stage.ASKING, Stage.CHANGING):
        return Back() if meant is Said.BACK else Answered(_value(draft, text, desk))
    if meant is Said.NO:
        return Left()
    if meant is Said.YES or (meant is Said.CODE_AGAIN and draft.stage is Stage.PROVING):
        return Confirmed()
    code = _CODE.fullmatch(plain_digits(text).strip())
    if code and draft.stage is Stage.PROVING:
        return Confirmed(code[1] + code[2])
    return _change(draft, text)


def _value(draft: Draft, text: str, desk: SmsDesk) -> str:
    """What the place in an offered list stands for, else the text."""
    parties, place = parties_of(draft, desk), place_of(text)
    if 1 <= place <= len(parties):
        return parties[place - 1]
    return option_of(service_of(draft.service).inputs[draft.asking], text)


def _change(draft: Draft, text: str) -> Changed | None:
    """``4 2026-12`` after a read-back: line four becomes that. None if the text is no change."""
    service = service_of(draft.service)
    place, _, value = plain_digits(text).strip().partition(" ")
    place, names = place.rstrip(".):="), capabilities.asked(service)
    if not (
        place.isascii() and place.isdigit() and 1 <= int(place[:3]) <= len(names) and value.strip()
    ):
        return None
    name = names[int(place[:3]) - 1]
    return Changed(name, option_of(service.inputs[name], value.strip()))


def along(
    service: type[Service], rest: tuple[str, ...], language: str, *, known: bool
) -> tuple[dict[str, str], str]:
    """Values in the first text, in the order of the fields, and the word that fits nowhere: it must
    not be passed over as if it had not been written. A field that may be left out is left out if
    its turn does not fit.

    Args:
        known: whom the service is for is clear, so that it need not be written.
    """
    names = capabilities.asked(service)
    given: dict[str, str] = {}
    for word in rest:
        name = _place(service, names, word, language, known=known)
        if not name:
            return given, word
        given[name] = option_of(service.inputs[name], word)
        names = names[names.index(name) + 1 :]
    return given, ""


def _place(
    service: type[Service], names: list[str], word: str, language: str, *, known: bool
) -> str:
    """The field whose turn it is and that takes the word; else the one it was probably
    meant for.
    """
    first = ""
    for name in names:
        field = service.inputs[name]
        if entry.fault(field, option_of(field, word), language) is None:
            return name
        first = first or name
        if not (field.optional or field.default is not None or (known and name == service.party)):
            return name
    return first
