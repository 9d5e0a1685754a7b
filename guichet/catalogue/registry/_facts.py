"""What services of the register share: looking up who is engaged where, and the refusals that
follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import polars as pl

from guichet.domain.registry.queries import engagements_of
from guichet.engine.batch import Batch
from guichet.engine.refusal import Refusal, Remedy, Severity
from guichet.law import country
from guichet.law.answers import DeadlineError
from guichet.lib import frames

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
    ar="أُغلق ملف المنشأة {value} في {closed:date}. اختر منشأة قائمة أو تاريخًا قبل الإغلاق.",
    en="Establishment {value} was closed on {closed:date}. Choose an open one, or a day before it closed.",
    fr="L’établissement {value} est fermé depuis le {closed:date}. Choisissez-en un autre ou une date antérieure.",
)
WORKER_NOT_ENGAGED = Refusal(
    "worker-not-engaged",
    ar="رقم الهوية {value} غير مسجل لدى هذه المنشأة. راجع الرقم، أو سجّل العامل أولًا.",
    en="{value} is not registered with this establishment. Check the number, or register the worker first.",
    fr="Le numéro {value} n’est pas inscrit dans cet établissement. Vérifiez-le ou inscrivez d’abord la personne.",
    remedy=Remedy("registry.register_worker"),
)
DAY_TOO_FAR_AHEAD = Refusal(
    "day-too-far-ahead",
    ar="التاريخ {value:date} بعد أكثر من {days:day,oblique}. أدخل تاريخًا أقرب، أو أرسل الطلب لاحقًا.",
    en="{value:date} is more than {days:day} ahead. Give a nearer date, or send this later.",
    fr="Le {value:date} est à plus de {days:day}. Donnez une date plus proche ou envoyez la demande plus tard.",
)
PERIOD_TOO_OLD = Refusal(
    "period-too-old",
    ar="لا تُقبل المدد السابقة إلا ابتداءً من {limit:date}. صحح التاريخ أو راجع المؤسسة بالمستندات.",
    en="Past periods are accepted from {limit:date} on. Correct the date, or bring the documents to the institution.",
    fr="Les périodes passées sont admises à partir du {limit:date}. Corrigez la date ou présentez les pièces à l’institution.",
)
REPORTED_LATE = Refusal(
    "reported-late",
    ar="انتهت مهلة هذا الإبلاغ في {deadline:date}. سُجل، وقد تترتب غرامة تأخير.",
    en="The deadline for this notice was {deadline:date}. It is recorded; a late penalty may follow.",
    fr="Le délai de cette déclaration expirait le {deadline:date}. Elle est enregistrée ; une pénalité de retard est possible.",
    severity=Severity.WARNING,
)


def look_up(batch: Batch, *, on: str, wages: bool = True) -> None:
    """Join the latest engagement of each row's establishment and worker, and the wage in force on
    the day ``on``.

    The columns are those of `domain.registry.queries.engagements_of`, with the names of one
    asking's worker.
    """
    frame = batch.frame
    one = frame.height == 1
    found = engagements_of(
        frame["establishment"], frame["worker"], on=frame[on], wages=wages, names=one
    )
    batch.add(frame.hstack(found))


@dataclass(frozen=True, slots=True)
class Rule:
    """Where it holds, ``refusal`` is said about ``field``, its places filled from ``values``."""

    where: pl.Expr
    refusal: Refusal
    field: str
    values: dict[str, pl.Expr | str]


def rule(where: pl.Expr, refusal: Refusal, field: str, **values: pl.Expr | str) -> Rule:
    """A `Rule`, as `Batch.refuse` would be called."""
    return Rule(where, refusal, field, values)


def say(batch: Batch, rules: Iterable[Rule]) -> None:
    """Apply rules: all of them are looked at in one pass, because most rows break none."""
    ruled = list(rules)
    masks = frames.select(
        batch.frame, [r.where.fill_null(value=False).alias(str(i)) for i, r in enumerate(ruled)]
    )
    for mask, broken in zip(masks.iter_columns(), ruled, strict=True):
        if mask.any():
            batch.refuse(mask, broken.refusal, broken.field, **broken.values)


def unknown_establishment() -> Rule:
    """The establishment must exist."""
    return rule(pl.col("establishment_id").is_null(), ESTABLISHMENT_UNKNOWN, "establishment")


def closed_establishment(*, on: str, unless: pl.Expr) -> Rule:
    """The establishment must be open on the day ``on``."""
    closed = pl.col("closed_on")
    return rule(
        (closed < pl.col(on)) & ~unless, ESTABLISHMENT_CLOSED, "establishment", closed=closed
    )


def stranger() -> Rule:
    """The worker must be, or have been, engaged by the establishment."""
    known = pl.col("establishment_id").is_not_null()
    return rule(known & pl.col("engagement_id").is_null(), WORKER_NOT_ENGAGED, "worker")


def far_ahead(batch: Batch, field: str, *, unless: pl.Expr) -> Rule:
    """No day more than `DAYS_AHEAD` from today."""
    latest = batch.context.today + timedelta(DAYS_AHEAD)
    return rule((pl.col(field) > latest) & ~unless, DAY_TOO_FAR_AHEAD, field, days=str(DAYS_AHEAD))


def too_old(batch: Batch, field: str, *, unless: pl.Expr, reach: str = "") -> list[Rule]:
    """Periods reach back as far as the law of the person's cohort lets them (RC15; REG230 16).

    ``reach`` is the column with the first day touched, where that is not ``field`` itself.
    """
    today, reach = batch.context.today, reach or field
    oldest = batch.frame[reach].min()
    # What is newer than the nearest limit of all is newer than any.
    if not isinstance(oldest, date) or oldest >= _nearest_limit(today):
        return []
    kinds = batch.frame.select("cohort", "government").unique().drop_nulls()
    limits = [
        country.deadlines.accepted_from(today, LONG_AGO, cohort=cohort, government=government)
        for cohort, government in kinds.iter_rows()
    ]
    table = kinds.with_columns(_limit=pl.Series(limits, dtype=pl.Date))
    batch.look_up(table, on=["cohort", "government"])
    limit = pl.col("_limit")
    return [rule((pl.col(reach) < limit) & ~unless, PERIOD_TOO_OLD, field, limit=limit)]


@lru_cache(maxsize=64)
def _nearest_limit(today: date) -> date:
    """The latest day from which any period is accepted, of all cohorts."""
    accepted = country.deadlines.accepted_from
    return max(accepted(today, LONG_AGO, cohort=cohort) for cohort in country.cohorts.COHORTS)


def late(batch: Batch, event: str, field: str, *, unless: pl.Expr) -> list[Rule]:
    """Tell when the law's deadline for reporting ``event`` on the day ``field`` has passed."""
    today, oldest = batch.context.today, batch.frame[field].min()
    # Deadlines follow each other as their days do: if the oldest day is in time, all are.
    if not isinstance(oldest, date) or (_deadline(event, oldest) or LONG_AGO) >= today:
        return []
    days = batch.frame[field].unique().drop_nulls()
    days = days.filter(days < today)
    until = pl.Series([_deadline(event, day) for day in days.to_list()], dtype=pl.Date)
    batch.look_up(pl.DataFrame({field: days, "_deadline": until}), on=field)
    passed = pl.col("_deadline")
    return [rule((passed < today) & ~unless, REPORTED_LATE, field, deadline=passed)]


def _deadline(event: str, day: date) -> date | None:
    try:
        return country.deadlines.deadline(event, day).employer_by
    except DeadlineError:  # a day before the law knew such a deadline
        return None


def cite_law(batch: Batch) -> None:
    """Name the version of the law's parameters in every receipt."""
    batch.cite(law=country.parameters().version[:16])
