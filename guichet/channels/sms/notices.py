"""Turns what happened into notices for those whom it concerns, if they have a registered mobile and
want to be told.

An event is heard once: what is written for it and that it was heard are one commit, and each notice
has a source of its own. Events of before the channel was there are not told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from guichet.channels.shared.account_events import CHANGES
from guichet.channels.sms import acts, outbox, quiet, silence, telling, templates
from guichet.domain.contact.queries import mobiles_of_accounts
from guichet.domain.identity.queries import accounts_of_persons, languages_of, owners_of
from guichet.engine import events, results, store
from guichet.engine.context import HOME
from guichet.engine.ids import submission_of
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.registry import services
from guichet.engine.relations import EVENTS
from guichet.engine.service import Outcome
from guichet.engine.waiting import WAITS_LONG
from guichet.lib import institution, reference
from guichet.lib.showing import show_amount, show_gregorian, show_month

GOOD_FOR = timedelta(days=3)
_MOST = 5_000
# Ids are drawn before commits, so a late commit may bring a lower one: so far back is looked again.
_LATE = 100_000
_A_LITTLE = 1_000
_EVENTS = f"""
    SELECT e.id, e.name, e.body::text FROM {EVENTS} e
    WHERE e.id > %(low)s AND e.name = ANY(%(names)s) AND NOT EXISTS (SELECT FROM sms_heard h WHERE h.event = e.id)
    ORDER BY e.id LIMIT %(most)s
"""
_LOW = "SELECT greatest(min(event), max(event) - %(late)s) FROM sms_heard"
_BEGIN = "INSERT INTO sms_heard (event) VALUES (%(newest)s) ON CONFLICT DO NOTHING"
_CHANGED = "account-changed"
_ACTED = "acted-for-you"
_ALWAYS = {_CHANGED, _ACTED}
_ACCEPTED = OUTCOME_CODES[Outcome.ACCEPTED]
_WAITING = [OUTCOME_CODES[Outcome.HELD], OUTCOME_CODES[Outcome.REFERRED]]


@dataclass(frozen=True, slots=True)
class Notice:
    """What one account is told."""

    kind: str
    source: str
    account: int
    language: str
    words: str


def begin() -> None:
    """From now on events are told."""
    store.execute(_BEGIN, newest=events.newest())


def gather(now: datetime, most: int = _MOST) -> int:
    """Write the notices of events not yet heard; how many events there were."""
    low = store.value(_LOW, late=_LATE)
    if low is None:
        begin()
        return 0
    unheard = store.fetch_in_place(
        _EVENTS,
        {"id": pl.Int64, "name": pl.String, "body": pl.String},
        low=low,
        names=list(_WRITERS),
        most=most,
    )
    notices = [
        notice
        for name, write in _WRITERS.items()
        if (bodies := _bodies(unheard.filter(pl.col("name") == name)))
        for notice in write(bodies, now.astimezone(HOME).date())
    ]
    drafts = _drafts(notices, now)
    with store.atomic():
        outbox.queue(drafts, now)
        store.execute(
            "INSERT INTO sms_heard (event) SELECT unnest(%(ids)s::bigint[]) ON CONFLICT DO NOTHING",
            ids=unheard["id"],
        )
        store.execute("DELETE FROM sms_heard WHERE event < %(low)s", low=low)
    return unheard.height


def _bodies(found: pl.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    return [(number, json.loads(body)) for number, _, body in found.iter_rows()]


def _drafts(notices: list[Notice], now: datetime) -> list[outbox.Draft]:
    """For those who have a registered mobile and want notices."""
    accounts = pl.Series("account", sorted({n.account for n in notices}), dtype=pl.Int64)
    mobiles = dict(mobiles_of_accounts(accounts).iter_rows()) if accounts.len() else {}
    silent = silence.silent(mobiles.values())
    due = quiet.allowed_from(now)
    return [
        outbox.Draft(
            kind=n.kind,
            mobile=mobiles[n.account],
            language=n.language,
            source=n.source,
            words=telling.written(n.words),
            urgency=outbox.NOTICE,
            due_at=now if n.kind in _ALWAYS else due,
            expires_at=due + GOOD_FOR,
        )
        for n in notices
        if n.account in mobiles and (n.kind in _ALWAYS or mobiles[n.account] not in silent)
    ]


def _to_owners(
    bodies: list[tuple[int, dict[str, Any]]],
    on: date,
    kind: str,
    words: Callable[[dict[str, Any], str], str],
) -> Iterator[Notice]:
    """One notice for each owner of each event's establishment."""
    numbers = pl.Series(
        "n", sorted({int(body["establishment"]) for _, body in bodies}), dtype=pl.Int64
    )
    owners: dict[int, list[tuple[int, str]]] = {}
    for establishment, account, language in owners_of(numbers, on).iter_rows():
        owners.setdefault(establishment, []).append((account, language))
    for event, body in bodies:
        for account, language in owners.get(int(body["establishment"]), ()):
            yield Notice(
                kind, f"{kind}:{event}:{account}", account, language, words(body, language)
            )


def _of_bills(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    def words(body: dict[str, Any], language: str) -> str:
        month = show_month(date.fromisoformat(f"{body['month']}-01"), language)
        due = show_gregorian(date.fromisoformat(body["due_on"]), language)
        number = body["establishment"]
        return templates.BILL.at(
            language,
            month=month,
            establishment=number,
            total=show_amount(int(body["total"]), language),
            due=due,
        )

    owed = [(event, body) for event, body in bodies if int(body["total"]) > 0]
    yield from _to_owners(owed, on, "bill-issued", words)


def _of_payments(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    def words(body: dict[str, Any], language: str) -> str:
        return templates.PAYMENT.at(
            language,
            establishment=body["establishment"],
            amount=show_amount(int(body["amount"]), language),
        )

    paid = [
        (event, body)
        for event, body in bodies
        if body.get("establishment") and int(body["amount"]) > 0
    ]
    yield from _to_owners(paid, on, "payment-received", words)


def _of_plans(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    def words(body: dict[str, Any], language: str) -> str:
        return templates.PLAN_ENDS[body["end"]].at(language, establishment=body["establishment"])

    yield from _to_owners(bodies, on, "plan-ended", words)


def _of_transactions(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Whoever asked for a change is told, unless by text it was; and whomever it concerns, if it
    was somebody else.
    """
    changing = {key for key, service in services().items() if not service.enquiry}
    rows = results.recorded([body for _, body in bodies if changing & set(body["services"])])
    codes = [service.code for service in services().values() if not service.enquiry]
    rows = rows.filter(pl.col("service").is_in(codes) & pl.col("repeats").is_null())
    yield from _to_actors(rows)
    yield from _to_subjects(rows)
    for number, account, language, words in acts.done_for(rows, on):
        yield Notice(_ACTED, f"{_ACTED}:{number}", account, language, words)


def _to_actors(rows: pl.DataFrame) -> Iterator[Notice]:
    """One notice a call; a call worked in chunks shows its progress where it was sent."""
    # What was decided later is news wherever it was asked.
    elsewhere = (pl.col("channel") != "sms") | pl.col("resolves").is_not_null()
    here = rows.filter(elsewhere & (pl.col("chunks") <= 1))
    languages = dict(languages_of(here["actor"].unique()).iter_rows()) if here.height else {}
    by_code = {service.code: service for service in services().values()}
    for (submission,), call in here.group_by(submission_of(pl.col("id")), maintain_order=True):
        first = call.row(0, named=True)
        language = languages.get(first["actor"])
        if language is None:
            continue
        title = by_code[first["service"]].title.at(language)
        source = f"request-done:{submission}"
        if first["rows"] > 1:
            accepted = call.filter(pl.col("outcome") == _ACCEPTED).height
            waiting = call.filter(pl.col("outcome").is_in(_WAITING)).height
            said = templates.MANY_WAIT if waiting else templates.MANY
            words = said.at(
                language, title=title, accepted=accepted, rows=first["rows"], waiting=waiting
            )
        elif first["outcome"] in templates.ENDS or first["resolves"] is not None:
            end = templates.ENDS.get(first["outcome"], templates.DECLINED).at(language)
            known = reference.encode(
                first["resolves"] or first["id"]
            )  # the one that whoever asked holds
            words = templates.DONE.at(language, title=title, end=end, reference=known)
        else:  # refused: told where it was asked
            continue
        yield Notice("request-done", source, first["actor"], language, words)


def _to_subjects(rows: pl.DataFrame) -> Iterator[Notice]:
    """People are told what was recorded about them; what was done in their own name is told as
    such.
    """
    concerns = pl.col("subject").is_not_null() & pl.col("party").ne_missing(pl.col("subject"))
    about = rows.filter(concerns & (pl.col("outcome") == _ACCEPTED))
    if about.is_empty():
        return
    known = accounts_of_persons(about["subject"].unique())
    by_code = {service.code: service for service in services().values()}
    found = about.join(known, left_on="subject", right_on="person").filter(
        pl.col("account") != pl.col("actor")
    )
    for row in found.iter_rows(named=True):
        language = row["language"]
        words = templates.CONCERNS.at(
            language,
            title=by_code[row["service"]].title.at(language),
            party=row["party"] or "-",
            reference=reference.encode(row["id"]),
        )
        yield Notice(
            "recorded-about", f"recorded-about:{row['id']}", row["account"], language, words
        )


def _of_accounts(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Whose way in has changed is told, at any hour and whether they want notices or not: it may
    not have been they.
    """
    accounts = pl.Series("n", sorted({int(body["account"]) for _, body in bodies}), dtype=pl.Int64)
    read = dict(languages_of(accounts).iter_rows())
    for event, body in bodies:
        language, what = read.get(body["account"]), CHANGES.get(body["what"])
        if language and what:
            words = templates.CHANGED.at(
                language, what=what.at(language), institution=institution.name().at(language)
            )
            yield Notice(_CHANGED, f"{_CHANGED}:{event}", body["account"], language, words)


def _of_waits(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Whoever asked for what waits long is told that nothing is lost and nothing need be sent
    again.
    """
    accounts = pl.Series("n", sorted({int(body["actor"]) for _, body in bodies}), dtype=pl.Int64)
    languages = dict(languages_of(accounts).iter_rows())
    by_code = {service.code: service for service in services().values()}
    for event, body in bodies:
        language, service = languages.get(body["actor"]), by_code.get(body["service"])
        if language and service:
            words = templates.WAITS.at(
                language,
                title=service.title.at(language),
                reference=reference.encode(body["transaction"]),
            )
            yield Notice("waits-long", f"waits-long:{event}", body["actor"], language, words)


_WRITERS: dict[str, Callable[[list[tuple[int, dict[str, Any]]], date], Iterator[Notice]]] = {
    "bill-issued": _of_bills,
    "payment-received": _of_payments,
    "plan-ended": _of_plans,
    _CHANGED: _of_accounts,
    WAITS_LONG: _of_waits,
    "transactions-recorded": _of_transactions,
}

_NAMES = ", ".join(f"'{name}'" for name in _WRITERS)
# SQL that is true while an event may be unheard. Late commits bring lower numbers: a little back
# each time, and all of the way (`_LATE`) whenever something is told, once an hour at least.
UNHEARD = f"""
    NOT EXISTS (SELECT FROM sms_heard) OR coalesce(r.done_at, '-infinity') < %(now)s - interval '1 hour' OR EXISTS (
        SELECT FROM {EVENTS} e WHERE e.id > (SELECT greatest(min(event), max(event) - {_A_LITTLE}) FROM sms_heard) AND e.name IN ({_NAMES})
        AND NOT EXISTS (SELECT FROM sms_heard h WHERE h.event = e.id))
"""
