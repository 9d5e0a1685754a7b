"""The national identity app on the telephone: two digits are said, the caller picks them in the app, and waits on the line.

While the caller presses nothing the gateway reports silence every few seconds, and each time the provider is asked again, until
the request has run out. Whoever hangs up takes what was asked along.
"""

from __future__ import annotations

from collections.abc import Callable

from guichet.channels.voice import saying, words
from guichet.channels.voice.keys import Keys
from guichet.channels.voice.saying import Phrase
from guichet.channels.voice.steps import BACK, Desk, Prompt, Step
from guichet.channels.voice.turns import State
from guichet.engine.refusal import Refused
from guichet.lib import spelling

APP = "#"  # the key for the app, where a PIN or a code is asked for
_READY = "1"
Take = Callable[[State, Desk, str], list[Phrase]]


def ask(state: State, desk: Desk, purpose: str, about: str, at: str) -> list[Phrase]:
    """Ring the caller's telephone; from here on the call waits at ``at``. Where that cannot be, say why and stay."""
    try:
        state.app = desk.ask_app(state, purpose, about)
    except Refused as refused:
        return [saying.refused(refused, state.language)]
    state.at = at
    return []


def step(
    purpose: Callable[[State], str],
    back: Callable[[State], list[Phrase]],
    confirmed: Callable[[State, Desk, int], list[Phrase]],
    denied: Callable[[State], list[Phrase]],
) -> Step:
    """A place where the call waits for the app.

    Args:
        purpose: what an approval counts for.
        back: the caller wants another way.
        confirmed: somebody has approved, and this is their account.
        denied: refused, or too late; what was said of it comes first.
    """

    def take(state: State, desk: Desk, pressed: str) -> list[Phrase]:
        if pressed == BACK:
            state.app = {}
            return back(state)
        said = _answer(state, desk)
        return [saying.phrase(words.APP_WAITS, state.language)] if said is None else said

    def look(state: State, desk: Desk) -> list[Phrase]:
        return _answer(state, desk) or []

    def _answer(state: State, desk: Desk) -> list[Phrase] | None:
        """What came of it; None while the person has not decided."""
        try:
            account = desk.app_says(state, purpose(state))
        except Refused as refused:
            state.app = {}
            said = saying.refused(refused, state.language)
            return [said, *denied(state)]
        if account is None:
            return None
        state.app, state.silent = {}, 0
        return confirmed(state, desk, account)

    return Step(_prompt, take, look)


def _prompt(state: State, desk: Desk) -> Prompt:
    number = spelling.spell(int(state.app["number"]), state.language)
    return Prompt(
        [saying.phrase(words.APP_NUMBER, state.language, number=number)],
        Keys(single=_READY + BACK),
    )
