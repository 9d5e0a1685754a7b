"""Entering and ending pensions, and the run that orders a month's payments, each person's once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import polars as pl

from guichet.domain.benefits import queries
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS
from guichet.domain.payouts import commands as payouts
from guichet.engine import audit, store
from guichet.engine.context import HOME
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.months import first_day

_LOCK = 0x62656E65
_PART = 50_000

MONTH_TO_COME = Refusal(
    "benefits-month-to-come",
    ar="لم يحن شهر {month} بعد. شغّل صرف الشهر الحالي أو شهر سابق.",
    en="{month} has not come yet. Run the present month or an earlier one.",
    fr="{month} n’est pas encore venu. Lancez le mois en cours ou un mois antérieur.",
)
RUN_IN_PROGRESS = Refusal(
    "benefits-run-in-progress",
    ar="تشغيل آخر لصرف المنافع جارٍ الآن. انتظر حتى ينتهي.",
    en="Another benefit run is going on. Wait until it ends.",
    fr="Un autre versement de prestations est en cours. Attendez qu’il se termine.",
)
NO_SUCH_PENSION = Refusal(
    "benefits-no-such-pension",
    ar="لا معاش بهذا القرار يُصرف الآن: «{award}». راجع رقم القرار.",
    en="No pension of that award is in payment: “{award}”. Check its number.",
    fr="Aucune pension de cette décision n’est en paiement : « {award} ». Vérifiez son numéro.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to."""

    month: date
    ordered: int
    total: int
    left_out: int


def enter(pensions: pl.DataFrame, now: datetime) -> None:
    """Enter pensions that were awarded: columns of `queries.PENSION`, each award once.

    Raises:
        django.db.IntegrityError: an award was entered before, or the person has a pension of that kind already.
    """
    with store.atomic():
        rows = pensions.select(*queries.PENSION)
        store.insert("benefits_pension", rows.with_columns(entered_at=pl.lit(now)))
        audit.note(
            "pensions", {"what": "entered", "pensions": rows.height, "digest": _digest(rows)}
        )


def end(award: str, last_month: date, reason: str, now: datetime) -> None:
    """A pension is paid until that month and no longer.

    Raises:
        Refused: none of that award is in payment.
    """
    with store.atomic():
        ended = store.execute(
            "UPDATE benefits_pension SET paid_till = %(till)s, ended_at = %(now)s, end_reason = %(reason)s"
            " WHERE award = %(award)s AND paid_till IS NULL",
            award=award, till=first_day(last_month), now=now, reason=reason,
        )  # fmt: skip
        if not ended:
            raise Refused(NO_SUCH_PENSION, award=award[:60])
        audit.note(
            "pensions",
            {"what": "ended", "award": award, "till": last_month.isoformat(), "reason": reason},
        )


def run_month(month: date, now: datetime) -> Run:
    """Order what is to be paid for a month; who was ordered already is not ordered again, who cannot be paid is left out.

    Each part is whole or not at all; a run that dies is taken up by the next.

    Raises:
        Refused: the month is to come, or another run goes on.
    """
    month = first_day(month)
    if month > first_day(now.astimezone(HOME).date()):
        raise Refused(MONTH_TO_COME, month=f"{month:%Y-%m}")
    if not store.value("SELECT pg_try_advisory_lock(%(lock)s)", lock=_LOCK):
        raise Refused(RUN_IN_PROGRESS)
    try:
        return _run(month, now)
    finally:
        store.value("SELECT pg_advisory_unlock(%(lock)s)", lock=_LOCK)


def _run(month: date, now: datetime) -> Run:
    ordered = total = left = after = 0
    while True:
        part = queries.due(month, after, _PART)
        if part.is_empty():
            break
        after = int(part["person"][-1])
        rows = queries.with_accounts(part, month)
        good = rows.filter(pl.col("why").is_null())
        left += rows.height - good.height
        ordered, total = ordered + good.height, total + int(good["amount"].sum())
        if good.height:
            with store.atomic():
                _order(good, month, now)
    with store.atomic():
        store.execute(
            "INSERT INTO benefits_run (month, at, ordered, total, left_out)"
            " VALUES (%(month)s, %(now)s, %(ordered)s, %(total)s, %(left)s)",
            month=month, now=now, ordered=ordered, total=total, left=left,
        )  # fmt: skip
    return Run(month, ordered, total, left)


def _order(rows: pl.DataFrame, month: date, now: datetime) -> None:
    """What the month costs is owed to each person, and at once payable."""
    rows = rows.with_columns(
        store.next_ids("benefits_payment_id_seq", rows.height), month=pl.lit(month)
    )
    journals = ledger.post(*_owed(rows, now))
    orders = payouts.order(
        rows.select(
            "person", "iban", "amount", establishment=pl.lit(None, dtype=pl.Int64), purpose=pl.lit("benefit"),
            reference=pl.lit(f"benefit-{month:%Y-%m}-") + pl.col("person").cast(pl.String),
            transaction=pl.lit(0, dtype=pl.Int64),
        ), now,
    )  # fmt: skip
    kept = rows.select(
        "id", "person", "month", "amount", order=orders, journal_id=journals, at=pl.lit(now)
    )
    store.insert("benefits_payment", kept)
    audit.note("benefits", {
        "month": month.isoformat(), "persons": kept.height, "total": int(kept["amount"].sum()),
        "digest": _digest(kept.select("id", "person", "month", "amount", "order")),
    })  # fmt: skip


def _owed(rows: pl.DataFrame, now: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    journals = rows.select(
        "month", key="id", kind=pl.lit("benefit"), at=pl.lit(now), source=pl.lit("benefit"), reference="id",
        description=pl.lit(""),
    )  # fmt: skip
    cost = rows.select(
        "amount", "month", key="id", kind=pl.lit(BENEFITS), party_kind=pl.lit(None, dtype=pl.String),
        party=pl.lit(None, dtype=pl.Int64), branch=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
    owed = rows.select(
        "month", amount=-pl.col("amount"), key="id", kind=pl.lit(BENEFIT), party_kind=pl.lit("person"), party="person",
        branch=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
    return journals, pl.concat([cost, owed.select(cost.columns)])


def _digest(rows: pl.DataFrame) -> str:
    return sha256(rows.write_csv().encode()).hexdigest()
