"""What a correction may not say: a closed month, days that cross, a period that has not ended."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.registry import _facts, _wages
from guichet.catalogue.registry._persons import BELOW_WORKING_AGE, LEAST_AGE
from guichet.catalogue.registry.change_wage import (
    MONTH_AFTER_ENGAGEMENT,
    MONTH_BEFORE_ENGAGEMENT,
    closed_months,
)
from guichet.catalogue.registry.end_engagement import END_BEFORE_START
from guichet.domain.registry.histories import edges_of
from guichet.engine.batch import Batch
from guichet.engine.idempotency import CONFLICTING_ROWS
from guichet.engine.refusal import Refusal, Remedy
from guichet.lib.calendars import gregorian_age_of
from guichet.lib.contact import BRANCH
from guichet.lib.months import first_day

CORRECTION_CLOSED = Refusal(
    "correction-deadline-passed",
    ar="انتهت مهلة تصحيح أجر شهر {value:yearmonth} بنهاية ذلك الشهر. وللمؤسسة أن تصححه في أي وقت. "
    + BRANCH.ar,
    en="The time to correct the wage of {value:yearmonth} ended with that month. The institution itself may correct it at any time. "
    + BRANCH.en,
    fr="Le délai de rectification du salaire {value:yearmonth,de} a pris fin avec ce mois. L’institution peut le rectifier à tout moment. "
    + BRANCH.fr,
)
MONTH_NOT_BEGUN = Refusal(
    "correction-month-not-begun",
    ar="لم يبدأ شهر {value:yearmonth} بعد، فلا شيء يُصحح فيه. استخدم خدمة تعديل الأجر.",
    en="{value:yearmonth} has not begun; there is nothing to correct. Use the service for changing a wage.",
    fr="{value:yearmonth} n’a pas commencé ; il n’y a rien à rectifier. Utilisez le service de modification du salaire.",
    remedy=Remedy("registry.change_wage"),
)
NOT_ENDED = Refusal(
    "engagement-not-ended",
    ar="لا يزال العامل {value} على رأس العمل. استخدم خدمة إنهاء الخدمة.",
    en="Worker {value} has not left. Use the service for ending an engagement.",
    fr="La personne {value} n’est pas partie. Utilisez le service de déclaration de départ.",
    remedy=Remedy("registry.end_engagement"),
)
START_AFTER_END = Refusal(
    "start-after-end",
    ar="تاريخ المباشرة {value:date} بعد آخر يوم عمل {until:date}. صحح التاريخ.",
    en="The first day of work, {value:date}, is after the last, {until:date}. Correct the date.",
    fr="Le premier jour de travail, {value:date}, suit le dernier, {until:date}. Corrigez la date.",
)
START_IN_EARLIER = Refusal(
    "start-in-earlier-period",
    ar="للعامل مدة سابقة لدى المنشأة تنتهي في {until:date}. يجب أن تكون المباشرة بعدها.",
    en="This worker has an earlier period here that ends on {until:date}. The first day must be after it.",
    fr="Cette personne a ici une période antérieure qui se termine le {until:date}. Le premier jour doit la suivre.",
)


def look_up(batch: Batch) -> None:
    """What stands there now of what each row corrects, and whether it stands right already."""
    # The wage in force is the one of the month to be corrected; for a date, today's, which nobody
    # reads.
    batch.compute(asked_on=pl.coalesce("month", pl.lit(batch.context.today)))
    _facts.look_up(batch, on="asked_on")
    edges = edges_of(batch.frame["engagement_id"].drop_nulls().unique())
    batch.look_up(edges, on="engagement_id")
    what, day = pl.col("what"), pl.col("day")
    old = pl.when(what == "started_on").then("since").when(what == "ended_on").then("until")
    housing = pl.coalesce("housing", "wage_housing", pl.lit(0))
    wage = what == "wage"
    unchanged = (pl.col("wage_basic") == pl.col("basic")) & (pl.col("wage_housing") == housing)
    by = (
        pl.when(wage)
        .then("wage_by")
        .when(what == "started_on")
        .then("start_by")
        .otherwise("end_by")
    )
    batch.compute(old_day=old, new_housing=housing, same_by=by)
    same = pl.when(wage).then(unchanged).otherwise(pl.col("old_day") == day)
    reach = pl.min_horizontal("old_day", day)
    batch.compute(same=(same & (pl.col("same_by") > 0)).fill_null(value=False), reach=reach)


def wage_rules(batch: Batch, changed: pl.Expr) -> list[_facts.Rule]:
    """A wage is corrected within its engagement, and until its month ends."""
    month, since, until = pl.col("month"), pl.col("since"), pl.col("until")
    before = month < since.dt.month_start()
    closed = month.is_in(closed_months(batch.frame["month"], batch)) & ~before
    ahead = month > first_day(batch.context.today)
    return [
        _facts.rule(changed & ahead, MONTH_NOT_BEGUN, "month"),
        _facts.rule(changed & before, MONTH_BEFORE_ENGAGEMENT, "month", since=since),
        _facts.rule(changed & (month > until), MONTH_AFTER_ENGAGEMENT, "month", until=until),
        _facts.rule(changed & closed, CORRECTION_CLOSED, "month"),
        *_wages.odd_wages(batch, unless=~changed),
        _wages.sharp_drop(unless=~changed),
    ]


def start_rules(start: pl.Expr) -> list[_facts.Rule]:
    """A first day of work is before the last, after an earlier period, and at working age."""
    day, until, earlier = pl.col("day"), pl.col("until"), pl.col("previous_until")
    young = gregorian_age_of(pl.col("born"), day) < LEAST_AGE
    return [
        _facts.rule(start & (day > until), START_AFTER_END, "day", until=until),
        _facts.rule(start & (day <= earlier), START_IN_EARLIER, "day", until=earlier),
        _facts.rule(start & young, BELOW_WORKING_AGE, "day"),
    ]


def end_rules(end: pl.Expr) -> list[_facts.Rule]:
    """Only an engagement that has ended has a last day, and not one before its first."""
    since, over = pl.col("since"), pl.col("until").is_not_null()
    engaged = pl.col("engagement_id").is_not_null()
    return [
        _facts.rule(end & engaged & ~over, NOT_ENDED, "worker"),
        _facts.rule(end & over & (pl.col("day") < since), END_BEFORE_START, "day", since=since),
    ]


def refuse_crossing_days(batch: Batch) -> None:
    """A new start and a new end of one engagement, each good by itself, that cross each other."""
    if batch.frame.height < 2:
        return
    days = batch.standing().filter((pl.col("what") != "wage") & ~pl.col("same"))
    start = pl.col("day").filter(pl.col("what") == "started_on").max().over("engagement_id")
    end = pl.col("day").filter(pl.col("what") == "ended_on").min().over("engagement_id")
    crossing = days.filter((start > end).fill_null(value=False))
    where = pl.col("position").is_in(crossing["position"].implode())
    rows = " · ".join(map(str, crossing["row"].head(8)))
    batch.refuse(where, CONFLICTING_ROWS, "day", rows=rows)
