"""Whose a payment in suspense is: said by somebody of the staff, with the reason."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.identity.staff import RECONCILE, Staff, require
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import COLLECTIONS, SUSPENSE
from guichet.domain.payments import locks
from guichet.domain.payments.allocation import settle
from guichet.domain.payments.journals import digest, entries, journals
from guichet.engine import audit, store
from guichet.engine.refusal import Refusal, Refused

ALREADY_ASSIGNED = Refusal(
    "payment-already-assigned",
    ar="نُسبت هذه الدفعة إلى منشأة من قبل أو أُلغيت. حدّث القائمة.",
    en="This payment has been assigned already, or was reversed. Reload the list.",
    fr="Ce paiement a déjà été attribué, ou annulé. Actualisez la liste.",
)


def assign(payment: int, establishment: int, *, by: Staff, reason: str, now: datetime) -> None:
    """A payment in suspense is this establishment's.

    Raises:
        Refused: it is assigned or reversed already, or who says so has no right to.
    """
    require(by, RECONCILE)
    with store.atomic():
        _hold_one(payment)
        found = store.fetch_in_place(
            "SELECT p.id, p.scheme, p.scheme_key, p.amount - coalesce((SELECT sum(k.amount) FROM payments_returnbooking k"
            "  WHERE k.payment_id = p.id), 0)::bigint FROM payments_payment p WHERE p.id = %(id)s"
            " AND p.establishment IS NULL AND p.journal_id IS NOT NULL"
            " AND NOT EXISTS (SELECT FROM payments_reversal r WHERE r.payment_id = p.id)"
            " AND NOT EXISTS (SELECT FROM payments_assignment a WHERE a.payment_id = p.id)",
            {"payment": pl.Int64, "scheme": pl.String, "scheme_key": pl.String, "amount": pl.Int64},
            id=payment,
        )
        if found.is_empty() or not found["amount"][0]:
            raise Refused(ALREADY_ASSIGNED)
        named = found.with_columns(
            establishment=pl.lit(establishment, pl.Int64),
            month=pl.lit(None, dtype=pl.Date),
            at=pl.lit(now),
        )
        locks.accounts(named["establishment"])
        moved = entries(named, 1).with_columns(kind=pl.col("kind").replace(COLLECTIONS, SUSPENSE))
        (journal,) = ledger.post(journals(named, "assignment", "at", "payment"), moved)
        store.execute(
            "INSERT INTO payments_assignment (payment_id, establishment, by, reason, at, journal_id)"
            " VALUES (%(payment)s, %(establishment)s, %(by)s, %(reason)s, %(now)s, %(journal)s)",
            payment=payment,
            establishment=establishment,
            by=by.account,
            reason=reason,
            now=now,
            journal=journal,
        )
        settle(named["establishment"], now, source="payment", reference=payment)
        audit.note("payments", digest(named, "assigned") | {"by": by.account, "payment": payment})


def _hold_one(payment: int) -> None:
    told = store.fetch(
        "SELECT scheme, scheme_key FROM payments_payment WHERE id = %(id)s",
        {"scheme": pl.String, "scheme_key": pl.String},
        id=payment,
    )
    locks.payments(told["scheme"], told["scheme_key"])
