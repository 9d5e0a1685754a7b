"""Change a worker's wage from a month on."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.parties import establishment_field, person_field
from guichet.catalogue.registry import _facts, _single_asking, _wages
from guichet.domain.registry import commands, locks
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input, Month
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.law.answers import DeadlineError
from guichet.lib.contact import BRANCH
from guichet.lib.months import add_months, first_day
from guichet.lib.text import Words

MONTH_TOO_FAR_AHEAD = Refusal(
    "month-too-far-ahead",
    ar="شهر {value:yearmonth} بعد {last:yearmonth}، وهو آخر شهر يُقبل الآن. أرسل التعديل لاحقًا.",
    en="{value:yearmonth} is later than {last:yearmonth}, the last month accepted now. Send the change later.",
    fr="{value:yearmonth} est postérieur à {last:yearmonth}, dernier mois admis aujourd’hui. Envoyez la modification plus tard.",
)
MONTH_BEFORE_ENGAGEMENT = Refusal(
    "month-before-engagement",
    ar="باشر العامل في {since:date}، فلا أجر له عن شهر {value:yearmonth}. اختر شهر المباشرة أو ما بعده.",
    en="The worker joined on {since:date}; there is no wage for {value:yearmonth}. Choose that month or a later one.",
    fr="La personne est entrée le {since:date} ; il n’y a pas de salaire pour {value:yearmonth}. Choisissez ce mois ou un mois ultérieur.",
)
MONTH_AFTER_ENGAGEMENT = Refusal(
    "month-after-engagement",
    ar="انتهت خدمة العامل في {until:date}، فلا أجر له عن شهر {value:yearmonth}. اختر شهرًا قبل ذلك.",
    en="The worker left on {until:date}; there is no wage for {value:yearmonth}. Choose an earlier month.",
    fr="La personne est partie le {until:date} ; il n’y a pas de salaire pour {value:yearmonth}. Choisissez un mois antérieur.",
)
MONTH_CLOSED = Refusal(
    "wage-month-closed",
    ar="انتهت مهلة تعديل أجر شهر {value:yearmonth}. عدّل الأجر من الشهر الجاري، وإن كان الأجر السابق خطأ: "
    + BRANCH.ar,
    en="The time to change the wage of {value:yearmonth} has passed. Change it from the current month; if the past wage is wrong: "
    + BRANCH.en,
    fr="Le délai pour modifier le salaire {value:yearmonth,de} est passé. Modifiez-le à partir du mois en cours ; si le salaire passé est faux : "
    + BRANCH.fr,
)


class ChangeWage(Service):
    """A new contributory wage, from the month asked until another change."""

    code = 2103
    keyword = Words(ar="أجر", en="WAGE", fr="SALAIRE")
    title = Words(ar="تعديل أجر عامل", en="Change a worker’s wage", fr="Modifier un salaire")
    also = Words(
        ar="راتب رواتب زيادة تخفيض معاش أجور",
        en="salary pay raise increase",
        fr="paie rémunération augmentation",
    )
    summary = Words(
        ar="أبلغ عن أجر جديد لعامل ابتداءً من شهر، قبل نهاية ذلك الشهر.",
        en="Report a worker’s new wage from a month on, before that month ends.",
        fr="Déclarez le nouveau salaire d’un travailleur à partir d’un mois, avant la fin de ce mois.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "wages"
    subject = "worker"
    icon = "pencil"
    movement = "wage"
    business_key = ("establishment", "worker", "month")

    class Input(Input):
        """What is asked."""

        establishment = establishment_field()
        worker = person_field()
        month = Month(
            Words(ar="ابتداءً من شهر", en="From the month", fr="À partir du mois"),
            hint=Words(
                ar="الشهر الجاري أو التالي، مثل 2026-11.",
                en="The current month or the next, such as 2026-11.",
                fr="Le mois en cours ou le suivant, par exemple 2026-11.",
            ),
            sample="2026-11",
            default="this_month",
        )
        basic = _wages.basic_field()
        housing = _wages.housing_field(unchanged=True)

    class Output(Output):
        """Whose wage, and what it was before."""

        name_ar = _single_asking.name_field()
        name_latin = _single_asking.latin_name_field()
        previous_basic = _single_asking.previous_basic_field()
        previous_housing = _single_asking.previous_housing_field()

    @staticmethod
    def decide(batch: Batch) -> None:
        """Refuse months that cannot change; repeat a wage already in force."""
        _facts.look_up(batch, on="month")
        _facts.cite_law(batch)
        housing = pl.coalesce("housing", "wage_housing", pl.lit(0))
        unchanged = (pl.col("wage_basic") == pl.col("basic")) & (pl.col("wage_housing") == housing)
        batch.compute(
            new_housing=housing, same=(unchanged & (pl.col("wage_by") > 0)).fill_null(value=False)
        )
        same = pl.col("same")
        _facts.say(
            batch,
            [
                _facts.unknown_establishment(),
                _facts.closed_establishment(on="month", unless=same),
                _facts.stranger(),
                *_month_rules(batch),
                *_wages.odd_wages(batch, unless=same),
                _wages.sharp_drop(unless=same),
            ],
        )
        if _wages.heed_earlier_months(batch):
            _facts.say(batch, _month_rules(batch, also=pl.col("was_same")))
        batch.repeat(pl.col("same"), pl.col("wage_by"))
        batch.answer(
            **_single_asking.names(batch),
            previous_basic=pl.col("wage_basic"),
            previous_housing=pl.col("wage_housing"),
        )
        rows = batch.standing()
        _wages.count_wages(batch, rows)
        if batch.context.dry_run:
            _count_contributions(batch, rows)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Add the wage, as a higher version where its month has one already."""
        rows = batch.frame
        locks.establishments(seen=rows)
        locks.engagements(seen=rows[["engagement_id", "since", "until"]])
        again = pl.col("wage_from") == pl.col("month")
        commands.set_wages(
            wages=rows.select(
                "engagement_id",
                "basic",
                "transaction",
                housing="new_housing",
                effective_from="month",
                version=pl.when(again).then(pl.col("wage_version") + 1).otherwise(1),
            ),
            today=batch.context.today,
        )

    examples = (
        Example(
            "a rise from this month",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "month": "2026-11",
                "basic": "12500",
                "housing": "3000",
            },
        ),
        Example(
            "the same wage sent twice has one effect",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "month": "2026-11",
                "basic": "12500",
            },
            before=(
                (
                    "registry.change_wage",
                    {
                        "establishment": "{establishment}",
                        "worker": "{worker}",
                        "month": "2026-11",
                        "basic": "12500",
                    },
                ),
            ),
        ),
        Example(
            "somebody who does not work here",
            {
                "establishment": "{establishment}",
                "worker": "{new_citizen}",
                "month": "2026-11",
                "basic": "9000",
            },
            then="worker-not-engaged",
        ),
        Example(
            "a month long past",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "month": "2026-03",
                "basic": "9000",
            },
            then="wage-month-closed",
        ),
        Example(
            "a month far ahead",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "month": "2027-06",
                "basic": "9000",
            },
            then="month-too-far-ahead",
        ),
        Example(
            "an amount of too many digits",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "month": "2026-11",
                "basic": "99999999999999999",
            },
            then="money-invalid",
        ),
    )


def _month_rules(batch: Batch, also: pl.Expr | None = None) -> list[_facts.Rule]:
    month, changed = pl.col("month"), ~pl.col("same")
    if also is not None:
        changed = changed & also
    last = add_months(first_day(batch.context.today), 1)
    since, until = pl.col("since"), pl.col("until")
    before = month < since.dt.month_start()
    closed = month.is_in(closed_months(batch.frame["month"], batch)) & ~before
    return [
        _facts.rule((month > last) & changed, MONTH_TOO_FAR_AHEAD, "month", last=f"{last:%Y-%m}"),
        _facts.rule(before, MONTH_BEFORE_ENGAGEMENT, "month", since=since),
        _facts.rule((month > until) & changed, MONTH_AFTER_ENGAGEMENT, "month", until=until),
        _facts.rule(closed & changed, MONTH_CLOSED, "month"),
    ]


def closed_months(months: pl.Series, batch: Batch) -> list[date]:
    """Those months whose wage the law no longer lets this actor change (REG230 21)."""
    today, oldest = batch.context.today, months.min()
    if not isinstance(oldest, date) or oldest >= first_day(today):
        return []
    institution = Segment.STAFF in batch.context.actor.segments
    past = months.unique().drop_nulls()
    return [
        month
        for month in past.filter(past < first_day(today)).to_list()
        if not _open(month, today, institution)
    ]


def _open(month: date, today: date, institution: bool) -> bool:
    try:
        return country.deadlines.correction_allowed(month, today, found_by_institution=institution)
    except DeadlineError:  # a month before the law
        return False


def _count_contributions(batch: Batch, rows: pl.DataFrame) -> None:
    month = _single_asking.month_told(batch, "month")
    rows = rows.filter(pl.col("month") <= month)
    before: dict[str, str | None] = {
        "basic": "wage_basic",
        "housing": "wage_housing",
        "since": "since",
        "until": "until",
    }
    due = before | {"basic": "basic", "housing": "new_housing"}
    _single_asking.tell_contributions(
        batch, rows, month, contribution_before=before, contribution_due=due
    )
