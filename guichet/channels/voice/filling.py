"""Answering a service's fields, in the order a person answers them; what is known already is not asked."""

from __future__ import annotations

from collections.abc import Iterator

from guichet.channels.voice import carrying, confirming, saying, words
from guichet.channels.voice.keys import Keys, entry_of, keys_of, text_of
from guichet.channels.voice.saying import Phrase
from guichet.channels.voice.steps import (
    AGENT,
    BACK,
    HASH,
    Desk,
    Prompt,
    Step,
    offer_agent,
    to_agent,
)
from guichet.channels.voice.turns import State
from guichet.dialogue import entry
from guichet.engine.actor import PartyKind
from guichet.engine.fields import Choice, Field
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib import spelling
from guichet.lib.text import Words

PARTIES = 4  # so many establishments are quicker to choose than to enter
_TAIL = 3  # digits by which one's own establishments are told apart


def start(state: State, desk: Desk, service: type[Service], *, named: bool = False) -> list[Phrase]:
    """Begin a service; whom it is for is filled in where that is clear.

    Its title says what was chosen. An enquiry that the menu has just ``named`` is not named twice: it changes nothing.
    """
    title = [] if named and service.enquiry else [_title(state, service)]
    state.service, state.given, state.entered, state.asking, state.heard = (
        service.key,
        {},
        [],
        "",
        [],
    )
    state.began = desk.moment
    if (
        service.party_kind is not PartyKind.NOBODY
        and service.party in service.inputs
        and state.account is not None
    ):
        parties = desk.parties(state.account, service)
        if len(parties) == 1:
            state.given[service.party] = parties[0]
        elif 1 < len(parties) <= PARTIES:
            state.at = "party"
            return title
    return [*title, *go_on(state, desk)]


def go_on(state: State, desk: Desk) -> list[Phrase]:
    """Ask the next field that is needed; when there is none, look at the whole."""
    service = service_of(state.service)
    for name in carrying.asked(service):
        if not service.inputs[name].optional and name not in state.given:
            state.at, state.asking = "field", name
            return []
    return confirming.look(state, desk, service)


def _title(state: State, service: type[Service]) -> Phrase:
    return Phrase(saying.label(service.title, state.language) + ".", state.language)


def _parties(state: State, desk: Desk) -> list[str]:
    return (
        desk.parties(state.account, service_of(state.service)) if state.account is not None else []
    )


def _ask_party(state: State, desk: Desk) -> Prompt:
    parties = _parties(state, desk)
    said = []
    for at, number in enumerate(parties, start=1):
        digits = spelling.digits(number[-_TAIL:], state.language)
        said.append(
            saying.choice(words.ENDING.at(state.language, digits=digits), str(at), state.language)
        )
    singles = "".join(str(at) for at in range(1, len(parties) + 1))
    return Prompt([*said, *offer_agent(state, desk)], Keys(single=singles + AGENT + BACK))


def _take_party(state: State, desk: Desk, pressed: str) -> list[Phrase]:
    if pressed == AGENT:
        return to_agent(state, desk)
    if pressed == BACK:
        state.at = "menu"
        return []
    service = service_of(state.service)
    state.given[service.party] = _parties(state, desk)[int(pressed) - 1]
    return go_on(state, desk)


def _ask_field(state: State, desk: Desk) -> Prompt:
    field = service_of(state.service).inputs[state.asking]
    name, language = saying.label(field.label, state.language), state.language
    if isinstance(field, Choice):
        said = [saying.phrase(words.ASKED, language, label=name)]
        for at, option in enumerate(field.options.values(), start=1):
            said.append(saying.choice(saying.label(option, language), str(at), language))
        said += [saying.phrase(hint, language) for hint in _hash_hints(field)]
        return Prompt(said, keys_of(field))
    entry = entry_of(field)
    said = [saying.phrase(words.ASKED, language, label=name)]
    if entry is not None and entry.how is not None:
        said.append(saying.phrase(entry.how, language))
    if entry is not None and not entry.exact:
        said.append(saying.phrase(words.END_WITH_HASH, language))
    return Prompt(
        [*said, *(saying.phrase(hint, language) for hint in _hash_hints(field))], keys_of(field)
    )


def _hash_hints(field: Field) -> Iterator[Words]:
    if field.default == "today":
        yield words.HASH_FOR_DEFAULT
    elif field.default == "this_month":
        yield words.HASH_FOR_MONTH
    elif field.default:
        yield words.HASH_FOR_USUAL
    elif field.optional:
        yield words.HASH_FOR_EMPTY


def _take_field(state: State, desk: Desk, pressed: str) -> list[Phrase]:
    service = service_of(state.service)
    name, field = state.asking, service.inputs[state.asking]
    if pressed == BACK:
        return _back(state)
    text = desk.usual(field.default or "") if pressed == HASH else text_of(field, pressed)
    wrong = entry.fault(field, text, state.language, saying.SPOKEN)
    if wrong is not None:
        return [saying.sentence(wrong, state.language)]
    if text:
        state.given[name] = text
    else:
        state.given.pop(name, None)
    if name not in state.entered:
        state.entered.append(name)
    return go_on(state, desk)


def _back(state: State) -> list[Phrase]:
    """To the field before, else to the menu. What was answered is asked again."""
    if not state.entered:
        state.at = "menu"
        return []
    state.asking = state.entered.pop()
    state.given.pop(state.asking, None)
    return []


STEPS = {"party": Step(_ask_party, _take_party), "field": Step(_ask_field, _take_field)}
