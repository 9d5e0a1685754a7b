"""The national identity app on the telephone: two digits are said, the caller picks them in the
app, and waits on the line.

While the caller presses nothing the gateway reports silence every few seconds, and each time the
provider is asked again, until the request has run out. Whoever hangs up takes what was asked along.
"""

from __future__ import annotations

from collections.abc import Callable

from guichet.channels.voice import speech_text, words
from guichet.channels.voice.keys import Keys
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.steps import BACK, CallDesk, Prompt, Step
from guichet.channels.voice.turns import State
from guichet.engine.refusal import Refused
from guichet.lib import spelling

APP = "#"  # the key for the app, where a PIN or a code is asked for
READY = "1"


def prompt(number: str, language: str) -> Prompt:
    """Two digits to pick, and the keys while the call waits."""
    said = words.APP_NUMBER.at(language, number=spelling.spell(int(number), language))
    return Prompt([Phrase(said, language)], Keys(single=READY + BACK))


def ring(state: State, desk: CallDesk) -> list[Phrase]:
    """Somebody signs in by the app: ring their telephone. Where that cannot be, say why and
    stay.
    """
    try:
        state.app = desk.ask_app(state)
    except Refused as refused:
        return [speech_text.refused(refused, state.language)]
    state.at = "app"
    return []


def signing_in(
    back: Callable[[State], list[Phrase]],
    approved: Callable[[State, CallDesk, int], list[Phrase]],
    denied: Callable[[State], list[Phrase]],
) -> Step:
    """The place where the call waits for it.

    Args:
        back: the caller wants another way.
        approved: somebody has, and this is their account.
        denied: refused, or too late; what was said of it comes first.
    """

    def take(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
        if pressed == BACK:
            state.app = {}
            return back(state)
        said = _answer(state, desk)
        return [speech_text.phrase(words.APP_WAITS, state.language)] if said is None else said

    def look(state: State, desk: CallDesk) -> list[Phrase]:
        return _answer(state, desk) or []

    def _answer(state: State, desk: CallDesk) -> list[Phrase] | None:
        """What came of it; None while the person has not decided."""
        try:
            account = desk.app_says(state)
        except Refused as refused:
            state.app = {}
            return [speech_text.refused(refused, state.language), *denied(state)]
        if account is None:
            return None
        state.app, state.silent = {}, 0
        return approved(state, desk, account)

    return Step(lambda state, _: prompt(str(state.app["number"]), state.language), take, look)
