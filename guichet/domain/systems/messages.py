"""From events of the outbox to messages: for each system that wants to be told, what its mandates
and services cover.

A message says that something happened and where to read it; it holds no name, no wage, no national
number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.conf import settings

from guichet.domain.identity.mandates import AccountMandates
from guichet.domain.systems.kinds import HELLO, KINDS, MOST_LISTED, TRANSACTIONS, Kind
from guichet.domain.systems.models import Delivery, Hook, System
from guichet.engine import events, results, store
from guichet.engine.actor import PartyKind
from guichet.engine.context import HOME
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.record import canonical, iso
from guichet.engine.registry import services, today
from guichet.lib import reference

_AT_ONCE = 2_000  # events looked at in one go
ACCOUNT_RIGHTS = ("view", "pay")  # either lets one hear of an establishment's account

_TAKE = """
    DELETE FROM systems_untold WHERE event IN (
        SELECT event FROM systems_untold ORDER BY event LIMIT %(most)s FOR UPDATE SKIP LOCKED
    ) RETURNING event
"""
_OUTCOMES = {code: outcome.value for outcome, code in OUTCOME_CODES.items()}


@dataclass(frozen=True, slots=True)
class _Event:
    number: int
    name: str
    body: dict[str, Any]
    at: datetime


def greet(hook: Hook, now: datetime) -> None:
    """The first message of a new hook."""
    _deliver([_made(hook, 0, HELLO, 0, {"system": hook.system.client_id}, now, now)])


def spread(now: datetime) -> int:
    """Make the messages of the events put down since; how many events were looked at."""
    with store.atomic():
        taken = store.fetch_in_place(_TAKE, {"event": pl.Int64}, most=_AT_ONCE)["event"].to_list()
        if not taken:
            return 0
        hooks = list(
            Hook.objects.filter(
                ended_at__isnull=True, system__revoked_at__isnull=True
            ).select_related("system")
        )
        if hooks:
            found = _events(taken)
            _deliver([*_of_account(found, hooks, now), *_of_transactions(found, hooks, now)])
    return len(taken)


def _events(numbers: list[int]) -> list[_Event]:
    return [_Event(*event) for event in events.read(numbers)]


def _of_account(events: list[_Event], hooks: Iterable[Hook], now: datetime) -> Iterator[Delivery]:
    found = [(e, KINDS[e.name]) for e in events if e.name in KINDS and KINDS[e.name].of_account]
    whose = {int(e.body["establishment"]) for e, _ in found}
    for hook in hooks if whose else ():
        seen = covered(hook.system, ACCOUNT_RIGHTS, whose, _day(now))
        for event, kind in found:
            number = int(event.body["establishment"])
            if number in seen:
                told = {name: str(event.body[name]) for name in kind.data}
                yield _made(hook, event.number, kind, number, told, event.at, now)


def _of_transactions(events: list[_Event], hooks: list[Hook], now: datetime) -> Iterator[Delivery]:
    wanted = today(key for hook in hooks for key in hook.system.services)
    for event in events:
        # A file's chunk is thousands of rows: what nobody wants is not read.
        if event.name != TRANSACTIONS.name or wanted.isdisjoint(today(event.body["services"])):
            continue
        rows = _rows_of(event)
        for hook in hooks if rows.height else ():
            yield from _for_hook(event, rows, hook, now)


def _rows_of(event: _Event) -> pl.DataFrame:
    return results.recorded([event.body]).filter(pl.col("party").is_not_null()).sort("id")


def _for_hook(event: _Event, rows: pl.DataFrame, hook: Hook, now: datetime) -> Iterator[Delivery]:
    by_code = {service.code: service for service in services().values()}
    # By the name under which the system was given it: whoever is told knows no other.
    called = {name: key for key in hook.system.services for name in today([key])}
    mine = []
    for (code,), part in rows.group_by("service", maintain_order=True):
        service = by_code.get(int(code))  # type: ignore[call-overload]
        if service is None or service.key not in called:
            continue
        if service.party_kind is PartyKind.ESTABLISHMENT:
            seen = covered(
                hook.system, (service.right,), part["party"].unique().to_list(), _day(now)
            )
            named = pl.lit(called[service.key])
            mine.append(part.filter(pl.col("party").is_in(list(seen))).with_columns(key=named))
    if not mine:
        return
    for (number,), part in pl.concat(mine).sort("id").group_by("party", maintain_order=True):
        listed = [
            {"reference": reference.encode(id), "service": key, "outcome": _OUTCOMES[outcome]}
            for id, key, outcome in part.head(MOST_LISTED)
            .select("id", "key", "outcome")
            .iter_rows()
        ]
        told = {"count": part.height, "transactions": listed}
        yield _made(hook, event.number, TRANSACTIONS, int(number), told, event.at, now)  # type: ignore[call-overload]


def covered(system: System, rights: Iterable[str], numbers: Iterable[int], on: date) -> set[int]:
    """The establishments among ``numbers`` for which the system's mandates give one of the
    rights.
    """
    mandates, asked = AccountMandates(system.account), list(numbers)
    return {
        n for right in rights for n in mandates.covers(right, PartyKind.ESTABLISHMENT, asked, on)
    }


def _day(now: datetime) -> date:
    return now.astimezone(HOME).date()


def _made(
    hook: Hook,
    event: int,
    kind: Kind,
    establishment: int,
    told: dict[str, Any],
    at: datetime,
    now: datetime,
) -> Delivery:
    """A CloudEvents 1.0 message, its text made once."""
    number = f"msg-{hook.pk}-{event}-{establishment}"
    about = {"establishment": str(establishment)} if establishment else {}
    said = {
        "specversion": "1.0",
        "id": number,
        "source": settings.ISSUER or "urn:guichet",
        "type": f"guichet.{kind.name}",
        "time": iso(at),
        "datacontenttype": "application/json",
        "data": about | told,
    }
    if establishment:
        said["subject"] = f"establishment/{establishment}"
    return Delivery(
        hook=hook,
        number=number,
        event=event,
        subject=establishment,
        kind=kind.name,
        body=canonical(said),
        made_at=now,
        due_at=now,
    )


def _deliver(made: list[Delivery]) -> None:
    Delivery.objects.bulk_create(made, batch_size=1_000, ignore_conflicts=True)
