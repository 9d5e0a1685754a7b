"""Correct what was registered wrongly: a wage, the first or the last day of work."""

from __future__ import annotations

import polars as pl

from guichet.catalogue import papers
from guichet.catalogue.parties import establishment_field, person_field
from guichet.catalogue.registry import _facts, _single_asking, _wages
from guichet.catalogue.registry._correction_rules import (
    end_rules,
    look_up,
    refuse_crossing_days,
    start_rules,
    wage_rules,
)
from guichet.catalogue.registry._corrections import (
    corrected_wages,
    earlier_wages,
    resumed_wages,
    tell_contributions,
    what_was,
)
from guichet.domain.registry import commands, locks
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input, Month
from guichet.engine.fields.base import REQUIRED
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

WHAT = {
    "wage": Words(ar="أجر شهر", en="The wage of a month", fr="Le salaire d’un mois"),
    "started_on": Words(
        ar="تاريخ المباشرة", en="The first day of work", fr="Le premier jour de travail"
    ),
    "ended_on": Words(ar="آخر يوم عمل", en="The last day of work", fr="Le dernier jour de travail"),
}


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
        basic = _wages.basic_field(optional=True)
        housing = _wages.housing_field(unchanged=True)
        paper = papers.of_engagement()

    class Output(Output):
        """Whose, and what stood there before: a day, or a wage."""

        name_ar = _single_asking.name_field()
        name_latin = _single_asking.latin_name_field()
        previous_basic = _single_asking.previous_basic_field()
        previous_housing = _single_asking.previous_housing_field()
        previous_day = Day(
            Words(ar="التاريخ السابق", en="Day before", fr="Date précédente"),
            optional=True,
            was="day",
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Each kind of correction has its own rules; one already made is repeated."""
        look_up(batch)
        _facts.cite_law(batch)
        batch.repeat(pl.col("same"), pl.col("same_by"))
        wage = pl.col("what") == "wage"
        institution = pl.lit(Segment.STAFF in batch.context.actor.segments)
        settled = pl.col("same") | wage
        _facts.say(
            batch,
            [
                _facts.unknown_establishment(),
                _facts.stranger(),
                _facts.rule(wage & pl.col("raw_month").is_null(), REQUIRED, "month"),
                _facts.rule(wage & pl.col("raw_basic").is_null(), REQUIRED, "basic"),
                _facts.rule(~wage & pl.col("raw_day").is_null(), REQUIRED, "day"),
                *wage_rules(batch, wage & ~pl.col("same")),
                *start_rules((pl.col("what") == "started_on") & ~pl.col("same")),
                *end_rules((pl.col("what") == "ended_on") & ~pl.col("same")),
                _facts.far_ahead(batch, "day", unless=settled),
                *_facts.too_old(batch, "day", unless=settled | institution, reach="reach"),
            ],
        )
        refuse_crossing_days(batch)
        batch.answer(**_single_asking.names(batch), **what_was())
        batch.changes["corrections"] = batch.standing().height
        if batch.context.dry_run and batch.frame.height == 1:
            tell_contributions(batch)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Write the right value beside the wrong one."""
        rows, today = batch.frame, batch.context.today
        locks.establishments(seen=rows)
        locks.engagements(seen=rows.select("engagement_id", "since", "until"))
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
