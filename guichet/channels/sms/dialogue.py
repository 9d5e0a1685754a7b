"""One text of a known client, and what it is answered with. It knows no network, no tables and no clock."""

from __future__ import annotations

from guichet.channels.sms import confirming, filling, keywords, telling, words
from guichet.channels.sms.conversing import Desk, State
from guichet.channels.sms.folding import language_of
from guichet.channels.sms.options import place_of
from guichet.channels.sms.said import LANGUAGES, Said, said
from guichet.engine.registry import service_of
from guichet.engine.service import Service

_QUOTED = 20  # letters of a text that was not understood
LOST_AT_MOST = 5  # in a row; a machine that answers every text with the same one is then left alone


def answer(state: State, desk: Desk, text: str) -> str:
    """Move ``state`` by a text; what to answer, in few parts."""
    if state.at == "doing":
        if desk.doing(
            state
        ):  # this very text was confirmed before something failed: take it up again
            return _fit(state, confirming.act(state, desk))
        state.leave()
    meant = said(text)
    if meant is Said.MORE:
        return _fit(state, state.rest or [words.NO_MORE.at(state.language)])
    state.rest = []
    common = _common(state, desk, meant)
    if common is not None:
        state.lost = 0
        return _fit(state, common)
    return _fit(state, _heeded(state, _where(state), _taken(state, desk, text)))


def _where(state: State) -> tuple[object, ...]:
    return state.at, state.service, state.asking, dict(state.given), list(state.answered)


def _heeded(state: State, before: tuple[object, ...], lines: list[str]) -> list[str]:
    """The answer; none where text after text has led nowhere. An answered enquiry leads somewhere: it has no ``lost``."""
    if state.at in ("field", "check", "code"):
        state.lost = state.lost + 1 if _where(state) == before else 0
    return lines if state.lost <= LOST_AT_MOST else []


def _common(state: State, desk: Desk, meant: Said | None) -> list[str] | None:
    """What means the same at any point."""
    if meant in LANGUAGES and state.at == "rest":
        state.language = LANGUAGES[meant]
        return [words.LANGUAGE.at(state.language), *_help(state, desk)]
    if meant is Said.HELP:
        state.leave()
        return _help(state, desk)
    if meant is Said.CANCEL:
        state.leave()
        return [words.CANCELLED.at(state.language)]
    return None


def _taken(state: State, desk: Desk, text: str) -> list[str]:
    found: list[str] | None = None
    if state.at == "field":
        return filling.take(state, desk, text)
    if state.at == "check":
        found = confirming.take_check(state, desk, text)
    elif state.at == "code":
        found = confirming.take_code(state, desk, text)
    elif state.at == "offer":
        found = _take_offer(state, desk, text)
    return found if found is not None else _begin(state, desk, text)


def _take_offer(state: State, desk: Desk, text: str) -> list[str] | None:
    place = place_of(text)
    if 1 <= place <= len(state.offered):
        state.lost = 0
        return filling.start(state, desk, service_of(state.offered[place - 1]), ())
    return None


def _begin(state: State, desk: Desk, text: str) -> list[str]:
    call = keywords.call(text)
    state.language = language_of(text) or call.language or state.language
    offered = desk.offered()
    if call.sure:
        state.lost = 0
        service = call.services[0]
        if service in offered:
            return filling.start(state, desk, service, call.rest)
        return [
            words.NOT_YOURS.at(state.language, title=service.title.at(state.language)),
            *_help(state, desk),
        ]
    likely = [service for service in call.services if service in offered]
    if state.at in ("check", "code"):
        # What awaits a confirmation is not thrown away for a text that was not understood.
        return [
            words.WAITING.at(
                state.language, title=service_of(state.service).title.at(state.language)
            )
        ]
    state.lost += 1
    state.leave()
    if likely:
        state.at, state.offered = "offer", [service.key for service in likely]
        titles = [service.title.at(state.language) for service in likely]
        listed = "\n".join(f"{at} {title}" for at, title in enumerate(titles, start=1))
        return [words.DID_YOU_MEAN.at(state.language, list=listed)]
    quoted = _quoted(text)
    if not offered:
        return [words.NO_SERVICES.at(state.language)]
    return [
        words.NOT_UNDERSTOOD.at(state.language, text=quoted, list=_listed(offered, state.language))
    ]


def _quoted(text: str) -> str:
    """What was written, to be known again: its words only. A sender can be forged, and what somebody else has written for a
    client to read, a number to call or an address to open, must not reach them as a text of ours.
    """
    letters = "".join(mark if mark.isalpha() else " " for mark in text)
    return " ".join(letters.split())[:_QUOTED].strip() or "…"


def _help(state: State, desk: Desk) -> list[str]:
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
    text, state.rest = telling.fitted(whole, state.language)
    return text
