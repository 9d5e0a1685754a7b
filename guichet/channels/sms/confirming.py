"""Asking, at last: an enquiry is answered at once; anything that changes something is tried without effect, read back, confirmed
by a word and a one-time code, and only then asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guichet.channels.shared import judging
from guichet.channels.shared.telling import told
from guichet.channels.sms import carrying, telling, words
from guichet.channels.sms.conversing import Desk, State
from guichet.channels.sms.options import option_of
from guichet.channels.sms.said import Said, said
from guichet.dialogue import policy
from guichet.engine.actor import Assurance
from guichet.engine.outcome import Answer
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome, Service
from guichet.lib.text import plain_digits

_WILL_BE = {Outcome.HELD: words.WILL_BE_HELD, Outcome.REFERRED: words.WILL_BE_REFERRED}
_CODE = re.compile(r"([0-9]{3})[ -]?([0-9]{3})")


def look(state: State, desk: Desk, service: type[Service]) -> list[str]:
    """All needed fields are answered: answer the enquiry, or read back what would be done."""
    if not _confirms(service):
        return _asked(state, desk, service, dry=False)[1]
    tried, said_of_it = _asked(state, desk, service, dry=True)
    if tried is None or tried.outcome is Outcome.REFUSED:
        return said_of_it
    state.at, state.asking, state.offered = "check", "", []
    listed = [*_expected(tried, state.language), *_read_back(state, service)]
    title = service.title.at(state.language)
    # The question first: what does not fit is asked for by MORE, and must not be what has to be answered.
    return [words.CHECK.at(state.language, title=title, list="\n".join(listed))]


def _expected(tried: Answer, language: str) -> Iterator[str]:
    """What a rehearsal foretells beside the values: that it will wait, or be decided by somebody, and its warnings."""
    if tried.outcome in _WILL_BE:
        yield _WILL_BE[tried.outcome].at(language)
    yield from (telling.finding(found, language) for found in tried.warnings)


def _read_back(state: State, service: type[Service]) -> list[str]:
    """Every field with its place; those left empty too, so that they can be filled."""
    lines, language = [], state.language
    for at, name in enumerate(carrying.asked(service), start=1):
        field = service.inputs[name]
        label = field.label.at(language)
        text = state.given.get(name)
        plain = judging.canonical(field, text) if text else None
        if plain:
            value = telling.value(name, field, plain, language)
            lines.append(words.LINE.at(language, at=at, label=label, value=value))
        else:
            lines.append(words.ALSO.at(language, at=at, label=label))
    return lines


def _asked(
    state: State, desk: Desk, service: type[Service], *, dry: bool
) -> tuple[Answer | None, list[str]]:
    """Ask; the answer, and the lines that tell it. What was refused can be mended: the conversation stays open."""
    surely = _confirms(service)
    try:
        answer = desk.ask(
            service, state.given, state.language, surely=surely, dry=dry, began=state.began
        )
    except Refused as refused:
        state.leave()
        return None, [told(refused.sentence(state.language), state.language)]
    lines = telling.answered(answer, service, state.language)
    if answer.outcome is Outcome.REFUSED and surely:
        state.at = "check"  # a line may be changed; a confirmation is tried anew
        return answer, [*lines, *_read_back(state, service), words.MEND.at(state.language)]
    if not dry:
        state.leave()
    return answer, lines


def take_check(state: State, desk: Desk, text: str) -> list[str] | None:
    """After a read-back: yes, no, or a line changed. None: the text is something else."""
    meant = said(text)
    if meant is Said.NO:
        state.leave()
        return [words.CANCELLED.at(state.language)]
    if meant is Said.YES:
        return _send_code(state, desk)
    return _change(state, desk, text)


def _change(state: State, desk: Desk, text: str) -> list[str] | None:
    """``4 2026-12`` after a read-back: line four becomes that. None if the text is no change."""
    service = service_of(state.service)
    place, _, value = plain_digits(text).strip().partition(" ")
    place = place.rstrip(".):=")
    names = carrying.asked(service)
    if not (
        place.isascii() and place.isdigit() and 1 <= int(place[:3]) <= len(names) and value.strip()
    ):
        return None
    name = names[int(place[:3]) - 1]
    value = option_of(service.inputs[name], value.strip())
    fault = judging.fault(service.inputs[name], value, state.language)
    if fault is not None:
        return [told(fault, state.language)]
    if value:
        state.given[name] = value
    else:
        state.given.pop(name, None)
    return look(state, desk, service)


def _send_code(state: State, desk: Desk) -> list[str]:
    service = service_of(state.service)
    tried, lines = _asked(state, desk, service, dry=True)
    if tried is None or tried.outcome is Outcome.REFUSED:
        return lines
    try:
        money = policy.of_money(service)
        desk.send_code(purpose(state), service.title, state.language, money=money)
    except Refused as refused:
        return [told(refused.sentence(state.language), state.language)]
    state.at, state.wrong = "code", 0
    return [words.CODE.at(state.language)]


def take_code(state: State, desk: Desk, text: str) -> list[str] | None:
    """The code, or a wish for another. None: the text is something else."""
    meant = said(text)
    if meant in (Said.CODE_AGAIN, Said.YES):
        return _send_code(state, desk)
    if meant is Said.NO:
        state.leave()
        return [words.CODE_SPENT.at(state.language)]
    code = _CODE.fullmatch(plain_digits(text).strip())
    if code is None:
        return _change(state, desk, text) or (
            [words.CODE_WRONG.at(state.language)] if text.strip().isdigit() else None
        )
    digits = code[1] + code[2]
    if not desk.confirmed(state, purpose(state), digits):
        state.wrong += 1
        if state.wrong >= policy.TRIES:
            state.leave()
            return [words.CODE_SPENT.at(state.language)]
        return [words.CODE_WRONG.at(state.language)]
    return act(state, desk)


def act(state: State, desk: Desk) -> list[str]:
    """It is confirmed: ask."""
    return _asked(state, desk, service_of(state.service), dry=False)[1]


def purpose(state: State) -> str:
    """What a code confirms."""
    return policy.purpose(state.id, state.service, state.given)


def _confirms(service: type[Service]) -> bool:
    """Whether a code confirms it: a mobile that texts is as sure as a PIN."""
    return policy.needs_proof(service, Assurance.PIN, each=True)
