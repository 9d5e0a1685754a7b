"""What an objection is about: the lines of the bill, until when, and whether another one waits."""

from __future__ import annotations

import polars as pl

from guichet.domain.contributions import bill_adjustment
from guichet.domain.payments import queries as payments
from guichet.domain.registry.bill_facts import workers
from guichet.engine import referrals
from guichet.engine.batch import Batch
from guichet.engine.refusal import Refusal, Remedy

TOO_LATE = Refusal(
    "objection-too-late",
    ar="انتهت مهلة الاعتراض على هذه الفاتورة في {last:date}. إن كان الخطأ في بيانات عامل فصححها بخدمتها، ويظهر الفرق في الفاتورة التالية.",
    en="This bill could be objected to until {last:date}. If a worker’s data are wrong, correct them with their own service; the next bill gives the difference back.",
    fr="Cette facture pouvait être contestée jusqu’au {last:date}. Si les données d’un travailleur sont fausses, corrigez-les par leur service\u202f; la facture suivante rend la différence.",
    remedy=Remedy("registry.correct_engagement"),
)
WAITS = Refusal(
    "objection-waits-already",
    ar="لك اعتراض على هذا المبلغ برقم {reference} لم يُبت فيه بعد. انتظر القرار حتى {last:date}.",
    en="Your objection {reference} to this is not decided yet. Wait for the decision, due by {last:date}.",
    fr="Votre contestation {reference} à ce sujet n’est pas encore tranchée. Attendez la décision, prévue au plus tard le {last:date}.",
)


KEY = "payments.object_to_bill"


def lines_of(batch: Batch) -> pl.DataFrame:
    """The lines each row is about: its position and the columns of `CONTESTABLE`."""
    rows = batch.frame.select("position", "establishment", "worker", billed_in="month")
    lines = bill_adjustment.contestable(rows)
    if rows["worker"].null_count() < rows.height:
        whose = workers(lines["engagement"]).select("engagement", whose="worker")
        lines = lines.join(whose, on="engagement", how="left", maintain_order="left")
    else:
        lines = lines.with_columns(whose=pl.lit(None, dtype=pl.Int64))
    found = rows.join(lines, on=["establishment", "billed_in"], maintain_order="left_right")
    mine = pl.col("worker").is_null() | (pl.col("worker") == pl.col("whose"))
    return found.filter(mine).drop("worker", "whose")


def refuse_late_and_waiting(batch: Batch, good: pl.Expr) -> pl.Expr:
    """What is asked for too late, or waits for a ruling already; the rows that are good."""
    late = good & (pl.col("object_by") < batch.context.today)
    batch.refuse(late, TOO_LATE, "month", last=pl.col("object_by"))
    batch.compute(of=pl.col("worker").fill_null(0))
    batch.look_up(_waiting(batch), on=["establishment", "month", "of"])
    waits = good & ~late & pl.col("waits").is_not_null()
    batch.refuse(waits, WAITS, "month", reference=pl.col("waits"), last=pl.col("decided_by"))
    return good & ~late & pl.col("waits").is_null()


def _waiting(batch: Batch) -> pl.DataFrame:
    """Objections that wait for a ruling: establishment, month, ``of`` (worker or 0), reference, by
    when it is decided.
    """
    asked = batch.frame["establishment"].drop_nulls().unique().to_list()
    rows = [
        (
            *(case.answer.input.get(n) for n in ("establishment", "month", "worker")),
            case.answer.reference,
            case.due_at.date(),
        )
        for case in referrals.filed(KEY, asked)
        if case.due_at is not None
    ]
    names = ["establishment", "month", "of", "waits", "decided_by"]
    text = pl.DataFrame(
        rows, schema=dict.fromkeys(names[:4], pl.String) | {names[4]: pl.Date}, orient="row"
    )
    typed = text.with_columns(
        pl.col("establishment").cast(pl.Int64),
        pl.col("of").cast(pl.Int64).fill_null(0),
        (pl.col("month") + "-01").str.to_date(),
    )
    return typed.unique(names[:3], keep="first")


def unpaid_of(batch: Batch) -> pl.DataFrame:
    """What is to be paid so that the bill's month is covered: payments go to the oldest month
    first.
    """
    rows = batch.frame.select("position", "establishment", upto="month")
    months = payments.months_of(rows["establishment"]).filter(pl.col("contributions") > 0)
    due = rows.join(months, on="establishment").filter(pl.col("month") <= pl.col("upto"))
    return due.group_by("position").agg(unpaid=pl.col("contributions").sum())
