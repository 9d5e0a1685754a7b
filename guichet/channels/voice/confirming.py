"""Asking, at last: an enquiry is answered at once; anything that changes something is tried without effect, read back, confirmed
by a key and a one-time code, and only then asked. Whoever hangs up before that has changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from guichet.channels.voice import carrying, matching, saying, words
from guichet.channels.voice.keys import Keys
from guichet.channels.voice.saying import Phrase
from guichet.channels.voice.steps import (
    AGENT,
    BACK,
    Desk,
    Prompt,
    Step,
    offer,
    remember,
    to_agent,
    told,
)  # fmt: skip
from guichet.channels.voice.turns import State
from guichet.dialogue import entry, policy
from guichet.domain.contact.codes import NO_MOBILE
from guichet.engine.actor import Assurance
from guichet.engine.outcome import Answer
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome, Service
from guichet.engine.stages import Reached

CODE_DIGITS = 6
_ENDS = {Outcome.HELD: words.HELD, Outcome.REFERRED: words.REFERRED}
_WILL_BE = {Outcome.HELD: words.WILL_BE_HELD, Outcome.REFERRED: words.WILL_BE_REFERRED}
_SAID_AT_ONCE = 4
_FIELDS, _MORE = 8, "9"  # fields on a page of those that can be changed
# The same keys everywhere after an answer.
_REPEAT, _CONFIRM, _CHANGE, _DETAILS, _MENU = "1", "1", "2", "3", "9"


def look(state: State, desk: Desk, service: type[Service]) -> list[Phrase]:
    """All needed fields are answered: answer the enquiry, or read back what would be done."""
    if not _confirms(state, desk, service):
        return _end(state, desk, _asked(state, desk, service, dry=False), service)
    tried = _asked(state, desk, service, dry=True)
    if tried is None or tried.outcome is Outcome.REFUSED:
        return _end(state, desk, tried, service)
    expected = [saying.phrase(_WILL_BE[o], state.language) for o in (tried.outcome,) if o in _WILL_BE]
    remember(state, [*_read_back(state, service), *expected, *_warnings(tried, state.language)])
    state.at = "check"
    return []


def _asked(state: State, desk: Desk, service: type[Service], *, dry: bool) -> Answer | None:
    """Ask; None where the asking as a whole was refused, with the sentence remembered."""
    try:
        surely = _confirms(state, desk, service)
        return desk.ask(state, service, state.given, surely=surely, dry=dry)
    except Refused as refused:
        remember(state, [saying.refused(refused, state.language)])
        return None


def _end(state: State, desk: Desk, answer: Answer | None, service: type[Service]) -> list[Phrase]:
    state.at = "answer"
    if answer is not None:
        most = _SAID_AT_ONCE if answer.accepted else 0  # a refusal is heard to the end
        stage = desk.reached(answer)
        remember(state, list(_answered(answer, service, stage, state.language)), most)
    return []


def _answered(
    answer: Answer, service: type[Service], stage: Reached | None, language: str
) -> Iterator[Phrase]:
    if answer.outcome is Outcome.REFUSED:
        yield from (saying.finding(finding, language) for finding in answer.errors)
        return
    if answer.outcome in _ENDS:
        yield saying.phrase(_ENDS[answer.outcome], language)
    elif answer.repeated:
        yield saying.phrase(words.DONE_BEFORE, language)
    elif stage is None and not service.enquiry:
        yield saying.phrase(words.DONE, language)
    if stage is not None:
        yield Phrase(f"{saying.label(stage.stage.words, language)}.", language)
        yield Phrase(saying.label(stage.stage.meaning, language), language)
    yield from saying.outcome(answer, language)
    yield from _warnings(answer, language)
    if not service.enquiry and answer.kept:
        yield saying.reference(answer.reference, language)


def _warnings(answer: Answer, language: str) -> list[Phrase]:
    return [saying.finding(finding, language) for finding in answer.warnings]


def _read_back(state: State, service: type[Service]) -> Iterator[Phrase]:
    values = {
        name: entry.canonical(service.inputs[name], text) for name, text in state.given.items()
    }
    yield Phrase(saying.label(service.title, state.language) + ".", state.language)
    for name, field in service.inputs.items():
        yield from saying.fields({name: field}, values, state.language)


def _ask_check(state: State, desk: Desk) -> Prompt:
    options = offer(state, (words.CONFIRM, _CONFIRM), (words.CHANGE, _CHANGE), (words.MENU, BACK))
    return Prompt([*told(state), *options], Keys(single=_CONFIRM + _CHANGE + BACK + AGENT))


def _take_check(state: State, desk: Desk, pressed: str) -> list[Phrase]:
    if pressed != _CONFIRM:
        return _after(state, desk, pressed)
    service, app = service_of(state.service), desk.app_offered(_account(state))
    if app and desk.is_proved(state):  # who came by the app confirms in it
        return _by_app(state, desk)
    try:
        money = policy.of_money(service)
        desk.send_code(_account(state), purpose(state), service.title, state.language, money=money)
    except Refused as refused:
        if app and refused.refusal is NO_MOBILE:
            return _by_app(state, desk)
        return [saying.refused(refused, state.language)]
    state.at = "code"
    said = [saying.phrase(words.CODE, state.language)]
    return [*said, saying.phrase(words.APP_INSTEAD, state.language)] if app else said


def _by_app(state: State, desk: Desk) -> list[Phrase]:
    title = service_of(state.service).title.at(state.language)
    return matching.ask(state, desk, purpose(state), title, "app_confirm")


def purpose(state: State) -> str:
    """What a code confirms."""
    return policy.purpose(state.call, state.service, state.given)


def _confirms(state: State, desk: Desk, service: type[Service]) -> bool:
    """Whether a code or the app confirms it."""
    known = Assurance.SECOND_FACTOR if desk.is_proved(state) else Assurance.PIN
    return policy.needs_proof(service, known, each=True)


def _ask_code(state: State, desk: Desk) -> Prompt:
    app = matching.APP if desk.app_offered(_account(state)) else ""
    return Prompt([], Keys(single=BACK + app, exact=CODE_DIGITS), secret=True)


def _take_code(state: State, desk: Desk, pressed: str) -> list[Phrase]:
    if pressed == BACK:
        return _to_check(state)
    if pressed == matching.APP:
        return _by_app(state, desk)
    if not desk.redeem(_account(state), purpose(state), pressed.removesuffix("#")):
        state.denied += 1
        if state.denied < policy.TRIES:
            return [saying.phrase(words.CODE_WRONG, state.language)]
        state.denied, state.at = 0, "check"
        return [saying.phrase(words.CODE_SPENT, state.language)]
    return _confirmed(state, desk, _account(state))


def _confirmed(state: State, desk: Desk, account: int) -> list[Phrase]:
    if account != _account(state):  # the app's person has another account by now
        return _not_confirmed(state)
    state.denied = 0
    state.number += 1
    service = service_of(state.service)
    return _end(state, desk, _asked(state, desk, service, dry=False), service)


def _to_check(state: State) -> list[Phrase]:
    state.at = "check"
    return []


def _not_confirmed(state: State) -> list[Phrase]:
    state.at = "check"
    return [saying.phrase(words.CODE_SPENT, state.language)]


def _ask_answer(state: State, desk: Desk) -> Prompt:
    details = [(words.DETAILS, _DETAILS)] if state.details else []
    options = offer(
        state, (words.REPEAT, _REPEAT), *details, (words.CHANGE, _CHANGE), (words.MENU, _MENU)
    )
    singles = _REPEAT + _CHANGE + _MENU + AGENT + BACK + (_DETAILS if details else "")
    return Prompt([*told(state), *options], Keys(single=singles))


def _after(state: State, desk: Desk, pressed: str) -> list[Phrase]:
    """The keys that mean the same after a read-back and after an answer."""
    if pressed == AGENT:
        return to_agent(state, desk)
    if pressed == _DETAILS:
        state.heard, state.details = state.details, state.heard
    elif pressed == _CHANGE:
        if state.at == "answer":  # what was answered is done: this is another asking
            state.began = desk.moment
        state.at, state.page = "change", 0
    elif pressed in (BACK, _MENU):
        state.at, state.group, state.page = "menu", "", 0
        state.service, state.given, state.heard = "", {}, []
    return []


def _ask_change(state: State, desk: Desk) -> Prompt:
    service = service_of(state.service)
    page, more = _changeable(state, service)
    said = [
        saying.choice(
            saying.label(service.inputs[name].label, state.language), str(at), state.language
        )
        for at, name in enumerate(page, start=1)
    ]
    singles = "".join(str(at) for at in range(1, len(page) + 1))
    if more:
        said += offer(state, (words.MORE, _MORE))
        singles += _MORE
    return Prompt(said, Keys(single=singles + BACK + AGENT))


def _take_change(state: State, desk: Desk, pressed: str) -> list[Phrase]:
    if pressed == AGENT:
        return to_agent(state, desk)
    service = service_of(state.service)
    if pressed == BACK:
        return look(state, desk, service)
    page, more = _changeable(state, service)
    if more and pressed == _MORE:
        state.page += 1
        return []
    state.asking = page[int(pressed) - 1]
    state.at, state.entered = "field", []
    return []


def _changeable(state: State, service: type[Service]) -> tuple[list[str], bool]:
    """The fields on this page of the list, and whether there are others."""
    names = carrying.asked(service)
    if len(names) <= _FIELDS:
        return names, False
    first = state.page * _FIELDS % (-(-len(names) // _FIELDS) * _FIELDS)
    return names[first : first + _FIELDS], True


def _account(state: State) -> int:
    if state.account is None:
        raise ValueError("nobody has signed in")
    return state.account


STEPS = {
    "check": Step(_ask_check, _take_check),
    "code": Step(_ask_code, _take_code),
    "app_confirm": matching.step(purpose, _to_check, _confirmed, _not_confirmed),
    "answer": Step(_ask_answer, _after),
    "change": Step(_ask_change, _take_change),
}
