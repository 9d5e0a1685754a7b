"""The statement of an establishment's account over some months, as a signed document."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.balance import MOVEMENTS, Balance, set_period
from guichet.catalogue.certificates import _issue
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import lines_text
from guichet.domain.contributions import queries as contributions
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input, Money, Text
from guichet.engine.paper import Paper
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

_STATEMENT = ["establishment", "since", "until"]


class Statement(Service):
    """What a bank or an auditor asks an employer for."""

    code = 2302
    title = Words(ar="كشف حساب موقع", en="Signed account statement", fr="Relevé de compte signé")
    also = Words(
        ar="كشف بيان",
        en="ledger extract",
        fr="extrait relevé",
    )
    summary = Words(
        ar="كشف حساب منشأتك لأشهر تختارها، وثيقة موقعة يتحقق منها من تقدمها له.",
        en="Your establishment’s account over months you choose, as a signed document that its reader can check.",
        fr="Le compte de votre établissement sur les mois choisis, en document signé que le lecteur peut vérifier.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "certificates"
    seconds = 15
    icon = "certificate"
    business_key = ("establishment", "from_month", "to_month")

    class Input(Input):
        """Whose account, and which months of it."""

        establishment = Balance.inputs["establishment"]
        from_month = Balance.inputs["from_month"]
        to_month = Balance.inputs["to_month"]

    class Output(Output):
        """What the statement says."""

        name_ar = Text(
            Words(
                ar="اسم المنشأة",
                en="Establishment’s name in Arabic",
                fr="Nom de l’établissement en arabe",
            )
        )
        name_latin = Text(
            Words(ar="الاسم باللاتينية", en="Establishment’s name", fr="Nom de l’établissement"),
            optional=True,
        )
        since = Day(Words(ar="من", en="From", fr="Du"))
        until = Day(Words(ar="إلى", en="To", fr="Au"))
        opening = Money(
            Words(
                ar="الرصيد أول المدة (ريال)", en="Opening balance (SAR)", fr="Solde initial (SAR)"
            ),
            least=-(10**12),
        )
        closing = Money(
            Words(ar="الرصيد آخر المدة (ريال)", en="Closing balance (SAR)", fr="Solde final (SAR)"),
            least=-(10**12),
        )
        movements = MOVEMENTS
        code = _issue.CODE

    paper = Paper(
        attests=Words(
            ar="تشهد المؤسسة بأن حركات حساب المنشأة «{name_ar}» ذات الرقم {establishment} من {since} إلى {until} هي المبينة أدناه، كما كانت مسجلة في {day}.",
            en="The institution certifies that the movements of the account of “{name_ar}”, number {establishment}, from {since} to {until} are those below, as recorded on {day}.",
            fr="L’institution atteste que les mouvements du compte de « {name_ar} », numéro {establishment}, du {since} au {until} sont ceux ci-dessous, tels qu’enregistrés le {day}.",
        ),
        shows=("establishment", "name_ar", "since", "until", "opening", "closing", "movements"),
        latin={"name_ar": "name_latin"},
    )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the accounts of all rows at once."""
        know_establishment(batch, "name_ar", "name_latin")
        set_period(batch)
        periods = batch.standing().select(_STATEMENT).unique()
        begun = contributions.openings(periods)
        batch.look_up(begun, on=["establishment", "since"])
        moved = contributions.statement(periods, begun)
        batch.look_up(lines_text(moved, MOVEMENTS, _STATEMENT, "text"), on=_STATEMENT)
        last = moved.group_by(_STATEMENT, maintain_order=True).agg(closing=pl.col("balance").last())
        batch.look_up(last, on=_STATEMENT)
        opening = pl.col("opening").fill_null(0)
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            since=pl.col("since"),
            until=pl.col("until"),
            opening=opening,
            closing=pl.coalesce("closing", opening),
            movements=pl.col("text").fill_null("[]"),
        )
        _issue.repeat_of_today(batch, about=pl.format("{}/{}", "since", "until"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Issue; the papers are composed by the workers, or when one is asked for."""
        _issue.issue(batch)

    examples = (
        Example("the last year", {"establishment": "{establishment}"}),
        Example(
            "three months",
            {
                "establishment": "{establishment}",
                "from_month": "2026-09",
                "to_month": "11/2026",
            },
        ),
        Example(
            "the months the wrong way round",
            {
                "establishment": "{establishment}",
                "from_month": "2026-11",
                "to_month": "2026-01",
            },
            then="period-inverted",
        ),
        Example(
            "somebody else's account",
            {
                "establishment": "{foreign_establishment}",
            },
            then="not-covered-by-mandate",
        ),
    )
