"""One text of a known client, and what it is answered with. What a dialogue is, is in
:mod:`guichet.dialogue`; here is what a text can mean beside.
"""

from __future__ import annotations

from guichet.channels.sms import answer_lines, keywords, render, words
from guichet.channels.sms.control_words import LANGUAGES, Said, said
from guichet.channels.sms.conversation import State
from guichet.channels.sms.desk import SmsDesk
from guichet.channels.sms.event import along, event_of
from guichet.channels.sms.options import place_of
from guichet.channels.sms.word_forms import language_of
from guichet.dialogue import entry
from guichet.dialogue.advance import advance
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.turn import Answered, Chosen, Confirmed, Event, Left, Mend, Told, Unproved
from guichet.engine.refusal import Refusal
from guichet.engine.registry import service_of
from guichet.engine.service import Service

UNEXPECTED = Refusal(
    "value-unexpected",
    ar="لا مكان للقيمة «{value}» في هذا الطلب. أرسل القيم بترتيب الحقول.",
    en="There is no place for “{value}” in this request. Send the values in the order of the fields.",
    fr="Il n’y a pas de place pour « {value} » dans cette demande. Envoyez les valeurs dans l’ordre des champs.",
)
_QUOTED = 20  # letters of a text that was not understood
LOST_AT_MOST = 5  # in a row; a machine that answers every text with the same one is then left alone


def answer(state: State, desk: SmsDesk, text: str) -> str:
    """Move ``state`` by a text; what to answer, in few parts."""
    if state.doing:
        if (
            state.doing == desk.message
        ):  # this very text was confirmed before something failed: take it up again
            return _fit(state, _moved(state, desk, Confirmed()))
        state.leave()
    meant = said(text)
    if meant is Said.MORE:
        return _fit(state, state.rest or [words.NO_MORE.at(state.language)])
    state.rest = []
    common = _common(state, desk, meant)
    if common is not None:
        state.lost = 0
        return _fit(state, common)
    before = state.draft
    lines = _taken(state, desk, text)
    if state.draft.stage is not Stage.REST:
        state.lost = state.lost + 1 if state.draft == before else 0
    # Where text after text has led nowhere nothing is answered. An answered enquiry leads
    # somewhere: it has no ``lost``.
    return _fit(state, lines if state.lost <= LOST_AT_MOST else [])


def _common(state: State, desk: SmsDesk, meant: Said | None) -> list[str] | None:
    """What means the same at any point."""
    if meant in LANGUAGES and state.is_idle:
        state.language = LANGUAGES[meant]
        return [words.LANGUAGE.at(state.language), *_help(state, desk)]
    if meant is Said.HELP:
        state.leave()
        return _help(state, desk)
    if meant is Said.CANCEL:
        state.leave()
        return [words.CANCELLED.at(state.language)]
    return None


def _taken(state: State, desk: SmsDesk, text: str) -> list[str]:
    draft, place = state.draft, place_of(text)
    if 1 <= place <= len(state.offered):
        return _start(state, desk, service_of(state.offered[place - 1]), ())
    if draft.stage is Stage.REST:
        return _begin(state, desk, text)
    event = event_of(draft, text, desk)
    if event is None:
        spelled = draft.stage is Stage.PROVING and text.strip().isdigit()
        return [words.CODE_WRONG.at(state.language)] if spelled else _begin(state, desk, text)
    if isinstance(event, Answered) and (call := _called_instead(draft, desk, event.text, text)):
        return _start(state, desk, call.services[0], call.rest)
    if isinstance(event, Left) and draft.stage is Stage.PROVING:
        state.leave()
        return [words.CODE_SPENT.at(state.language)]
    return _moved(state, desk, event)


def _called_instead(draft: Draft, desk: SmsDesk, value: str, text: str) -> keywords.Call | None:
    """The service that is called by what is no answer to the field asked."""
    field = service_of(draft.service).inputs[draft.asking]
    if field.kind == "text" or entry.fault(field, value, desk.language) is None:
        return None
    call = keywords.call(text)
    return call if call.sure and call.services[0] in desk.offered() else None


def _moved(state: State, desk: SmsDesk, event: Event) -> list[str]:
    """What a dialogue says to an event."""
    state.draft, turn = advance(state.draft, event, desk)
    said_now = render.lines(state.draft, turn, state.language)
    # It is over; so is an enquiry that was refused, which is as quickly asked anew, and what three
    # wrong codes were sent for.
    refused = isinstance(turn, Mend) and service_of(state.draft.service).enquiry
    if refused or isinstance(turn, Told) or turn == Unproved():
        state.leave()
    return said_now


def _start(state: State, desk: SmsDesk, service: type[Service], rest: tuple[str, ...]) -> list[str]:
    """Begin a service with the words that came along."""
    state.leave()
    state.lost, desk.language = 0, state.language
    given, stray = along(service, rest, state.language, known=len(desk.parties(service)) == 1)
    lines = _moved(state, desk, Chosen(service.key, given))
    if stray:
        lines.insert(0, UNEXPECTED.sentence(state.language, value=stray))
    if state.draft.stage is Stage.ASKING:
        lines.insert(0, service.title.at(state.language))
    return lines


def _begin(state: State, desk: SmsDesk, text: str) -> list[str]:
    call = keywords.call(text)
    state.language = language_of(text) or call.language or state.language
    offered = desk.offered()
    if call.sure:
        service = call.services[0]
        if service in offered:
            return _start(state, desk, service, call.rest)
        state.lost = 0
        title = service.title.at(state.language)
        return [words.NOT_YOURS.at(state.language, title=title), *_help(state, desk)]
    if state.draft.stage is not Stage.REST:
        # What awaits a confirmation is not thrown away for a text that was not understood.
        title = service_of(state.draft.service).title.at(state.language)
        return [words.WAITING.at(state.language, title=title)]
    state.lost += 1
    state.leave()
    likely = [service for service in call.services if service in offered]
    if likely:
        state.offered = [service.key for service in likely]
        titles = [service.title.at(state.language) for service in likely]
        listed = "\n".join(f"{at} {title}" for at, title in enumerate(titles, start=1))
        return [words.DID_YOU_MEAN.at(state.language, list=listed)]
    if not offered:
        return [words.NO_SERVICES.at(state.language)]
    listed = _listed(offered, state.language)
    return [words.NOT_UNDERSTOOD.at(state.language, text=_quoted(text), list=listed)]


def _quoted(text: str) -> str:
    """What was written, to be known again: its words only. A sender can be forged, and what
    somebody else has written for a client to read, a number to call or an address to open, must not
    reach them as a text of ours.
    """
    letters = "".join(mark if mark.isalpha() else " " for mark in text)
    return " ".join(letters.split())[:_QUOTED].strip() or "…"


def _help(state: State, desk: SmsDesk) -> list[str]:
    offered = desk.offered()
    if not offered:
        return [words.NO_SERVICES.at(state.language)]
    return [words.HELP.at(state.language, list=_listed(offered, state.language))]


def _listed(offered: list[type[Service]], language: str) -> str:
    return "\n".join(
        f"{keywords.keyword(service, language)}: {service.title.at(language)}"
        for service in offered
    )


def _fit(state: State, lines: list[str]) -> str:
    whole = [line for block in lines for line in block.split("\n")]
    text, state.rest = answer_lines.fitted(whole, state.language)
    return text
