"""Correct what was registered wrongly: a wage, the first or the last day of work."""

from __future__ import annotations

import polars as pl

from guichet.catalogue import papers
from guichet.catalogue.parties import establishment_field, person_field
from guichet.catalogue.registry import alone, facts, wages
from guichet.catalogue.registry.change_wage import (
    MONTH_AFTER_ENGAGEMENT,
    MONTH_BEFORE_ENGAGEMENT,
    closed_months,
)
from guichet.catalogue.registry.corrections import (
    corrected_wages,
    earlier_wages,
    resumed_wages,
    tell_contributions,
    what_was,
)
from guichet.catalogue.registry.end_engagement import END_BEFORE_START
from guichet.catalogue.registry.persons import BELOW_WORKING_AGE, LEAST_AGE
from guichet.domain.registry import commands
from guichet.domain.registry.histories import edges_of
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input, Month
from guichet.engine.fields.base import REQUIRED
from guichet.engine.once import CONFLICTING_ROWS
from guichet.engine.refusal import Refusal, Remedy
from guichet.engine.service import Example, Output, Service
from guichet.lib.calendars import gregorian_age_of
from guichet.lib.contact import BRANCH
from guichet.lib.months import first_day
from guichet.lib.text import Words

WHAT = {
    "wage": Words(ar="أجر شهر", en="The wage of a month", fr="Le salaire d’un mois"),
    "started_on": Words(
        ar="تاريخ المباشرة", en="The first day of work", fr="Le premier jour de travail"
    ),
    "ended_on": Words(ar="آخر يوم عمل", en="The last day of work", fr="Le dernier jour de travail"),
}

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


class CorrectEngagement(Service):
    """What was wrong is kept beside what is right; months already billed are looked at again."""

    code = 2106
    keyword = Words(ar="تصحيح", en="CORRECT", fr="CORRIGER")
    title = Words(
        ar="تصحيح أجر أو تاريخ",
        en="Correct a wage or a date",
        fr="Rectifier un salaire ou une date",
    )
    also = Words(
        ar="خطأ تعديل راتب مدة تصحيح بيانات",
        en="mistake error wrong salary date fix amend",
        fr="erreur salaire date rectifier",
    )
    summary = Words(
        ar="صحح أجر شهر أو تاريخ مباشرة أو تاريخ ترك سُجل خطأ. يُصحح الأجر حتى نهاية شهره؛ وإذا تغيّر تاريخ عُدّلت الفواتير السابقة تلقائيًا.",
        en="Correct a wage, a joining or a leaving date that was registered wrongly. A wage can be corrected until its month ends; when a date changes, past bills are adjusted by themselves.",
        fr="Rectifiez un salaire, une date d’entrée ou de départ mal enregistrés. Un salaire se rectifie jusqu’à la fin de son mois\u202f; si une date change, les factures passées sont ajustées d’elles-mêmes.",
    )
    audience = frozenset({Segment.EMPLOYER, Segment.STAFF})
    right = "register"
    subject = "worker"
    icon = "file-pen"
    business_key = ("establishment", "worker", "what", "month")

    class Input(Input):
        """What is asked."""

        establishment = establishment_field()
        worker = person_field()
        what = Choice(
            Words(ar="ما الذي يُصحح", en="What is wrong", fr="L’erreur constatée"),
            WHAT,
            sample="started_on",
        )
        day = Day(
            Words(ar="التاريخ الصحيح", en="The right date", fr="La date exacte"),
            hint=Words(ar="لتصحيح تاريخ.", en="To correct a date.", fr="Pour rectifier une date."),
            optional=True,
            sample="2026-11-01",
        )
        month = Month(
            Words(ar="شهر الأجر", en="Month of the wage", fr="Mois du salaire"),
            hint=Words(ar="لتصحيح أجر.", en="To correct a wage.", fr="Pour rectifier un salaire."),
            optional=True,
            sample="2026-11",
        )
        basic = wages.basic_field(optional=True)
        housing = wages.housing_field(unchanged=True)
        paper = papers.of_engagement()

    class Output(Output):
        """Whose, and what stood there before: a day, or a wage."""

        name_ar = alone.name_field()
        name_latin = alone.latin_name_field()
        previous_basic = alone.previous_basic_field()
        previous_housing = alone.previous_housing_field()
        previous_day = Day(
            Words(ar="التاريخ السابق", en="Day before", fr="Date précédente"),
            optional=True,
            was="day",
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Each kind of correction has its own rules; one already made is repeated."""
        _look_up(batch)
        facts.cite_law(batch)
        batch.repeat(pl.col("same"), pl.col("same_by"))
        wage = pl.col("what") == "wage"
        institution = pl.lit(Segment.STAFF in batch.context.actor.segments)
        settled = pl.col("same") | wage
        facts.say(
            batch,
            [
                facts.unknown_establishment(),
                facts.stranger(),
                facts.rule(wage & pl.col("raw_month").is_null(), REQUIRED, "month"),
                facts.rule(wage & pl.col("raw_basic").is_null(), REQUIRED, "basic"),
                facts.rule(~wage & pl.col("raw_day").is_null(), REQUIRED, "day"),
                *_wage_rules(batch, wage & ~pl.col("same")),
                *_start_rules((pl.col("what") == "started_on") & ~pl.col("same")),
                *_end_rules((pl.col("what") == "ended_on") & ~pl.col("same")),
                facts.far_ahead(batch, "day", unless=settled),
                *facts.too_old(batch, "day", unless=settled | institution, reach="reach"),
            ],
        )
        _refuse_crossing_days(batch)
        batch.answer(**alone.names(batch), **what_was())
        batch.changes["corrections"] = batch.standing().height
        if batch.context.dry_run and batch.frame.height == 1:
            tell_contributions(batch)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Write the right value beside the wrong one."""
        rows, today = batch.frame, batch.context.today
        commands.hold_establishments(seen=rows)
        commands.hold_engagements(seen=rows.select("engagement_id", "since", "until"))
        days = rows.filter(pl.col("what") != "wage")
        commands.correct_engagements(
            corrections=days.select(
                "engagement_id", "transaction", field="what", old="old_day", new="day"
            ),
            today=today,
        )
        corrected = corrected_wages(rows)
        resumed = resumed_wages(rows, today).join(
            corrected, on=["engagement_id", "effective_from"], how="anti"
        )
        commands.set_wages(wages=pl.concat([corrected, resumed, earlier_wages(days)]), today=today)

    examples = (
        Example(
            "joined ten days earlier",
            {
                "establishment": "{establishment}",
                "worker": "{recent_worker}",
                "what": "started_on",
                "day": "2026-10-20",
            },
        ),
        Example(
            "the wage of this month",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "what": "wage",
                "month": "2026-11",
                "basic": "9100",
            },
        ),
        Example(
            "a wage, with the contract that proves it",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "what": "wage",
                "month": "2026-11",
                "basic": "9200",
                "paper": "{paper}",
            },
        ),
        Example(
            "a paper that somebody else has sent",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "what": "wage",
                "month": "2026-11",
                "basic": "9300",
                "paper": "{foreign_paper}",
            },
            then="attachment-unknown",
        ),
        Example(
            "left a day earlier",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "what": "ended_on",
                "day": "2026-11-19",
            },
            before=(
                (
                    "registry.end_engagement",
                    {
                        "establishment": "{establishment}",
                        "worker": "{worker}",
                        "ended_on": "2026-11-20",
                        "reason": "resignation",
                    },
                ),
            ),
        ),
        Example(
            "a wage whose time has passed",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "what": "wage",
                "month": "2026-08",
                "basic": "9100",
            },
            then="correction-deadline-passed",
        ),
        Example(
            "the leaving date of somebody who has not left",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "what": "ended_on",
                "day": "2026-11-19",
            },
            then="engagement-not-ended",
        ),
        Example(
            "a wage without its month",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "what": "wage",
                "basic": "9100",
            },
            then="field-required",
        ),
        Example(
            "somebody who does not work here",
            {
                "establishment": "{establishment}",
                "worker": "{new_citizen}",
                "what": "started_on",
                "day": "2026-11-01",
            },
            then="worker-not-engaged",
        ),
    )


def _look_up(batch: Batch) -> None:
    # The wage in force is the one of the month to be corrected; for a date, today's, which nobody
    # reads.
    batch.compute(asked_on=pl.coalesce("month", pl.lit(batch.context.today)))
    facts.look_up(batch, on="asked_on")
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


def _wage_rules(batch: Batch, changed: pl.Expr) -> list[facts.Rule]:
    month, since, until = pl.col("month"), pl.col("since"), pl.col("until")
    before = month < since.dt.month_start()
    closed = month.is_in(closed_months(batch.frame["month"], batch)) & ~before
    ahead = month > first_day(batch.context.today)
    return [
        facts.rule(changed & ahead, MONTH_NOT_BEGUN, "month"),
        facts.rule(changed & before, MONTH_BEFORE_ENGAGEMENT, "month", since=since),
        facts.rule(changed & (month > until), MONTH_AFTER_ENGAGEMENT, "month", until=until),
        facts.rule(changed & closed, CORRECTION_CLOSED, "month"),
        *wages.odd_wages(batch, unless=~changed),
        wages.sharp_drop(unless=~changed),
    ]


def _start_rules(start: pl.Expr) -> list[facts.Rule]:
    day, until, earlier = pl.col("day"), pl.col("until"), pl.col("previous_until")
    young = gregorian_age_of(pl.col("born"), day) < LEAST_AGE
    return [
        facts.rule(start & (day > until), START_AFTER_END, "day", until=until),
        facts.rule(start & (day <= earlier), START_IN_EARLIER, "day", until=earlier),
        facts.rule(start & young, BELOW_WORKING_AGE, "day"),
    ]


def _end_rules(end: pl.Expr) -> list[facts.Rule]:
    since, over = pl.col("since"), pl.col("until").is_not_null()
    engaged = pl.col("engagement_id").is_not_null()
    return [
        facts.rule(end & engaged & ~over, NOT_ENDED, "worker"),
        facts.rule(end & over & (pl.col("day") < since), END_BEFORE_START, "day", since=since),
    ]


def _refuse_crossing_days(batch: Batch) -> None:
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
