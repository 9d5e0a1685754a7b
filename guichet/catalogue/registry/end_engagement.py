"""Report that a worker has left or will leave."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field, person_field
from guichet.catalogue.registry import _facts, _single_asking
from guichet.domain.registry import commands, locks
from guichet.domain.registry.queries import departures_of
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input
from guichet.engine.refusal import Refusal, Remedy
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

REASONS = {
    "resignation": Words(ar="استقالة", en="Resignation", fr="Démission"),
    "end_of_contract": Words(ar="انتهاء العقد", en="End of contract", fr="Fin de contrat"),
    "dismissal": Words(ar="فصل", en="Dismissal", fr="Licenciement"),
    "death": Words(ar="وفاة", en="Death", fr="Décès"),
    "retirement": Words(ar="تقاعد", en="Retirement", fr="Retraite"),
    "transfer": Words(ar="نقل", en="Transfer", fr="Mutation"),
    "other": Words(ar="سبب آخر", en="Other", fr="Autre"),
}

END_BEFORE_START = Refusal(
    "end-before-start",
    ar="آخر يوم عمل {value:date} قبل تاريخ المباشرة {since:date}. صحح التاريخ.",
    en="The last day of work, {value:date}, is before the first, {since:date}. Correct the date.",
    fr="Le dernier jour de travail, {value:date}, précède le premier, {since:date}. Corrigez la date.",
)
ALREADY_ENDED = Refusal(
    "engagement-already-ended",
    ar="سُجل ترك العمل في {until:date} بسبب آخر أو بتاريخ آخر. لتصحيح التاريخ استخدم خدمة التصحيح.",
    en="This engagement already ended on {until:date}, with another date or reason. To correct the date, use the correction service.",
    fr="Cette période s’est déjà terminée le {until:date}, à une autre date ou pour un autre motif. Pour corriger la date, utilisez le service de correction.",
    remedy=Remedy("registry.correct_engagement"),
)


class EndEngagement(Service):
    """A worker leaves; the day of leaving is still a day of contribution."""

    code = 2104
    keyword = Words(ar="إنهاء", en="LEAVE", fr="DEPART")
    title = Words(ar="إنهاء خدمة عامل", en="End a worker’s engagement", fr="Déclarer un départ")
    also = Words(
        ar="فصل استقالة ترك إقالة حذف موظف استبعاد",
        en="resignation dismissal leave leaver terminate fire remove",
        fr="démission licenciement départ sortie",
    )
    summary = Words(
        ar="أبلغ عن آخر يوم عمل لعامل وسبب تركه، قبل نهاية الشهر الذي ترك فيه.",
        en="Report a worker’s last day and the reason for leaving, before the end of that month.",
        fr="Déclarez le dernier jour d’un travailleur et le motif de son départ, avant la fin de ce mois.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "register"
    subject = "worker"
    icon = "user-minus"
    movement = "leave"
    business_key = ("establishment", "worker")

    class Input(Input):
        """What is asked."""

        establishment = establishment_field()
        worker = person_field()
        ended_on = Day(
            Words(ar="آخر يوم عمل", en="Last day of work", fr="Dernier jour de travail"),
            hint=Words(
                ar="يوم الترك نفسه يُحسب يوم عمل.",
                en="The day of leaving itself counts as worked.",
                fr="Le jour du départ compte comme travaillé.",
            ),
            sample="2026-11-22",
            default="today",
        )
        reason = Choice(
            Words(ar="سبب الترك", en="Reason for leaving", fr="Motif du départ"),
            REASONS,
            sample="resignation",
        )

    class Output(Output):
        """Whose engagement, and how long it lasted."""

        name_ar = _single_asking.name_field()
        name_latin = _single_asking.latin_name_field()

        started_on = Day(
            Words(ar="تاريخ المباشرة", en="First day of work", fr="Premier jour de travail"),
            optional=True,
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Refuse what has no engagement to end; repeat an end already recorded."""
        # The wage is only needed to show what leaving changes.
        _facts.look_up(batch, on="ended_on", wages=batch.context.dry_run)
        _facts.cite_law(batch)
        _recorded(batch)
        same = pl.col("same")
        batch.repeat(same, pl.col("left_by"))
        since, until, day = pl.col("since"), pl.col("until"), pl.col("ended_on")
        _facts.say(
            batch,
            [
                _facts.unknown_establishment(),
                _facts.stranger(),
                _facts.rule(until.is_not_null() & ~same, ALREADY_ENDED, "worker", until=until),
                _facts.rule(
                    (day < since) & until.is_null() & ~same,
                    END_BEFORE_START,
                    "ended_on",
                    since=since,
                ),
                _facts.far_ahead(batch, "ended_on", unless=same),
                *_facts.too_old(batch, "ended_on", unless=same),
                *_facts.late(batch, "leaving", "ended_on", unless=same),
            ],
        )
        batch.answer(**_single_asking.names(batch), started_on=pl.col("since"))
        rows = batch.standing()
        batch.changes["leaves"] = rows.height
        if batch.context.dry_run:
            _count_contributions(batch, rows)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Close the engagements."""
        rows = batch.frame
        locks.establishments(seen=rows)
        commands.end_engagements(
            ends=rows.select("engagement_id", "ended_on", "transaction", end_reason="reason"),
            today=batch.context.today,
        )

    examples = (
        Example(
            "somebody resigns",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "ended_on": "2026-11-22",
                "reason": "resignation",
            },
        ),
        Example(
            "the same leaving twice has one effect",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "ended_on": "2026-11-22",
                "reason": "resignation",
            },
            before=(
                (
                    "registry.end_engagement",
                    {
                        "establishment": "{establishment}",
                        "worker": "{worker}",
                        "ended_on": "2026-11-22",
                        "reason": "resignation",
                    },
                ),
            ),
        ),
        Example(
            "left already, on another day",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "ended_on": "2026-11-21",
                "reason": "resignation",
            },
            before=(
                (
                    "registry.end_engagement",
                    {
                        "establishment": "{establishment}",
                        "worker": "{worker}",
                        "ended_on": "2026-11-22",
                        "reason": "resignation",
                    },
                ),
            ),
            then="engagement-already-ended",
        ),
        Example(
            "somebody who does not work here",
            {
                "establishment": "{establishment}",
                "worker": "{new_citizen}",
                "ended_on": "2026-11-22",
                "reason": "other",
            },
            then="worker-not-engaged",
        ),
        Example(
            "before the first day",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "ended_on": "1990-01-01",
                "reason": "resignation",
            },
            then="end-before-start",
        ),
        Example(
            "two months ahead",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "ended_on": "2027-01-22",
                "reason": "retirement",
            },
            then="day-too-far-ahead",
        ),
        Example(
            "a reason there is not",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "ended_on": "2026-11-22",
                "reason": "bored",
            },
            then="choice-unknown",
        ),
    )


def _recorded(batch: Batch) -> None:
    """Add ``same``: this very departure is on record. It may be an earlier one, of somebody who
    came back since.
    """
    recorded = (
        (pl.col("until") == pl.col("ended_on"))
        & (pl.col("end_reason") == pl.col("reason"))
        & (pl.col("left_by") > 0)
    )
    batch.compute(same=recorded.fill_null(value=False))
    past = (pl.col("ended_on") < pl.col("since")) & ~pl.col("same")
    rows = batch.frame.filter(past)
    if rows.height:
        batch.look_up(
            departures_of(rows["person_id"], rows["establishment_id"]),
            on=["person_id", "establishment_id", "ended_on", "reason"],
        )
        earlier = past & pl.col("departed_by").is_not_null()
        batch.compute(
            same=pl.col("same") | earlier.fill_null(value=False),
            left_by=pl.when(earlier).then("departed_by").otherwise("left_by"),
        )


def _count_contributions(batch: Batch, rows: pl.DataFrame) -> None:
    wage: dict[str, str | None] = {
        "basic": "wage_basic",
        "housing": "wage_housing",
        "since": "since",
    }
    _single_asking.tell_contributions(
        batch,
        rows,
        _single_asking.month_told(batch, "ended_on"),
        contribution_before=wage | {"until": None},
        contribution_due=wage | {"until": "ended_on"},
    )
