"""The dialogue as a state machine: an event comes in, a turn goes out. It knows no telephone, no
HTTP and no clock.

Every step asks and takes an answer (:mod:`.entering`, :mod:`.choosing`, :mod:`.event`); what is the
same everywhere is here: silence, keys that are no choice, giving up.
"""

from __future__ import annotations

from enum import StrEnum

from guichet.channels.voice import caller_identification, menu, speech_text, words
from guichet.channels.voice import event as asked
from guichet.channels.voice.keys import accepts
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.steps import CallDesk, End, to_agent
from guichet.channels.voice.turns import State, Turn

STEPS = caller_identification.STEPS | menu.STEPS | asked.STEPS
SILENT_AT_MOST = 3


class Event(StrEnum):
    """What a gateway reports."""

    START = "start"
    KEYS = "keys"
    NO_INPUT = "noinput"
    NO_MATCH = "nomatch"


def advance(state: State, desk: CallDesk, event: Event, pressed: str = "") -> Turn:
    """Move ``state`` by an event and say what comes next."""
    try:
        if event is Event.KEYS and not accepts(STEPS[state.at].prompt(state, desk).keys, pressed):
            event = Event.NO_MATCH  # whatever the gateway's grammar let through
        before = _moved(state, desk, event, pressed)
        prompt = STEPS[state.at].prompt(state, desk)
    except End as end:
        return Turn(tuple(end.say), end=end.kind, to=end.to)
    return Turn((*before, *prompt.say), prompt.keys, prompt.secret)


def _moved(state: State, desk: CallDesk, event: Event, pressed: str) -> list[Phrase]:
    if event is Event.START:
        return caller_identification.begin(state, desk)
    if event is Event.KEYS:
        state.silent = 0
        return STEPS[state.at].take(state, desk, pressed)
    waits = STEPS[state.at].waits
    if event is Event.NO_INPUT and waits:
        return waits(state, desk)
    state.silent += 1
    if state.silent >= SILENT_AT_MOST:
        if desk.agent:
            to_agent(state, desk)
        raise End([speech_text.phrase(words.GOODBYE, state.language)])
    heard = words.NOTHING_HEARD if event is Event.NO_INPUT else words.NOT_UNDERSTOOD
    return [speech_text.phrase(heard, state.language)]
