"""Who looked at a person's or an establishment's data, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

_COLUMNS = (
    "SELECT id, at, actor, actor_name, staff, channel, place, party_kind, party FROM access_reading"
)
_OF_PERSON = f"""{_COLUMNS} WHERE subjects @> ARRAY[%(number)s]::bigint[] AND id < %(before)s
    AND (%(besides)s::bigint IS NULL OR actor IS DISTINCT FROM %(besides)s)
    ORDER BY id DESC LIMIT %(limit)s"""
_OF_ESTABLISHMENT = f"""{_COLUMNS}
    WHERE party_kind = 'establishment' AND party = %(number)s AND id < %(before)s
    AND (%(besides)s::bigint IS NULL OR actor IS DISTINCT FROM %(besides)s)
    ORDER BY id DESC LIMIT %(limit)s"""
_LAST = 1 << 62


@dataclass(frozen=True, slots=True)
class Reading:
    """One time that somebody was shown something."""

    id: int
    at: datetime
    actor: int | None
    actor_name: str
    staff: bool
    channel: str
    place: str
    party_kind: str
    party: int | None


def of_person(
    number: int, *, before: int | None = None, besides: int | None = None, limit: int = 50
) -> list[Reading]:
    """Readings that showed the person of a national number; with ``besides`` not those of that
    account.
    """
    return _fetch(_OF_PERSON, number, before, besides, limit)


def of_establishment(
    number: int, *, before: int | None = None, besides: int | None = None, limit: int = 50
) -> list[Reading]:
    """Readings on behalf of an establishment; with ``besides`` not those of that account."""
    return _fetch(_OF_ESTABLISHMENT, number, before, besides, limit)


def _fetch(
    query: str, number: int, before: int | None, besides: int | None, limit: int
) -> list[Reading]:
    given = {"number": number, "before": before or _LAST, "besides": besides, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        rows: Sequence[Sequence[Any]] = cursor.fetchall()
    return [Reading(*row) for row in rows]
