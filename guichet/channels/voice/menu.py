"""What the caller wants: the menu of services, or the service's code. A short menu is said at once;
a long one asks first whether something is to be known or to be done, then says a page at a time.
"""

from __future__ import annotations

from guichet.channels.voice import capabilities, event, speech_text, words
from guichet.channels.voice.keys import Keys
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.steps import (
    AGENT,
    BACK,
    HASH,
    CallDesk,
    End,
    Prompt,
    Step,
    offer,
    offer_agent,
    to_agent,
)
from guichet.channels.voice.turns import State
from guichet.engine.service import Service

PAGE = 5  # nobody remembers more than they have fingers
_MORE = "9"
_CODE_DIGITS = 4
_GROUPS = {"1": "enquiries", "2": "changes"}


def _offered(state: State, desk: CallDesk) -> list[type[Service]]:
    """What stands in the menu: everything, or one group of it."""
    offered = desk.offered(_account(state))
    if not state.group:
        return offered
    return [service for service in offered if service.enquiry == (state.group == "enquiries")]


def _is_grouped(state: State, offered: list[type[Service]]) -> bool:
    kinds = {service.enquiry for service in offered}
    return not state.group and len(offered) > PAGE and len(kinds) > 1


def _ask_menu(state: State, desk: CallDesk) -> Prompt:
    offered = _offered(state, desk)
    if not offered:
        raise End([speech_text.phrase(words.NO_SERVICES, state.language)])
    if _is_grouped(state, offered):
        said = offer(state, (words.ENQUIRIES, "1"), (words.CHANGES, "2"))
        said += offer_agent(state, desk)
        said += _at_the_end(state)
        return Prompt(said, Keys(single="12" + AGENT + BACK, code=_CODE_DIGITS))
    page = _page(offered, state.page)
    said = [
        speech_text.choice(
            speech_text.label(service.title, state.language), str(at), state.language
        )
        for at, service in enumerate(page, start=1)
    ]
    singles = "".join(str(at) for at in range(1, len(page) + 1)) + AGENT + BACK
    if len(offered) > PAGE:
        said += offer(state, (words.MORE, _MORE))
        singles += _MORE
    said += offer_agent(state, desk)
    if not state.group:
        said += _at_the_end(state)
    return Prompt(said, Keys(single=singles, code=_CODE_DIGITS))


def _at_the_end(state: State) -> list[Phrase]:
    """What few need is said after the choices, so that nobody waits for it."""
    return [speech_text.phrase(said, state.language) for said in (words.SERVICE_CODE, words.ALWAYS)]


def _take_menu(state: State, desk: CallDesk, pressed: str) -> list[Phrase]:
    offered = _offered(state, desk)
    if pressed == AGENT:
        return to_agent(state, desk)
    if pressed == BACK:
        state.group, state.page = "", 0
        return []
    if pressed.startswith(HASH):
        service = capabilities.by_code(pressed[1:])
        if service is None:
            return [speech_text.phrase(words.NO_SUCH_SERVICE, state.language)]
        return event.start(state, desk, service)
    if _is_grouped(state, offered):
        state.group, state.page = _GROUPS[pressed], 0
        return []
    if pressed == _MORE:
        state.page = (state.page + 1) % -(-len(offered) // PAGE)
        return []
    return event.start(state, desk, _page(offered, state.page)[int(pressed) - 1], named=True)


def _page(offered: list[type[Service]], page: int) -> list[type[Service]]:
    return offered[page * PAGE : (page + 1) * PAGE]


def _account(state: State) -> int:
    if state.account is None:
        raise ValueError("nobody has signed in")
    return state.account


STEPS = {"menu": Step(_ask_menu, _take_menu)}
