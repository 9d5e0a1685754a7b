"""What happened to an account, for its owner: what changed its ways in, and tries that failed.

The audit log is the source; its leaves of these kinds are found by account (migration 0012).
Failures are counted, not listed: whoever guesses at an account must not push out of sight what they
changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from guichet.domain.identity.models import Account, SignIn
from guichet.engine import scope, store
from guichet.engine.relations import LEAVES

# As in the migration's indexes, to the letter.
CHANGES = (
    "'factor-added', 'factor-removed', 'recovery-codes', 'password-changed', 'identity-linked', 'new-device', 'session-ended',"
    " 'app-confirmed', 'system-key-added', 'system-key-revoked', 'contact', 'kiosk'"
)
FAILURES = "'sign-in-failed', 'second-factor-failed'"
MOST, MOST_FAILURES = 20, 1_000
# What leaves that say more than their kind does speak of; others of theirs are no news.
_WHAT = {
    "pin set": "pin-set",
    "pin chosen": "pin-set",
    "first pin sent": "first-pin-sent",
    "pin guessed at": "pin-guessed",
    "codes guessed at": "codes-guessed",
    "registered": "mobile-registered",
    "confirmed": "email-confirmed",
    "mobile ended": "mobile-ended",
    "card issued": "card-issued",
    "card ended": "card-ended",
    "signed in": "kiosk-sign-in",
}
_OWN = "(body::jsonb->>'account')::bigint = %(account)s"
_AT = "(body::jsonb->>'at')::timestamptz"
_CHANGED = f"""
    SELECT kind, body::jsonb->>'what', body::jsonb->>'channel', {_AT} FROM {LEAVES} l
    WHERE kind IN ({CHANGES}) AND {_OWN} AND body::jsonb ? 'at'
      AND (kind NOT IN ('contact', 'kiosk') OR body::jsonb->>'what' = ANY(%(known)s))
      AND (%(since)s::timestamptz IS NULL OR {_AT} > %(since)s) AND {_AT} < %(until)s
    ORDER BY id DESC LIMIT %(most)s
"""
_FAILED = f"""
    SELECT count(*), max(at) FROM (
        SELECT {_AT} AS at FROM {LEAVES} l WHERE kind IN ({FAILURES}) AND {_OWN}
        ORDER BY id DESC LIMIT %(most)s) AS f
    WHERE at > %(since)s AND at < %(until)s
"""
_ROW: dict[str, Any] = {
    "kind": pl.String,
    "what": pl.String,
    "channel": pl.String,
    "at": pl.Datetime("us", "UTC"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done to an account's ways in."""

    what: str  # factor-added, pin-set …
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Failures:
    """Tries that opened nothing."""

    count: int
    last: datetime | None


@scope.as_institution()
def changes(account: Account, *, until: datetime, since: datetime | None = None) -> list[Change]:
    """The latest changes before ``until``, newest first."""
    found = store.fetch_in_place(
        _CHANGED, _ROW, account=account.pk, known=list(_WHAT), since=since, until=until, most=MOST
    )
    return [
        Change(_WHAT[what] if kind in ("contact", "kiosk") else kind, channel or _place(kind), at)
        for kind, what, channel, at in found.iter_rows()
    ]


@scope.as_institution()
def failures(account: Account, *, since: datetime, until: datetime) -> Failures:
    """How often somebody failed to get in; of very many, so many."""
    schema = {"count": pl.Int64, "last": pl.Datetime("us", "UTC")}
    found = store.fetch_in_place(
        _FAILED, schema, account=account.pk, since=since, until=until, most=MOST_FAILURES
    )
    return Failures(*found.row(0))


def sign_in_before(account: Account, sign_in: int) -> datetime | None:
    """When the account signed in the time before; None: never."""
    before = SignIn.objects.filter(account=account, pk__lt=sign_in).order_by("-pk")
    return before.values_list("opened_at", flat=True).first()


def _place(kind: str) -> str:
    """Where it was done, if the leaf does not say: all but the kiosk's own are of the web."""
    return "kiosk" if kind == "kiosk" else "web"
