"""Entering and ending pensions, and the run that orders a month's payments, each person's once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import polars as pl

from guichet.domain.benefits import debts, grants, queries
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import BENEFIT, BENEFITS
from guichet.domain.payouts import commands as payouts
from guichet.engine import audit, store
from guichet.engine.context import HOME
from guichet.engine.refusal import Refusal, Refused
from guichet.law import country
from guichet.lib.months import first_day, first_day_of

_LOCK = 0x62656E65
_PART = 50_000

MONTH_TO_COME = Refusal(
    "benefits-month-to-come",
    ar="لم يحن شهر {month:yearmonth} بعد. شغّل صرف الشهر الحالي أو شهر سابق.",
    en="{month:yearmonth} has not come yet. Run the present month or an earlier one.",
    fr="{month:yearmonth} n’est pas encore venu. Lancez le mois en cours ou un mois antérieur.",
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
NOT_ITS_DAY = Refusal(
    "benefits-begins-within-month",
    ar="معاش القرار «{award}» لا يبدأ إلا في أول الشهر، وقد أُدخل من {day:date}. راجع القرار.",
    en="The pension of award “{award}” can begin on the first of a month only, and was entered from {day:date}. Check the award.",
    fr="La pension de la décision « {award} » ne peut commencer que le premier du mois ; elle est saisie à partir du {day:date}. Vérifiez la décision.",
)
BEFORE_THE_BOOKS = Refusal(
    "benefits-before-the-books",
    ar="معاش «{person}» من هذا النوع في هذه الدفاتر من {month:yearmonth}، وما قبله صُرف خارجها. حدد شهر الاستحقاق من {month:yearmonth} أو بعده.",
    en="The pension of “{person}” of this kind is in these books from {month:yearmonth}; earlier months were paid elsewhere. Say that it is owed from {month:yearmonth} or later.",
    fr="La pension de « {person} » de ce type figure dans ces livres depuis {month:yearmonth} ; les mois antérieurs ont été payés ailleurs. Indiquez qu’elle est due à partir {month:yearmonth,de} ou plus tard.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to."""

    month: date
    ordered: int  # persons
    total: int
    left_out: int
    arrears: int = 0  # of the total, for earlier months or for what a month came to be later


def enter(pensions: pl.DataFrame, now: datetime) -> None:
    """Enter pensions that were awarded: columns of `queries.PENSION`, each award once.

    Months since ``owed_from`` (by default since the pension begins) are paid by the next run: an
    award that comes late, or one that takes the place of a lower one for months past, brings its
    arrears. Pensions that another system has paid so far are owed from the month that these books
    take over.

    Raises:
        Refused: it begins on a day on which it cannot, or would pay months that were paid before
            these books.
        django.db.IntegrityError: an award was entered before, or the person has a pension of that
            kind already.
    """
    with store.atomic():
        rows = _as_entered(pensions.select(*queries.PENSION))
        store.insert("benefits_pension", rows.with_columns(entered_at=pl.lit(now)))
        audit.note(
            "pensions", {"what": "entered", "pensions": rows.height, "digest": _digest(rows)}
        )


def _as_entered(pensions: pl.DataFrame) -> pl.DataFrame:
    """With what the first month comes to, and from when each is owed."""
    within = pensions.filter(pl.col("paid_from").dt.day() != 1)
    for kind, day, award in within.select("kind", "paid_from", "award").iter_rows():
        if not country.pension_months.may_begin(kind, day):
            raise Refused(NOT_ITS_DAY, award=award[:60], day=f"{day}")
    country.pension_months.require_actual_days(pensions["paid_from"])
    rows = pensions.with_columns(
        first_month=country.pension_months.first_month(pl.col("monthly"), pl.col("paid_from")),
        owed_from=pl.coalesce("owed_from", first_day_of(pl.col("paid_from"))),
    )
    known = queries.in_books_from(rows["person"])
    early = rows.join(known, on=["person", "kind"]).filter(
        (pl.col("owed_from") < pl.col("books"))
        & (first_day_of(pl.col("paid_from")) < pl.col("books"))
    )
    if early.height:
        one = early.row(0, named=True)
        raise Refused(BEFORE_THE_BOOKS, person=one["person"], month=f"{one['books']:%Y-%m}")
    return rows


def end(award: str, last_month: date, reason: str, now: datetime) -> None:
    """A pension is paid until that month and no longer; of an event on a day of it, the whole month
    (the law's rule).

    Raises:
        Refused: none of that award is in payment.
    """
    with store.atomic():
        ended = store.execute(
            "UPDATE benefits_pension SET paid_till = %(till)s, ended_at = %(now)s, end_reason = %(reason)s"
            " WHERE award = %(award)s AND paid_till IS NULL",
            award=award,
            till=country.pension_months.last_month(last_month),
            now=now,
            reason=reason,
        )
        if not ended:
            raise Refused(NO_SUCH_PENSION, award=award[:60])
        audit.note(
            "pensions",
            {"what": "ended", "award": award, "till": last_month.isoformat(), "reason": reason},
        )


def run_month(month: date, now: datetime) -> Run:
    """Order what is to be paid for a month, and what earlier months are still owed; who cannot be
    paid is left out.

    What was ordered already is not ordered again. Each part is whole or not at all; a run that dies
    is taken up by the next.

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
    ordered = total = after = late = 0
    findings = [pl.DataFrame(schema=_FINDING)]
    while True:
        persons = queries.to_look_at(month, after, _PART)
        if persons.is_empty():
            break
        after = int(persons[-1])
        rows = queries.with_accounts(queries.owed(persons, month), month)
        beyond = debts.record(persons, month, now).with_columns(why=pl.lit(queries.BEYOND))
        findings += map(_by_person, (rows.filter(pl.col("why").is_not_null()), beyond))
        good = rows.filter(pl.col("why").is_null()).with_columns(arrears=_is_late(month))
        good = debts.with_withheld(good, month)
        ordered, total = ordered + good["person"].n_unique(), total + int(good["amount"].sum())
        late += int(good.filter("arrears")["amount"].sum())
        if good.height:
            with store.atomic():
                _order(good, month, now)
    grants.order_waiting(now)
    found = pl.concat(findings)
    left = found.filter(pl.col("why") != queries.BEYOND).height
    with store.atomic():
        run = store.value(
            "INSERT INTO benefits_run (month, at, ordered, total, left_out, arrears)"
            " VALUES (%(month)s, %(now)s, %(ordered)s, %(total)s, %(left)s, %(late)s) RETURNING id",
            month=month,
            now=now,
            ordered=ordered,
            total=total,
            left=left,
            late=late,
        )
        store.insert("benefits_finding", found.with_columns(run_id=pl.lit(run)))
    return Run(month, ordered, total, left, late)


_FINDING = {"person": pl.Int64, "why": pl.String, "amount": pl.Int64}


def _by_person(rows: pl.DataFrame) -> pl.DataFrame:
    whole = rows.group_by("person", "why", maintain_order=True).agg(pl.col("amount").sum())
    return whole.select(*_FINDING)


def _is_late(month: date) -> pl.Expr:
    return (pl.col("month") < month) | (pl.col("part") > 1)


def _order(rows: pl.DataFrame, month: date, now: datetime) -> None:
    """What each month costs is owed to each person, and at once payable: the month itself, and its
    arrears as one more order.
    """
    rows = rows.with_columns(store.next_ids("benefits_payment_id_seq", rows.height))
    journals = ledger.post(*_owed(rows, now))
    whose = _orders(rows, month, now)
    kept = (
        rows.with_columns(journal_id=journals)
        .join(whose, on=["person", "arrears"], maintain_order="left")
        .select(
            "id",
            "person",
            "month",
            "part",
            "amount",
            "order",
            "journal_id",
            ordered_in=pl.lit(month),
            at=pl.lit(now),
        )
    )
    store.insert("benefits_payment", kept)
    debts.keep_withheld(rows, now)
    audit.note(
        "benefits",
        {
            "month": month.isoformat(),
            "persons": kept["person"].n_unique(),
            "total": int(kept["amount"].sum()),
            "digest": _digest(kept.select("id", "person", "month", "part", "amount", "order")),
        },
    )


def _orders(rows: pl.DataFrame, month: date, now: datetime) -> pl.DataFrame:
    """The orders of rows, without what is withheld: ``person``, ``arrears``, ``order``."""
    by_order = rows.group_by("person", "arrears", maintain_order=True).agg(
        pl.col("iban").first(),
        amount=pl.col("amount").sum() - pl.col("withheld").sum(),
        named=pl.col("id").first(),
    )
    person = pl.col("person").cast(pl.String)
    plain = pl.lit(f"benefit-{month:%Y-%m}-") + person
    late = pl.lit(f"arrears-{month:%Y-%m}-") + person + "-" + pl.col("named").cast(pl.String)
    orders = payouts.order(
        by_order.select(
            "person",
            "iban",
            "amount",
            establishment=pl.lit(None, dtype=pl.Int64),
            purpose=pl.when("arrears").then(pl.lit("benefit-arrears")).otherwise(pl.lit("benefit")),
            reference=pl.when("arrears").then(late).otherwise(plain),
            transaction=pl.lit(0, dtype=pl.Int64),
        ),
        now,
    )
    return by_order.select("person", "arrears", order=orders)


def _owed(rows: pl.DataFrame, now: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    journals = rows.select(
        "month",
        key="id",
        kind=pl.lit("benefit"),
        at=pl.lit(now),
        source=pl.lit("benefit"),
        reference="id",
        description=pl.lit(""),
    )
    cost = rows.select(
        "amount",
        "month",
        key="id",
        kind=pl.lit(BENEFITS),
        party_kind=pl.lit(None, dtype=pl.String),
        party=pl.lit(None, dtype=pl.Int64),
        branch=pl.lit(None, dtype=pl.String),
    )
    owed = rows.select(
        "month",
        amount=-pl.col("amount"),
        key="id",
        kind=pl.lit(BENEFIT),
        party_kind=pl.lit("person"),
        party="person",
        branch=pl.lit(None, dtype=pl.String),
    )
    return journals, pl.concat([cost, owed.select(cost.columns)])


def _digest(rows: pl.DataFrame) -> str:
    return sha256(rows.write_csv().encode()).hexdigest()
