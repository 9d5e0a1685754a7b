"""One worker of an establishment: the engagement and wage of today, and every wage registered
there.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.parties import establishment_field, person_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.registry._facts import WORKER_NOT_ENGAGED
from guichet.catalogue.tables import lines_text
from guichet.domain.contributions import queries as contributions
from guichet.domain.registry import queries as registry
from guichet.domain.registry.histories import persons
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Field, Input, Lines, Money, Text, YesNo
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.text import Words

_COLUMNS: dict[str, Field] = {
    "from": Day(Words(ar="من", en="From", fr="Du")),
    "to": Day(
        Words(ar="حتى", en="Until", fr="Jusqu’à"),
        optional=True,
        blank=Words(ar="اليوم", en="today", fr="aujourd’hui"),
    ),
    "wage": Money(Words(ar="الأجر (ريال)", en="Wage (SAR)", fr="Salaire (SAR)")),
}
WAGES = Lines(Words(ar="الأجور هنا", en="Wages here", fr="Salaires ici"), _COLUMNS)
_PAIR = ["establishment", "worker"]
_NOW = ("started_on", "ended_on", "basic", "housing", "wage_from")


class Worker(Service):
    """An enquiry; what other employers pay is not this one's to see."""

    code = 2205
    title = Words(ar="أحد العمال في منشأتي", en="One of my workers", fr="Un de mes travailleurs")
    also = Words(
        ar="بيانات موظف أجر عامل تاريخ التحاقه",
        en="employee record wage history started",
        fr="dossier salarié historique salaire",
    )
    summary = Words(
        ar="اطلع على تسجيل عامل في منشأتك: منذ متى، وبأي أجر اليوم، وما كان أجره قبل ذلك.",
        en="See how a worker stands in your establishment: since when, for which wage today, and the wages before it.",
        fr="Consultez la situation d’un travailleur de votre établissement : depuis quand, pour quel salaire, et les salaires précédents.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "view"
    subject = "worker"
    enquiry = True
    seconds = 10
    icon = "user"

    class Input(Input):
        """Whose worker, and who."""

        establishment = establishment_field(hinted=True)
        worker = person_field()

    class Output(Output):
        """Whether they work here today, and the wages."""

        name_ar = Text(Words(ar="الاسم", en="Name (Arabic)", fr="Nom (arabe)"))
        name_latin = Text(
            Words(ar="الاسم باللاتينية", en="Name (Latin)", fr="Nom (latin)"), optional=True
        )
        engaged = YesNo(
            Words(ar="يعمل هنا اليوم؟", en="Engaged here today?", fr="En poste aujourd’hui ?")
        )
        started_on = Day(Words(ar="أول يوم", en="First day", fr="Premier jour"), optional=True)
        ended_on = Day(
            Words(ar="آخر يوم عمل", en="Last day at work", fr="Dernier jour de travail"),
            optional=True,
        )
        basic = Money(
            Words(ar="الأجر الأساسي (ريال)", en="Basic wage (SAR)", fr="Salaire de base (SAR)"),
            optional=True,
        )
        housing = Money(
            Words(ar="بدل السكن (ريال)", en="Housing (SAR)", fr="Logement (SAR)"), optional=True
        )
        wage_from = Day(
            Words(ar="هذا الأجر منذ", en="This wage since", fr="Ce salaire depuis"), optional=True
        )
        wages = WAGES

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the pairs of all rows at once; of who has never worked here nothing is told."""
        know_establishment(batch)
        pairs = batch.standing().select(_PAIR).unique(maintain_order=True)
        batch.look_up(_standing(pairs, batch.context.today), on=_PAIR)
        wages = _wages(pairs, batch.context.today)
        batch.look_up(lines_text(wages, WAGES, _PAIR, "text"), on=_PAIR)
        never = pl.col("text").is_null() & pl.col("started_on").is_null()
        batch.refuse(never, WORKER_NOT_ENGAGED, "worker")
        names = persons(pairs["worker"].unique()).unique("asked", maintain_order=True)
        batch.look_up(names.select("name_ar", "name_latin", worker="asked"), on="worker")
        engaged = (
            pl.when(pl.col("started_on").is_null()).then(pl.lit("no")).otherwise(pl.lit("yes"))
        )
        batch.answer(
            engaged=engaged,
            wages=pl.col("text").fill_null("[]"),
            **{name: pl.col(name) for name in ("name_ar", "name_latin", *_NOW)},
        )

    examples = (
        Example(
            "somebody who works here", {"establishment": "{establishment}", "worker": "{worker}"}
        ),
        Example(
            "a number with a wrong digit",
            {"establishment": "{establishment}", "worker": samples.slip()},
            then="national-id-mistyped",
        ),
        Example(
            "somebody who never worked here",
            {"establishment": "{establishment}", "worker": "{new_citizen}"},
            then="worker-not-engaged",
        ),
        Example(
            "somebody else’s worker",
            {"establishment": "{foreign_establishment}", "worker": "{worker}"},
            then="not-covered-by-mandate",
        ),
    )


def _standing(pairs: pl.DataFrame, today: date) -> pl.DataFrame:
    """Of each pair the engagement that lasts or is to begin, with the wage in force: ``_NOW``."""
    days = pl.repeat(today, pairs.height, eager=True)
    found = registry.engagements_of(pairs["establishment"], pairs["worker"], on=days)
    lasts = pl.col("since").is_not_null() & (pl.col("until").is_null() | (pl.col("until") >= today))
    return (
        pl.concat([pairs, found.select(pl.exclude("establishment_id"))], how="horizontal")
        .filter(lasts)
        .select(
            *_PAIR,
            started_on="since",
            ended_on="until",
            basic="wage_basic",
            housing="wage_housing",
            wage_from=pl.when(pl.col("wage_from").is_not_null()).then(
                pl.max_horizontal("wage_from", "since")
            ),
        )
    )


def _wages(pairs: pl.DataFrame, today: date) -> pl.DataFrame:
    """The wages of each pair, the newest first: the pair and columns of the table."""
    periods = contributions.periods_of(pairs["worker"].unique(), today)
    rows = periods.select(
        "establishment", "wage", pl.col("since").alias("from"), worker="person", to="until"
    )
    mine = rows.join(pairs, on=_PAIR, how="semi", maintain_order="left")
    return mine.sort(*_PAIR, "from", descending=[False, False, True])
