"""Takes up texts in batches: who they are from, what the conversation says, what to keep; each
answered once.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from guichet.channels.sms import answer_lines, dialogue, inbox, opt_out, outbox, words
from guichet.channels.sms.capabilities import SMS
from guichet.channels.sms.control_words import Said, said
from guichet.channels.sms.conversation import State
from guichet.channels.sms.desk import CHANNEL, SmsDesk
from guichet.channels.sms.inbox import Claimed
from guichet.channels.sms.word_forms import language_of
from guichet.dialogue.desk import keep_conversed
from guichet.dialogue.draft import Draft, Stage
from guichet.domain.contact.queries import accounts_of_mobiles
from guichet.domain.identity import throttle
from guichet.domain.identity.queries import Account, segments_of_many
from guichet.engine import store
from guichet.engine.actor import Segment
from guichet.engine.outcome import Answer

BATCH = 100
FORGOTTEN_AFTER = timedelta(minutes=30)
TRIES = 3
_KEPT_AFTER_S, _BATCH_S = 0.2, 20.0
KNOWN_LIMIT, KNOWN_WINDOW = 60, timedelta(minutes=10)
UNKNOWN_LIMIT, UNKNOWN_WINDOW = (
    3,
    timedelta(hours=24),
)  # two machines must not answer each other for ever
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """What becomes of one text: an answer (none is sent where it is empty), and the
    conversation.
    """

    text: Claimed
    language: str
    answer: str
    state: State | None = None
    handled: Sequence[tuple[Answer, float]] = ()  # what was asked, and when that began


def answer_some(now: datetime, most: int = BATCH) -> int:
    """Answer the texts that wait, one of each sender; how many there were."""
    started = time.monotonic()
    claimed = inbox.claim(now, most)
    if not claimed:
        return 0
    accounts = accounts_of_mobiles([text.sender for text in claimed])
    states = _states([text.sender for text in claimed], now)
    segments = segments_of_many(list(accounts.values()))
    uses = _uses(claimed, accounts, now)
    began, done = time.monotonic(), []
    for at, text in enumerate(claimed):
        account = accounts.get(text.sender)
        known = segments[account.pk] if account else frozenset()
        done.append(_answered(text, account, known, states.get(text.sender), uses, now))
        if time.monotonic() - began > _KEPT_AFTER_S:  # nobody waits for the whole batch
            _keep(done, now)
            began, done = time.monotonic(), []
        if time.monotonic() - started > _BATCH_S:  # long before the lease ends
            inbox.release([left.id for left in claimed[at + 1 :]])
            break
    _keep(done, now)
    return len(claimed)


def _states(senders: Sequence[str], now: datetime) -> dict[str, State]:
    found = store.fetch_in_place(
        "SELECT mobile, state::text FROM sms_conversation WHERE mobile = ANY(%(senders)s) AND moved_at > %(since)s",
        {"mobile": pl.String, "state": pl.String},
        senders=list(senders),
        since=now - FORGOTTEN_AFTER,
    )
    return {mobile: State.read(json.loads(text)) for mobile, text in found.iter_rows()}


def _uses(
    claimed: Sequence[Claimed], accounts: dict[str, Account], now: datetime
) -> dict[str, int]:
    known = [t.sender for t in claimed if t.sender in accounts]
    others = [t.sender for t in claimed if t.sender not in accounts]
    counted = throttle.hits([f"sms:{s}" for s in known], window=KNOWN_WINDOW, now=now)
    counted |= throttle.hits([f"sms-unknown:{s}" for s in others], window=UNKNOWN_WINDOW, now=now)
    return {key.partition(":")[2]: hits for key, hits in counted.items()}


def _answered(
    text: Claimed,
    account: Account | None,
    segments: frozenset[Segment],
    state: State | None,
    uses: dict[str, int],
    now: datetime,
) -> Answered:
    used = uses.get(text.sender, 1)
    if account is None:
        return _to_stranger(text, used, now)
    if state is None or state.account != account.pk:  # the mobile may have passed to somebody else
        state = State(account.pk, Draft(secrets.token_hex(16)), account.language)
    told = _notices(text, state.language, now)  # heeded however many texts came before
    if used > KNOWN_LIMIT:
        minutes = KNOWN_WINDOW.seconds // 60
        many = words.TOO_MANY.at(state.language, minutes=minutes)
        told = many if used == KNOWN_LIMIT + 1 else ""
        return Answered(text, state.language, answer_lines.written(told))
    if told:
        state.leave()
        return Answered(text, state.language, told, state)
    if text.tries > TRIES:
        return Answered(text, state.language, answer_lines.written(words.FAILED.at(state.language)))
    try:
        desk = SmsDesk(
            account,
            SMS,
            now,
            state.language,
            mobile=text.sender,
            message=text.message,
            came_at=text.received_at,
            segments=segments,
            state=state,
        )
        said_now = dialogue.answer(state, desk, text.words)
    except Exception as error:  # noqa: BLE001 - whatever it is, the client must read something
        # Where it was, never what was written: an error's own words might quote a code.
        _log.error(
            "a text failed at %s: %s",
            state.draft.stage,
            type(error).__name__,
            exc_info=state.draft.stage not in (Stage.PROVING, Stage.SENDING),
        )
        return Answered(text, state.language, answer_lines.written(words.FAILED.at(state.language)))
    return Answered(text, state.language, said_now, state, desk.asked)


def _to_stranger(text: Claimed, used: int, now: datetime) -> Answered:
    """A mobile nobody registered is told how to register it, a few times a day."""
    language = language_of(text.words) or ("ar" if not text.words.strip() else "en")
    told = _notices(text, language, now) or words.UNKNOWN_MOBILE.at(language)
    return Answered(text, language, answer_lines.written(told) if used <= UNKNOWN_LIMIT else "")


def _notices(text: Claimed, language: str, now: datetime) -> str:
    """STOP and START, which everybody may say at any time; empty if it is neither."""
    meant = said(text.words)
    language = language_of(text.words) or language
    if meant is Said.STOP:
        opt_out.stop(text.sender, now)
        return answer_lines.written(words.SILENT.at(language))
    if meant is Said.START:
        opt_out.start(text.sender, now)
        return answer_lines.written(words.TELLING.at(language))
    return ""


_CONVERSATIONS = """
    INSERT INTO sms_conversation AS c (mobile, state, moved_at)
    SELECT mobile, state::jsonb, %(now)s
    FROM unnest(%(mobiles)s::text[], %(states)s::text[]) AS g(mobile, state)
    ORDER BY mobile
    ON CONFLICT (mobile) DO UPDATE SET state = excluded.state, moved_at = excluded.moved_at
"""


def _keep(done: Sequence[Answered], now: datetime) -> None:
    """Conversations, answers and that they are answered: together or not at all."""
    if not done:
        return
    moved = [a for a in done if a.state is not None]
    drafts = [
        outbox.Draft(
            kind="answer",
            mobile=a.text.sender,
            language=a.language,
            source=f"answer:{a.text.id}",
            words=a.answer,
            urgency=outbox.ANSWER,
            due_at=now,
            expires_at=now + outbox.ANSWERS_GOOD_FOR,
        )
        for a in done
        if a.answer
    ]
    with store.atomic():
        if moved:
            store.execute(
                _CONVERSATIONS,
                mobiles=[a.text.sender for a in moved],
                states=[json.dumps(a.state.kept()) for a in moved if a.state],
                now=now,
            )
        outbox.queue(drafts, now)
        for answer, began in (each for a in done for each in a.handled):
            keep_conversed(answer, CHANNEL, began, now)
        inbox.done([a.text.id for a in done], now)


def sweep(now: datetime) -> int:
    """Forget conversations that nobody goes on with; how many there were."""
    return store.execute(
        "DELETE FROM sms_conversation WHERE moved_at < %(since)s", since=now - FORGOTTEN_AFTER
    )
