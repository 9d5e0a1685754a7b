"""Answering a service's fields: what stands in the first text is taken, what is missing is asked for, one text a field."""

from __future__ import annotations

from guichet.channels.shared import judging
from guichet.channels.shared.telling import told
from guichet.channels.sms import carrying, confirming, keywords, words
from guichet.channels.sms.conversing import Desk, State
from guichet.channels.sms.options import option_of, place_of
from guichet.channels.sms.said import Said, said
from guichet.engine.actor import PartyKind
from guichet.engine.fields import Choice, Text
from guichet.engine.registry import service_of
from guichet.engine.service import Service

_MOST_PARTIES = 6


def start(state: State, desk: Desk, service: type[Service], rest: tuple[str, ...]) -> list[str]:
    """Begin a service with the words that came along."""
    state.leave()
    state.service, state.began = service.key, desk.came
    parties = _parties(desk, service)
    wrong = _take_along(state, service, rest, known=len(parties) == 1)
    if wrong and state.at == "field":
        return [service.title.at(state.language), *wrong]
    if len(parties) > 1 and service.party not in state.given:
        state.at, state.asking, state.offered = "field", service.party, parties
        return [service.title.at(state.language), *wrong, *_question(state, service)]
    return _after_start(state, desk, service, wrong)


def _after_start(state: State, desk: Desk, service: type[Service], wrong: list[str]) -> list[str]:
    asked = go_on(state, desk)
    if state.at == "field":
        return [service.title.at(state.language), *wrong, *asked]
    return [*wrong, *asked]


def _parties(desk: Desk, service: type[Service]) -> list[str]:
    """Whom the client may ask it for, if they are few enough to be listed."""
    if service.party_kind is PartyKind.NOBODY or service.party not in service.inputs:
        return []
    parties = desk.parties(service)
    return parties if len(parties) <= _MOST_PARTIES else []


def _take_along(
    state: State, service: type[Service], rest: tuple[str, ...], *, known: bool
) -> list[str]:
    """Values in the first text, in the order of the fields; a field that may be left out is left out if its turn does not fit.

    A word that fits nowhere is told, and its field asked: it must not be passed over as if it had not been written.
    """
    names = carrying.asked(service)
    wrong: list[str] = []
    at = 0
    for word in rest:
        name, fault = _place(state, service, names[at:], word, known=known)
        if not name:
            return [
                *wrong,
                told(judging.UNEXPECTED.sentence(state.language, value=word), state.language),
            ]
        if fault and not wrong:
            state.at, state.asking = "field", name
            wrong.append(told(fault, state.language))
        at = names.index(name) + 1
    return wrong


def _place(
    state: State, service: type[Service], names: list[str], word: str, *, known: bool
) -> tuple[str, str]:
    """The field whose turn it is and that takes the word; else the one it was probably meant for, and what is wrong with it."""
    first = ("", "")
    for name in names:
        field = service.inputs[name]
        value = option_of(field, word)
        fault = judging.fault(field, value, state.language)
        if fault is None:
            if value:
                state.given[name] = value
            return name, ""
        if not first[0]:
            first = (name, fault)
        if not (field.optional or field.default is not None or (known and name == service.party)):
            return name, fault
    return first


def go_on(state: State, desk: Desk) -> list[str]:
    """Ask the next field that is needed; when there is none, look at the whole."""
    service = service_of(state.service)
    if service.party not in state.given and len(parties := _parties(desk, service)) == 1:
        state.given[service.party] = parties[0]
    for name in carrying.asked(service):
        field = service.inputs[name]
        if name in state.given or field.optional:
            continue
        if field.default:  # the usual is read back, and can be changed there
            state.given[name] = desk.usual(field.default)
            continue
        state.at, state.asking, state.offered = "field", name, []
        return _question(state, service)
    return confirming.look(state, desk, service)


def _question(state: State, service: type[Service]) -> list[str]:
    field, language = service.inputs[state.asking], state.language
    label = field.label.at(language)
    if state.offered:
        listed = "\n".join(f"{at} {number}" for at, number in enumerate(state.offered, start=1))
        return [words.WHICH.at(language, label=label, list=listed)]
    if isinstance(field, Choice):
        listed = "\n".join(
            f"{at} {option.at(language)}"
            for at, option in enumerate(field.options.values(), start=1)
        )
        return [words.CHOOSE.at(language, label=label, list=listed)]
    hint = f" {field.hint.at(language)}" if field.hint else ""
    return [words.ENTER.at(language, label=label, hint=hint)]


def take(state: State, desk: Desk, text: str) -> list[str]:
    """An answer to the field that was asked."""
    service = service_of(state.service)
    if said(text) is Said.BACK:
        return _back(state, desk, service)
    name, field = state.asking, service.inputs[state.asking]
    value = _of_list(state, text) or option_of(field, text)
    fault = judging.fault(field, value, state.language)
    if fault is not None:
        call = keywords.call(text)
        if call.sure and call.services[0] in desk.offered() and not isinstance(field, Text):
            return start(state, desk, call.services[0], call.rest)
        return [told(fault, state.language)]
    if value:
        state.given[name] = value
    else:
        state.given.pop(name, None)
    state.offered = []
    if name not in state.answered:
        state.answered.append(name)
    return go_on(state, desk)


def _of_list(state: State, text: str) -> str:
    """What the place in an offered list stands for; empty if it is none."""
    place = place_of(text)
    return state.offered[place - 1] if 1 <= place <= len(state.offered) else ""


def _back(state: State, desk: Desk, service: type[Service]) -> list[str]:
    """To the field before; from the first one out of the service."""
    if not state.answered:
        state.leave()
        return [words.CANCELLED.at(state.language)]
    state.asking = state.answered.pop()
    state.at, state.offered = "field", []
    state.given.pop(state.asking, None)
    return _question(state, service)
