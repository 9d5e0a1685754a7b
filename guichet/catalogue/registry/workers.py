"""Who works for an establishment today, page by page, by name or number."""

from __future__ import annotations

from typing import Any

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import lines_text
from guichet.domain.registry import queries as registry
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Count, Day, Field, Input, Lines, Money, NationalId, Text, YesNo
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

SIZE = 25  # workers a page
LAST_PAGE = 4000
_COLUMNS: dict[str, Field] = {
    "worker": NationalId(Words(ar="رقم العامل", en="Worker", fr="Travailleur")),
    "name_ar": Text(Words(ar="الاسم", en="Name in Arabic", fr="Nom en arabe")),
    "name_latin": Text(Words(ar="الاسم باللاتينية", en="Name", fr="Nom"), optional=True),
    "since": Day(Words(ar="منذ", en="Since", fr="Depuis")),
    "basic": Money(
        Words(ar="الأجر الأساسي (ريال)", en="Basic wage (SAR)", fr="Salaire de base (SAR)")
    ),
    "housing": Money(Words(ar="بدل السكن (ريال)", en="Housing (SAR)", fr="Logement (SAR)")),
}
WORKERS = Lines(Words(ar="العمال", en="Workers", fr="Travailleurs"), _COLUMNS)
_ASKED: dict[str, Any] = {"establishment": pl.Int64, "wanted": pl.String, "page_asked": pl.Int64}


class Workers(Service):
    """An enquiry: it changes nothing."""

    code = 2204
    title = Words(ar="العمال في منشأتي", en="My workers", fr="Mes travailleurs")
    also = Words(
        ar="عاملين موظفين قائمة الموظفين كشف العمالة من يعمل لدي رواتبهم",
        en="list of employees staff payroll reconcile wages",
        fr="liste du personnel salariés effectif salaires",
    )
    summary = Words(
        ar="اطلع على كل من يعمل اليوم في منشأتك وأجره المسجل، وابحث بالاسم أو الرقم.",
        en="See everybody engaged by your establishment today and the wage registered for each; look for one by name or number.",
        fr="Consultez tous ceux qui travaillent aujourd’hui dans votre établissement et leur salaire déclaré ; cherchez par nom ou numéro.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "view"
    enquiry = True
    seconds = 10
    icon = "users"

    class Input(Input):
        """Whose workers, which of them, and which page of the list."""

        establishment = establishment_field(hinted=True)
        search = Text(
            Words(ar="الاسم أو الرقم", en="Name or number", fr="Nom ou numéro"),
            limit=60,
            optional=True,
            hint=Words(
                ar="جزء من الاسم أو أول الرقم. إن تُرك فارغًا فالجميع.",
                en="Part of a name, or how a number begins. Left empty, everybody.",
                fr="Une partie du nom ou le début du numéro. Vide\u202f: tous.",
            ),
        )
        page = Count(
            Words(ar="الصفحة", en="Page", fr="Page"),
            least=1,
            most=LAST_PAGE,
            optional=True,
            hint=Words(
                ar=f"{SIZE} عاملًا في الصفحة. إن تُرك فارغًا فالأولى.",
                en=f"{SIZE} workers a page. Left empty, the first.",
                fr=f"{SIZE} travailleurs par page. Vide\u202f: la première.",
            ),
        )

    class Output(Output):
        """How many there are, and a page of them."""

        engaged = Count(
            Words(ar="عدد العاملين اليوم", en="Engaged today", fr="En poste aujourd’hui")
        )
        workers = WORKERS
        more = YesNo(
            Words(ar="هل من صفحة تالية؟", en="Is there a next page?", fr="Page suivante ?")
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read each page that is asked for once."""
        know_establishment(batch)
        batch.compute(wanted=pl.col("search").fill_null(""), page_asked=pl.col("page").fill_null(1))
        asked = batch.standing().select(*_ASKED).unique(maintain_order=True)
        found = _pages(asked, batch)
        text = lines_text(found.filter("shown"), WORKERS, [*_ASKED], "text")
        batch.look_up(text, on=[*_ASKED])
        batch.look_up(found.filter(~pl.col("shown")).select(*_ASKED, follows=True), on=[*_ASKED])
        numbers = asked["establishment"].unique()
        batch.look_up(registry.count_workers(numbers, on=batch.context.today), on="establishment")
        follows = pl.when(pl.col("follows").is_null()).then(pl.lit("no")).otherwise(pl.lit("yes"))
        batch.answer(
            engaged=pl.col("engaged").fill_null(0),
            workers=pl.col("text").fill_null("[]"),
            more=follows,
        )

    examples = (
        Example("everybody who works here", {"establishment": "{establishment}"}),
        Example("one of them", {"establishment": "{establishment}", "search": "{worker}"}),
        Example(
            "somebody else’s workers",
            {"establishment": "{foreign_establishment}"},
            then="not-covered-by-mandate",
        ),
    )


def _pages(asked: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """The workers of each page: columns of ``_ASKED``, those of the table, and ``shown``, which is
    no of the one who only says that a page follows.
    """
    found = registry.workers_pages(
        asked.rename({"wanted": "search", "page_asked": "page"}), on=batch.context.today, size=SIZE
    )
    return found.select(
        "establishment",
        "worker",
        "name_ar",
        "name_latin",
        "basic",
        "housing",
        wanted="search",
        page_asked="page",
        since="started_on",
        shown=pl.col("place") <= SIZE,
    )
