"""Slowing guessing and scraping down, counted in PostgreSQL so that all web processes share one
count.

Wrong passwords are counted per account *and* place, with a growing delay: somebody who guesses from
elsewhere makes only themselves wait, never the account's owner. The place is the network, or the
device if the account has signed in with it before (`devices`): who guesses from the same office
does not slow the owner down either. A wider count per address slows those who try many accounts
from one place; one per account, of strange places only, slows those who guess from many.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

import polars as pl

from guichet.engine import store
from guichet.lib import waits

FREE_TRIES = 4  # slips of the finger cost nothing
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)
ADDRESS_TRIES, ADDRESS_WINDOW = 60, timedelta(minutes=5)
# Wrong tries at one account from places it has never signed in from, all together.
STRANGE_TRIES, STRANGE_WINDOW = 100, timedelta(hours=1)

_OVER = waits.count_is_over("t.since")
_HIT = f"""
    INSERT INTO identity_throttle AS t (key, hits, since) VALUES (%(key)s, %(weight)s, %(now)s)
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN {_OVER} THEN %(weight)s
            ELSE least(t.hits::bigint + %(weight)s, 2000000000) END,
        since = CASE WHEN {_OVER} THEN %(now)s ELSE t.since END
    RETURNING hits
"""
_FAILED = f"""
    INSERT INTO identity_throttle AS t (key, hits, since) VALUES (%(key)s, 1, %(now)s)
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN {_OVER} THEN 1 ELSE least(t.hits + 1, 40) END,
        since = %(now)s
    RETURNING hits
"""


def network_of(address: str) -> str:
    """The address as a key: an IPv6 client owns a whole /64, so that is what is counted."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)


def _pair(username: str, address: str, device: str) -> str:
    place = f"device {device}" if device else network_of(address)
    digest = sha256(f"{username.casefold()}\0{place}".encode()).hexdigest()
    return f"sign-in:{digest}"


def _strange(username: str) -> str:
    return f"strange:{sha256(username.casefold().encode()).hexdigest()}"


def within(key: str, *, limit: int, window: timedelta, now: datetime, weight: int = 1) -> bool:
    """Count ``weight`` uses of ``key``; False once there were more than ``limit`` in the window."""
    return int(store.value(_HIT, key=key, now=now, window=window, weight=weight)) <= limit


_TAKE = f"""
    INSERT INTO identity_throttle AS t (key, hits, since) SELECT %(key)s, %(weight)s, %(now)s
    WHERE %(weight)s <= %(limit)s
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN {_OVER} THEN excluded.hits ELSE t.hits + excluded.hits END,
        since = CASE WHEN {_OVER} THEN excluded.since ELSE t.since END
    WHERE {_OVER} OR t.hits::bigint + excluded.hits <= %(limit)s
"""


def take(key: str, weight: int, *, limit: int, window: timedelta, now: datetime) -> bool:
    """Count ``weight`` of ``key`` if that is within the limit; False, and nothing is counted, if it
    is not.
    """
    return bool(store.execute(_TAKE, key=key, weight=weight, limit=limit, window=window, now=now))


def give_back(key: str) -> None:
    """Take one use of ``key`` back: it was counted before it was known to be none."""
    store.execute(
        "UPDATE identity_throttle SET hits = greatest(hits - 1, 0) WHERE key = %(key)s", key=key
    )


def used(key: str, *, window: timedelta, now: datetime) -> int:
    """How often ``key`` was used in its window; nothing is counted."""
    found = store.value(
        f"SELECT hits FROM identity_throttle WHERE key = %(key)s AND NOT {waits.count_is_over('since')}",
        key=key,
        window=window,
        now=now,
    )
    return int(found or 0)


def began(key: str, *, window: timedelta, now: datetime) -> datetime | None:
    """When the window of ``key`` began in which now is; None: it is in none."""
    return store.value(
        f"SELECT since FROM identity_throttle WHERE key = %(key)s AND NOT {waits.count_is_over('since')}",
        key=key,
        window=window,
        now=now,
    )  # type: ignore[no-any-return]


_HIT_MANY = f"""
    INSERT INTO identity_throttle AS t (key, hits, since)
    SELECT key, count(*), %(now)s FROM unnest(%(keys)s::text[]) AS given(key) GROUP BY key
    ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN {_OVER} THEN excluded.hits
            ELSE least(t.hits::bigint + excluded.hits, 2000000000) END,
        since = CASE WHEN {_OVER} THEN %(now)s ELSE t.since END
    RETURNING key, hits
"""


def hit(key: str, *, window: timedelta, now: datetime) -> int:
    """Count a try under one key; how many there are in its window."""
    return hits([key], window=window, now=now)[key]


def hits(keys: list[str], *, window: timedelta, now: datetime) -> dict[str, int]:
    """Count a use of each of many keys at once; how often each was used in its window."""
    if not keys:
        return {}
    schema = {"key": pl.String, "hits": pl.Int64}
    found = store.fetch_in_place(_HIT_MANY, schema, keys=keys, now=now, window=window)
    return dict(found.iter_rows())


def sign_in_wait(username: str, address: str, *, now: datetime, device: str = "") -> int:
    """Seconds this place must still wait before it may try this account; 0 if none.

    Args:
        username: what is tried, known or not.
        address: where from.
        now: when.
        device: the id of a device this account has signed in with before, proved by its cookie.
    """
    until = store.value(
        "SELECT blocked_until FROM identity_throttle WHERE key = %(key)s",
        key=_pair(username, address, device),
    )
    over = waits.is_over(until, now, LONGEST_WAIT)
    left = [] if over else [until]
    if not device:
        left += filter(None, [_strangers_until(username, now)])
    return max((round((moment - now).total_seconds()) for moment in left), default=0)


def _strangers_until(username: str, now: datetime) -> datetime | None:
    return store.value(
        "SELECT since + %(window)s FROM identity_throttle"
        f" WHERE key = %(key)s AND hits >= %(limit)s AND NOT {waits.count_is_over('since')}",
        key=_strange(username),
        window=STRANGE_WINDOW,
        limit=STRANGE_TRIES,
        now=now,
    )  # type: ignore[no-any-return]


def address_may_try(address: str, *, now: datetime) -> bool:
    """Count a try from this address, whatever the account."""
    key = f"address:{network_of(address)}"
    return within(key, limit=ADDRESS_TRIES, window=ADDRESS_WINDOW, now=now)


def sign_in_failed(username: str, address: str, *, now: datetime, device: str = "") -> int:
    """Count a wrong password or code; the seconds to wait before the next try."""
    key = _pair(username, address, device)
    if not device:
        within(_strange(username), limit=STRANGE_TRIES, window=STRANGE_WINDOW, now=now)
    tries = int(store.value(_FAILED, key=key, now=now, window=FORGOTTEN_AFTER))
    if tries <= FREE_TRIES:
        return 0
    wait = min(timedelta(seconds=2 ** (tries - FREE_TRIES)), LONGEST_WAIT)
    store.execute(
        "UPDATE identity_throttle SET blocked_until = %(until)s WHERE key = %(key)s",
        key=key,
        until=now + wait,
    )
    return int(wait.total_seconds())


def sign_in_succeeded(username: str, address: str, *, device: str = "") -> None:
    """Forget the wrong tries of this place."""
    store.execute(
        "DELETE FROM identity_throttle WHERE key = %(key)s", key=_pair(username, address, device)
    )


def sweep(now: datetime) -> int:
    """Drop counters nobody has touched for a day, and those of a day to come; how many
    there were.
    """
    return store.execute(
        f"DELETE FROM identity_throttle WHERE {waits.count_is_over('since')}",
        now=now,
        window=timedelta(days=1),
    )
