"""A call from one request to the next: one request at a time moves it, a repeated one gets the same
answer again.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from guichet.channels.voice import speech_text, words
from guichet.channels.voice.desk import Entrance
from guichet.channels.voice.dialogue import Event, advance
from guichet.channels.voice.models import Call
from guichet.channels.voice.turns import HANG_UP, State, Turn
from guichet.engine import store
from guichet.lib import waits

LONGEST = timedelta(hours=1)
_BUSY = timedelta(seconds=30)
_POLL_S, _POLLS = 0.1, 80
_SECRET = ("pin", "pin_code", "code")
_log = logging.getLogger(__name__)

_OVER = waits.sql_is_over("busy_until", f"interval '{_BUSY.seconds} seconds'")
_CLAIM = f"""
    UPDATE voice_call SET busy_until = %(until)s
    WHERE id = %(id)s AND step = %(step)s AND {_OVER}
    RETURNING state::text
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What to answer a gateway with."""

    call: str
    step: int
    turn: Turn


def begin(caller: str, now: datetime) -> Said:
    """A new call."""
    state = State(call=secrets.token_hex(16), caller=caller[:64])
    turn = _advanced(state, Event.START, "", now)
    Call.objects.create(
        id=state.call, state=state.kept(), turn=turn.kept(), started_at=now, moved_at=now
    )
    return Said(state.call, 0, turn)


def move(call: str, step: int, event: Event, pressed: str, now: datetime) -> Said | None:
    """The next turn; the same one again if this step was answered before. None: there is no such
    call or step.
    """
    for _ in range(_POLLS):
        kept = store.fetch_in_place(
            _CLAIM, {"state": pl.String}, id=call, step=step, now=now, until=now + _BUSY
        )
        if kept.height and kept["state"][0] != "{}":
            return _moved(call, step, State.read(json.loads(kept["state"][0])), event, pressed, now)
        found = Call.objects.filter(pk=call, started_at__gt=now - LONGEST).first()
        if found is None or found.step not in (step, step + 1):
            return None
        if found.step == step + 1:
            return Said(call, found.step, Turn.read(found.turn))
        time.sleep(_POLL_S)  # the first sending of this step is still being worked
    return None


def _moved(call: str, step: int, state: State, event: Event, pressed: str, now: datetime) -> Said:
    turn = _advanced(state, event, pressed, now)
    # Of a call that is over only the last words stay, for a browser that asks for them again.
    changed = {"state": {} if turn.end else state.kept(), "turn": turn.kept(), "moved_at": now}
    Call.objects.filter(pk=call).update(step=step + 1, busy_until=None, **changed)
    return Said(call, step + 1, turn)


def _advanced(state: State, event: Event, pressed: str, now: datetime) -> Turn:
    try:
        return advance(state, Entrance(now), event, pressed)
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller must hear something
        # Where the call was, never what was pressed: an error's own words might quote a PIN or a
        # code.
        _log.error(
            "a call failed at %s: %s",
            state.at,
            type(error).__name__,
            exc_info=state.at not in _SECRET,
        )
        return Turn((speech_text.phrase(words.FAILED, state.language),), end=HANG_UP)


def end(call: str) -> None:
    """The caller has hung up: nothing of the call is kept."""
    Call.objects.filter(pk=call).delete()


def sweep(now: datetime) -> int:
    """Forget calls that nobody ended; how many there were."""
    return Call.objects.filter(moved_at__lt=now - LONGEST).delete()[0]
