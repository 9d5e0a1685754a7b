"""What services of the register share: looking up who is engaged where, and the refusals that follow from it."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from guichet.domain.registry.queries import engagements_of
from guichet.engine.batch import Batch
from guichet.engine.refusal import Refusal, Severity
from guichet.law.sa import parameters
from guichet.law.sa.deadlines import DeadlineError, accepted_from, deadline

# Nothing is registered further ahead than this; plans change.
DAYS_AHEAD = 30
LONG_AGO = date(1900, 1, 1)

ESTABLISHMENT_UNKNOWN = Refusal(
    "establishment-unknown",
    ar="لا توجد منشأة بالرقم {value}. راجع رقم المنشأة في صفحة حسابك.",
    en="There is no establishment {value}. See its number on your account page.",
    fr="Il n’y a pas d’établissement {value}. Vérifiez son numéro sur la page de votre compte.",
)
ESTABLISHMENT_CLOSED = Refusal(
    "establishment-closed",
    ar="أُغلق ملف المنشأة {value} في {closed}. اختر منشأة قائمة أو تاريخًا قبل الإغلاق.",
    en="Establishment {value} was closed on {closed}. Choose an open one, or a day before it closed.",
    fr="L’établissement {value} est fermé depuis le {closed}. Choisissez-en un autre ou une date antérieure.",
)
WORKER_NOT_ENGAGED = Refusal(
    "worker-not-engaged",
    ar="رقم الهوية {value} غير مسجل لدى هذه المنشأة. راجع الرقم، أو سجّل العامل أولًا.",
    en="{value} is not registered with this establishment. Check the number, or register the worker first.",
    fr="Le numéro {value} n’est pas inscrit dans cet établissement. Vérifiez-le ou inscrivez d’abord la personne.",
)
DAY_TOO_FAR_AHEAD = Refusal(
    "day-too-far-ahead",
    ar="التاريخ {value} بعد أكثر من {days} يومًا. أدخل تاريخًا أقرب، أو أرسل الطلب لاحقًا.",
    en="{value} is more than {days} days ahead. Give a nearer date, or send this later.",
    fr="Le {value} est à plus de {days} jours. Donnez une date plus proche ou envoyez la demande plus tard.",
)
PERIOD_TOO_OLD = Refusal(
    "period-too-old",
    ar="لا تُقبل المدد السابقة إلا ابتداءً من {limit} (24 شهرًا قبل الطلب). صحح التاريخ أو راجع المؤسسة بالمستندات.",
    en="Past periods are accepted from {limit} on (24 months before the request). Correct the date, or bring the documents to the institution.",
    fr="Les périodes passées sont admises à partir du {limit} (24 mois avant la demande). Corrigez la date ou présentez les pièces à l’institution.",
)
REPORTED_LATE = Refusal(
    "reported-late",
    ar="انتهت مهلة هذا الإبلاغ في {deadline}. سُجل، وقد تترتب غرامة تأخير.",
    en="The deadline for this notice was {deadline}. It is recorded; a late penalty may follow.",
    fr="Le délai de cette déclaration expirait le {deadline}. Elle est enregistrée ; une pénalité de retard est possible.",
    severity=Severity.WARNING,
)


def look_up(batch: Batch, *, on: str, wages: bool = True) -> None:
    """Join the latest engagement of each row's establishment and worker, and the wage in force on the day ``on``.

    The columns are those of `domain.registry.queries.engagements_of`.
    """
    frame = batch.frame
    found = engagements_of(frame["establishment"], frame["worker"], on=frame[on], wages=wages)
    batch.add(frame.hstack(found))


def refuse_closed(batch: Batch, *, on: str, unless: pl.Expr) -> None:
    """The establishment must exist and be open on the day ``on``."""
    batch.refuse(pl.col("establishment_id").is_null(), ESTABLISHMENT_UNKNOWN, "establishment")
    batch.refuse(
        (pl.col("closed_on") < pl.col(on)) & ~unless,
        ESTABLISHMENT_CLOSED,
        "establishment",
        closed=pl.col("closed_on"),
    )


def refuse_strangers(batch: Batch) -> None:
    """The worker must be, or have been, engaged by the establishment."""
    batch.refuse(
        pl.col("establishment_id").is_not_null() & pl.col("engagement_id").is_null(),
        WORKER_NOT_ENGAGED,
        "worker",
    )


def refuse_far_ahead(batch: Batch, field: str, *, unless: pl.Expr) -> None:
    """No day more than `DAYS_AHEAD` from today."""
    latest = batch.context.today + timedelta(DAYS_AHEAD)
    batch.refuse((pl.col(field) > latest) & ~unless, DAY_TOO_FAR_AHEAD, field, days=str(DAYS_AHEAD))


def refuse_too_old(batch: Batch, field: str, *, unless: pl.Expr, reach: str = "") -> None:
    """Periods reach back as far as the law of the person's cohort lets them (RC15; REG230 16).

    ``reach`` is the column with the first day touched, where that is not ``field`` itself.
    """
    reach = reach or field
    today = batch.context.today
    kinds = batch.frame.select("cohort", "government").unique().drop_nulls()
    limits = [
        accepted_from(today, LONG_AGO, cohort=cohort, government=government)
        for cohort, government in kinds.iter_rows()
    ]
    # The common case asks no more: everything is newer than the strictest limit.
    oldest = batch.frame[reach].min()
    if not limits or not isinstance(oldest, date) or oldest >= max(limits):
        return
    table = kinds.with_columns(_limit=pl.Series(limits, dtype=pl.Date))
    batch.look_up(table, on=["cohort", "government"])
    batch.refuse(
        (pl.col(reach) < pl.col("_limit")) & ~unless, PERIOD_TOO_OLD, field, limit=pl.col("_limit")
    )


def warn_late(batch: Batch, event: str, field: str, *, unless: pl.Expr) -> None:
    """Tell when the law's deadline for reporting ``event`` on the day ``field`` has passed."""
    today = batch.context.today
    past = batch.frame[field].unique().drop_nulls()
    past = past.filter(past < today)
    if not len(past):
        return
    table = pl.DataFrame(
        {field: past, "_deadline": [_deadline(event, day) for day in past.to_list()]},
        schema={field: pl.Date, "_deadline": pl.Date},
    )
    batch.look_up(table, on=field)
    late = (pl.col("_deadline") < today) & ~unless
    batch.refuse(late, REPORTED_LATE, field, deadline=pl.col("_deadline"))


def _deadline(event: str, day: date) -> date | None:
    try:
        return deadline(event, day).employer_by
    except DeadlineError:  # a day before the law knew such a deadline
        return None


def cite_law(batch: Batch) -> None:
    """Name the version of the law's parameters in every receipt."""
    batch.cite(law=parameters().version)
