"""What is asked in a service, which keys answer it, and what they mean for the dialogue."""

from __future__ import annotations

from collections.abc import Iterator

from guichet.channels.voice import capabilities, number_matching, render, speech_text, words
from guichet.channels.voice.keys import Keys, keys_of, text_of
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.steps import (
    AGENT,
    BACK,
    HASH,
    CallDesk,
    Prompt,
    Step,
    offer,
    offer_agent,
    to_agent,
    told,
)
from guichet.channels.voice.turns import State
from guichet.dialogue.advance import advance, parties_of
from guichet.dialogue.draft import Stage
from guichet.dialogue.turn import Answered, Back, Changed, Chosen, Confirmed, Event, Left, Means
from guichet.engine.fields import Field
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib import spelling
from guichet.lib.text import Words

CODE_DIGITS = 6
_TAIL = 3  # digits by which one's own establishments are told apart
_FIELDS, _MORE = 8, "9"  # fields on a page of those that can be changed
# The same keys everywhere after an answer.
_REPEAT, _CONFIRM, _CHANGE, _DETAILS, _MENU = "1", "1", "2", "3", "9"
_HOW = {
    "money": words.HOW_MONEY,
    "day": words.HOW_DAY,
    "month": words.HOW_MONTH,
    "iban": words.HOW_IBAN,
}


def happens(state: State, desk: CallDesk, event: Event) -> list[Phrase]:
    """Move the dialogue by an event, and the call to where it stands then; what is said at once."""
    asking, waited = desk.asking(state), state.at == "app_confirm"
    state.draft, turn = advance(state.draft, event, asking)
    return render.said(state, turn, asking, waited=waited)


def start(
    state: State, desk: CallDesk, service: type[Service], *, named: bool = False
) -> list[Phrase]:
    """Begin a service.

    Its title says what was chosen. An enquiry that the menu has just ``named`` is not named twice:
    it changes nothing.
    """
    title = Phrase(speech_text.label(service.title, state.language) + ".", state.language)
    state.heard = []
    said = happens(state, desk, Chosen(service.key))
    return said if named and service.enquiry else [title, *said]


def _service(state: State) -> type[Service]:
    return service_of(state.draft.service)


# --- a field, and one's own establishments


def _ask_party(state: State, desk: CallDesk) -> Prompt:
    language, parties = state.language, parties_of(state.draft, desk.asking(state))
    said = []
    for at, number in enumerate(parties, start=1):
        ending = words.ENDING.at(language, digits=spelling.digits(number[-_TAIL:], language))
        said.append(speech_text.choice(ending, str(at), language))
    singles = "".join(str(at) for at in range(1, len(parties) + 1))
    return Prompt([*said, *offer_agent(state, desk)], Keys(single=singles + AGENT + BACK))


def _take_party(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    if pressed == AGENT:
        return to_agent(state, desk)
    if pressed == BACK:
        return happens(state, desk, Back())
    parties = parties_of(state.draft, desk.asking(state))
    return happens(state, desk, Answered(parties[int(pressed) - 1]))


def _ask_field(state: State, desk: CallDesk) -> Prompt:
    field, language = _service(state).inputs[state.draft.asking], state.language
    said = [
        speech_text.phrase(words.ASKED, language, label=speech_text.label(field.label, language))
    ]
    for at, option in enumerate(field.options.values(), start=1):
        said.append(speech_text.choice(speech_text.label(option, language), str(at), language))
    if field.kind in _HOW:
        said.append(speech_text.phrase(_HOW[field.kind], language))
    if field.keying is not None and not field.keying.exact:
        said.append(speech_text.phrase(words.END_WITH_HASH, language))
    hints = (speech_text.phrase(hint, language) for hint in _hash_hints(field))
    return Prompt([*said, *hints], keys_of(field))


def _hash_hints(field: Field) -> Iterator[Words]:
    if field.default == "today":
        yield words.HASH_FOR_DEFAULT
    elif field.default == "this_month":
        yield words.HASH_FOR_MONTH
    elif field.default:
        yield words.HASH_FOR_USUAL
    elif field.optional:
        yield words.HASH_FOR_EMPTY


def _take_field(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    if pressed == BACK:
        return happens(state, desk, Back())
    field = _service(state).inputs[state.draft.asking]
    usual = pressed == HASH
    text = desk.asking(state).usual(field.default or "") if usual else text_of(field, pressed)
    return happens(state, desk, Answered(text))


# --- read back, proved


def _ask_check(state: State, desk: CallDesk) -> Prompt:
    options = offer(state, (words.CONFIRM, _CONFIRM), (words.CHANGE, _CHANGE), (words.MENU, BACK))
    return Prompt([*told(state), *options], Keys(single=_CONFIRM + _CHANGE + BACK + AGENT))


def _take_check(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    return (
        happens(state, desk, Confirmed()) if pressed == _CONFIRM else _after(state, desk, pressed)
    )


def _ask_code(state: State, desk: CallDesk) -> Prompt:
    app = number_matching.APP if desk.app_offered(state.account) else ""
    return Prompt([], Keys(single=BACK + app, exact=CODE_DIGITS), secret=True)


def _take_code(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    if pressed == BACK:
        return happens(state, desk, Back())
    if pressed == number_matching.APP:
        return happens(state, desk, Confirmed(means=Means.APP))
    return happens(state, desk, Confirmed(pressed.removesuffix("#")))


def _ask_app(state: State, desk: CallDesk) -> Prompt:
    return number_matching.prompt(str(state.draft.app["number"]), state.language)


def _take_app(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    if pressed == BACK:
        return happens(state, desk, Back())
    said = _wait(state, desk)
    waits = state.draft.stage is Stage.WAITING
    return [speech_text.phrase(words.APP_WAITS, state.language)] if waits else said


def _wait(state: State, desk: CallDesk) -> list[Phrase]:
    said = happens(state, desk, Confirmed())
    if state.draft.stage is not Stage.WAITING:
        state.silent = 0
    return said


# --- told, and changed


def _ask_answer(state: State, desk: CallDesk) -> Prompt:
    details = [(words.DETAILS, _DETAILS)] if state.details else []
    options = offer(
        state, (words.REPEAT, _REPEAT), *details, (words.CHANGE, _CHANGE), (words.MENU, _MENU)
    )
    singles = _REPEAT + _CHANGE + _MENU + AGENT + BACK + (_DETAILS if details else "")
    return Prompt([*told(state), *options], Keys(single=singles))


def _after(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    """The keys that mean the same after a read-back and after an answer."""
    if pressed == AGENT:
        return to_agent(state, desk)
    if pressed == _DETAILS:
        state.heard, state.details = state.details, state.heard
    elif pressed == _CHANGE:
        if state.draft.stage is Stage.TOLD:  # what was answered is done: this is another asking
            state.draft = state.draft.anew(desk.asking(state).moment)
        state.at, state.page = "change", 0
    elif pressed in (BACK, _MENU):
        state.group, state.page, state.heard = "", 0, []
        return happens(state, desk, Left())
    return []


def _ask_change(state: State, desk: CallDesk) -> Prompt:
    inputs, language = _service(state).inputs, state.language
    page, more = _changeable(state)
    said = [
        speech_text.choice(speech_text.label(inputs[name].label, language), str(at), language)
        for at, name in enumerate(page, start=1)
    ]
    singles = "".join(str(at) for at in range(1, len(page) + 1))
    if more:
        said += offer(state, (words.MORE, _MORE))
        singles += _MORE
    return Prompt(said, Keys(single=singles + BACK + AGENT))


def _take_change(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    if pressed == AGENT:
        return to_agent(state, desk)
    if pressed == BACK:  # to what was heard
        state.at = "check" if state.draft.stage is Stage.REVIEW else "answer"
        return []
    page, more = _changeable(state)
    if more and pressed == _MORE:
        state.page += 1
        return []
    return happens(state, desk, Changed(page[int(pressed) - 1]))


def _changeable(state: State) -> tuple[list[str], bool]:
    """The fields on this page of the list, and whether there are others."""
    names = capabilities.asked(_service(state))
    if len(names) <= _FIELDS:
        return names, False
    first = state.page * _FIELDS % (-(-len(names) // _FIELDS) * _FIELDS)
    return names[first : first + _FIELDS], True


STEPS = {
    "party": Step(_ask_party, _take_party),
    "field": Step(_ask_field, _take_field),
    "check": Step(_ask_check, _take_check),
    "code": Step(_ask_code, _take_code),
    "app_confirm": Step(_ask_app, _take_app, _wait),
    "answer": Step(_ask_answer, _after),
    "change": Step(_ask_change, _take_change),
}
