"""The instalment plan of an establishment: what is due when, what is paid, and whether it
is kept.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import _words
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import lines_text
from guichet.domain.contributions import plans
from guichet.domain.contributions.words import PLAN_STATES
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Field, Input, Lines, Money
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

_COLUMNS: dict[str, Field] = _words.SCHEDULE.columns | {"paid": Money(_words.PAID)}
PARTS = Lines(Words(ar="الأقساط", en="Instalments", fr="Échéances"), _COLUMNS)


class InstalmentPlan(Service):
    """An enquiry: it changes nothing."""

    code = 2408
    title = Words(ar="خطة التقسيط", en="Instalment plan", fr="Plan d’échelonnement")
    also = Words(
        ar="جدولة قسط",
        en="schedule next instalment",
        fr="échéancier prochaine échéance",
    )
    summary = Words(
        ar="اعرف أقساط منشأتك ومواعيدها وما سُدد منها، وهل الخطة ملتزم بها.",
        en="See your establishment’s instalments, their days, what is paid of them, and whether the plan is kept.",
        fr="Consultez les échéances de votre établissement, leurs dates, ce qui est payé, et si le plan est respecté.",
    )
    keyword = Words(ar="أقساط", en="PLAN", fr="PLAN")
    audience = frozenset({Segment.EMPLOYER})
    right = "view"
    enquiry = True
    seconds = 10
    icon = "calendar"

    class Input(Input):
        """Whose plan."""

        establishment = establishment_field(hinted=True)

    class Output(Output):
        """How it stands today."""

        state = Choice(
            Words(ar="حال الخطة", en="State of the plan", fr="État du plan"), PLAN_STATES
        )
        debt = Money(
            Words(
                ar="المبلغ المقسط (ريال)", en="Debt in the plan (SAR)", fr="Dette échelonnée (SAR)"
            ),
            optional=True,
        )
        next_on = Day(
            Words(ar="موعد القسط التالي", en="Next one due on", fr="Prochaine échéance"),
            optional=True,
        )
        next_amount = Money(
            Words(
                ar="المتبقي من القسط التالي (ريال)",
                en="Still to pay of it (SAR)",
                fr="Reste à payer (SAR)",
            ),
            optional=True,
        )
        parts = PARTS

    @staticmethod
    def decide(batch: Batch) -> None:
        """The running plan, or how the last one ended."""
        numbers, today = batch.frame["establishment"], batch.context.today
        know_establishment(batch)
        parts = plans.standing_of_plans(numbers, today)
        last = (
            plans.plans_of(numbers)
            .group_by("establishment", maintain_order=True)
            .agg(pl.col("end").first())
        )
        text = lines_text(parts, PARTS, ["establishment"], "text")
        for facts in (plans.plans_today(parts), last, text):
            batch.look_up(facts, on="establishment")
        state = (
            pl.when("kept")
            .then(pl.lit("kept"))
            .when(pl.col("kept").is_not_null())
            .then(pl.lit("missed"))
            .when(pl.col("end").is_not_null())
            .then("end")
            .otherwise(pl.lit("none"))
        )
        batch.answer(
            state=state,
            debt=pl.col("debt"),
            next_on=pl.col("next_on"),
            next_amount=pl.col("next_amount"),
            parts=pl.col("text").fill_null("[]"),
        )

    examples = (
        Example("there is none", {"establishment": "{establishment}"}),
        Example(
            "a plan that was just agreed",
            {"establishment": "{debtor}"},
            before=(
                (
                    "payments.pay_in_instalments",
                    {"establishment": "{debtor}", "parts": "months-3", "guarantee": "none"},
                ),
            ),
        ),
        Example(
            "somebody else’s plan",
            {
                "establishment": "{foreign_establishment}",
            },
            then="not-covered-by-mandate",
        ),
    )
