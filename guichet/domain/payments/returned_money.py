"""What becomes of money that came back: paid again, or laid on what the establishment owes."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.identity.staff import Staff
from guichet.domain.payments import locks
from guichet.domain.payments.allocation import settle
from guichet.domain.payouts.decisions import decide
from guichet.engine import store


def decided(transfer: int, what: str, *, by: Staff, reason: str, now: datetime) -> None:
    """Do what somebody of the staff decided; credit pays at once what the establishment owes.

    Raises:
        Refused: see `decide`.
    """
    with store.atomic():
        party = decide(transfer, what, by=by, reason=reason, now=now)
        if party is not None:
            whose = pl.Series([party], dtype=pl.Int64)
            locks.accounts(whose)
            settle(whose, now, source="payout", reference=transfer)
