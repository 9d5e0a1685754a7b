"""Who is calling: language, national number, PIN, and a code where the PIN alone is not enough."""

from __future__ import annotations

from contextlib import suppress

from guichet.channels.voice import number_matching, speech_text, words
from guichet.channels.voice.keys import Keys
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.steps import BACK, CallDesk, End, Prompt, Step
from guichet.channels.voice.turns import State
from guichet.engine.refusal import Refused
from guichet.lib.locale import here
from guichet.lib.text import LANGUAGES

PIN_DIGITS = CODE_DIGITS = 6
DENIED_AT_MOST = 3


def begin(state: State, desk: CallDesk) -> list[Phrase]:
    """A registered mobile is greeted in its owner's language and only asked for the PIN."""
    owner = desk.owner_of(state.caller)
    if owner is None:
        state.at = "language"
        return []
    state.owner, state.language, state.at = owner.account, owner.language, "pin"
    return [speech_text.phrase(words.WELCOME, state.language)]


def _ask_language(state: State, desk: CallDesk) -> Prompt:
    return Prompt(
        [speech_text.phrase(words.LANGUAGE, language) for language in LANGUAGES], Keys(single="123")
    )


def _take_language(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    state.language = LANGUAGES[int(pressed) - 1]
    state.at = "number"
    return [speech_text.phrase(words.WELCOME, state.language)]


def _ask_number(state: State, desk: CallDesk) -> Prompt:
    return Prompt(
        [speech_text.phrase(words.NUMBER, state.language)],
        Keys(single=BACK, exact=here().persons.digits),
    )


def _take_number(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    state.at = "language" if pressed == BACK else "pin"
    state.person = "" if pressed == BACK else pressed.removesuffix("#")
    return []


def _ask_pin(state: State, desk: CallDesk) -> Prompt:
    said = [speech_text.phrase(words.PIN, state.language)]
    if state.owner is not None:
        said.append(speech_text.phrase(words.PIN_OTHER, state.language))
    app = _app(state, desk)
    said += [speech_text.phrase(words.APP_INSTEAD, state.language)] if app else []
    return Prompt(said, Keys(single=BACK + app, exact=PIN_DIGITS), secret=True)


def _app(state: State, desk: CallDesk) -> str:
    """The key for the identity app, where it is offered."""
    return number_matching.APP if desk.app_offered(state.owner) else ""


def _take_pin(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    if pressed == BACK:
        # Whoever borrowed a mobile says so, chooses a language and gives a number.
        state.at = "number" if state.owner is None else "language"
        state.owner = None
        return []
    if pressed == number_matching.APP:
        return number_matching.ring(state, desk)
    entered = desk.enter(state, pressed.removesuffix("#"))
    if entered.too_many:
        raise End([speech_text.phrase(words.TOO_MANY, state.language)])
    if entered.code_needed:
        # The same is said whether or not the PIN was right; a code is only sent if it was.
        state.waiting, state.at = entered.account, "pin_code"
        if entered.account is not None:
            with suppress(
                Refused
            ):  # even that no code could be sent would tell that the PIN was right
                desk.send_code(entered.account, state.language)
        return []
    if entered.account is None:
        return _denied(state)
    return _signed_in(state, desk, entered.account)


def _ask_pin_code(state: State, desk: CallDesk) -> Prompt:
    return Prompt(
        [speech_text.phrase(words.CODE_IF_RIGHT, state.language)],
        Keys(single=BACK + _app(state, desk), exact=CODE_DIGITS),
        secret=True,
    )


def _take_pin_code(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    if pressed == number_matching.APP:
        return number_matching.ring(state, desk)
    waiting = state.waiting
    if pressed != BACK and waiting is not None and desk.redeem(waiting, pressed.removesuffix("#")):
        return _signed_in(state, desk, waiting)
    return _denied(state)


def _denied(state: State) -> list[Phrase]:
    return [*_denied_by_app(state), speech_text.phrase(words.DENIED, state.language)]


def _denied_by_app(state: State) -> list[Phrase]:
    """A try like a wrong PIN; why, was said already."""
    state.denied += 1
    state.waiting = None
    if state.denied >= DENIED_AT_MOST:
        raise End([speech_text.phrase(words.TOO_MANY, state.language)])
    state.at = "number" if state.owner is None else "pin"
    return []


def _to_pin(state: State) -> list[Phrase]:
    state.at, state.waiting = "pin", None
    return []


def _signed_in(state: State, desk: CallDesk, account: int) -> list[Phrase]:
    desk.signed_in(account, state.caller)
    return _welcome(state, desk, account)


def _welcome(state: State, desk: CallDesk, account: int) -> list[Phrase]:
    state.account, state.waiting, state.owner, state.person, state.denied = (
        account,
        None,
        None,
        "",
        0,
    )
    if desk.must_choose_pin(account):  # a first PIN opens nothing else
        state.account, state.waiting, state.at = None, account, "choose_pin"
        return [speech_text.phrase(words.FIRST_PIN, state.language)]
    return _to_menu(state)


def _to_menu(state: State) -> list[Phrase]:
    state.at, state.group, state.page = "menu", "", 0
    return []


def _ask_choose(state: State, desk: CallDesk) -> Prompt:
    asked = words.CHOOSE_AGAIN if state.chosen else words.CHOOSE_PIN
    singles = BACK if state.chosen else ""
    said = [speech_text.phrase(asked, state.language)]
    return Prompt(said, Keys(single=singles, exact=PIN_DIGITS), secret=True)


def _take_choose(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    """The PIN its owner chooses, keyed in twice; what was keyed in is kept nowhere."""
    account, pin = _waiting(state), pressed.removesuffix("#")
    if pressed == BACK:
        state.chosen = ""
        return []
    like = desk.likeness(account, pin)
    if not state.chosen:
        state.chosen = like
        return []
    same, state.chosen = state.chosen == like, ""
    if not same:
        return [speech_text.phrase(words.PINS_DIFFER, state.language)]
    try:
        desk.choose_pin(account, pin)
    except Refused as refused:
        return [speech_text.refused(refused, state.language)]
    state.account, state.waiting = account, None
    return [speech_text.phrase(words.PIN_CHOSEN, state.language), *_to_menu(state)]


def _waiting(state: State) -> int:
    if state.waiting is None:
        raise ValueError("nobody is choosing a PIN")
    return state.waiting


STEPS = {
    "language": Step(_ask_language, _take_language),
    "number": Step(_ask_number, _take_number),
    "pin": Step(_ask_pin, _take_pin),
    "app": number_matching.signing_in(_to_pin, _welcome, _denied_by_app),
    "pin_code": Step(_ask_pin_code, _take_pin_code),
    "choose_pin": Step(_ask_choose, _take_choose),
}
