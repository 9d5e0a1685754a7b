"""Ask that late penalties be waived, with the reason; a person of the institution decides."""

from __future__ import annotations

import polars as pl

from guichet.catalogue import papers
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import _words
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import lines_text
from guichet.domain.contributions import waivers
from guichet.engine.actor import Assurance, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Field, Input, Lines, Money, Month, Text
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib.money import amount_text
from guichet.lib.text import Words

NO_PENALTY = Refusal(
    "waiver-no-penalty",
    ar="لا غرامات تأخير على المنشأة عما طلبته. راجع الشهر، أو اترك الخانة فارغة لكل الأشهر.",
    en="No late penalty was charged for what you asked. Check the month, or leave it empty for all months.",
    fr="Aucune pénalité de retard pour ce que vous demandez. Vérifiez le mois, ou laissez-le vide pour tous les mois.",
)
WAIVED_BEFORE = Refusal(
    "waiver-given-before",
    ar="أُعفيت المنشأة من غرامة ما طلبته من قبل، ولا يُعفى شهر مرتين. سدّد المتبقي.",
    en="The penalty of what you asked was waived before, and no month is waived twice. Pay what is left.",
    fr="La pénalité demandée a déjà été remise, et aucun mois ne l’est deux fois. Réglez le reste.",
)
A_PERSON_DECIDES = Refusal(
    "waiver-referred",
    ar="يبت موظف في إعفائك من {amount:amount} ريال من غرامات التأخير في موعد أقصاه {by:date}، ونبلغك. إذا لم يتجاوز التأخير {days:day,oblique} فقد يُعفى من الغرامة كلها، وإلا فمن {share}% منها، وما زاد فللمجلس (المادة 25 من لائحة التسجيل والاشتراكات).",
    en="A member of staff decides by {by:date} at the latest on waiving {amount:amount} SAR of late penalties, and you will be told. All of a penalty may be waived if the delay was no longer than {days:day}, otherwise {share}% of it; more is for the Board (article 25 of the registration and contributions regulation).",
    fr="Un agent décide au plus tard le {by:date} de la remise de {amount:amount} SAR de pénalités, et vous serez prévenu. La pénalité peut être remise entièrement si le retard n’a pas dépassé {days:day}, sinon à hauteur de {share}\u202f%\u202f; au-delà, c’est au conseil (article 25 du règlement des cotisations).",
)

_COLUMNS: dict[str, Field] = {
    "month": Month(Words(ar="الشهر", en="Month", fr="Mois")),
    "charged": Money(Words(ar="الغرامة (ريال)", en="Penalty (SAR)", fr="Pénalité (SAR)")),
    "amount": Money(Words(ar="مبلغ الإعفاء (ريال)", en="Waived (SAR)", fr="Montant remis (SAR)")),
}
MONTHS = Lines(Words(ar="الأشهر", en="Months", fr="Mois"), _COLUMNS)


class WaivePenalties(Service):
    """All of a penalty after a delay of some days, half of it otherwise (RC30; REG230 25)."""

    code = 2404
    title = Words(
        ar="طلب الإعفاء من غرامة تأخير",
        en="Ask to waive a late penalty",
        fr="Demander la remise d’une pénalité",
    )
    also = Words(
        ar="غرامة مخالفة تأخير إسقاط",
        en="fine penalty late fee cancel",
        fr="amende pénalité remise retard",
    )
    summary = Words(
        ar="اطلب إعفاء منشأتك من غرامات تأخير السداد مع بيان السبب؛ يبت فيه موظف، وتُبلغ بقراره.",
        en="Ask that penalties for paying late be waived, and say why; a member of staff decides and you are told.",
        fr="Demandez la remise des pénalités de retard en indiquant le motif\u202f; un agent décide et vous êtes prévenu.",
    )
    keyword = Words(ar="إعفاء", en="WAIVE", fr="REMISE")
    audience = frozenset({Segment.EMPLOYER})
    right = "pay"
    ruling_assurance = Assurance.SECOND_FACTOR
    seconds = 40
    icon = "shield"
    business_key = ("establishment", "month")

    class Input(Input):
        """Whose penalties, and why."""

        establishment = establishment_field(hinted=True)
        reason = _words.reason()
        month = Month(
            Words(ar="غرامة شهر", en="Penalty of the month", fr="Pénalité du mois"),
            hint=Words(
                ar="إن تُرك فارغًا فكل الأشهر.",
                en="Left empty: all months.",
                fr="Vide\u202f: tous les mois.",
            ),
            optional=True,
            sample="2026-08",
        )
        details = Text(
            Words(ar="التفاصيل", en="Details", fr="Précisions"), limit=500, optional=True
        )
        paper = papers.of_lateness()

    class Output(Output):
        """What would be let go, and of which months."""

        amount = Money(Words(ar="مبلغ الإعفاء (ريال)", en="Waived (SAR)", fr="Montant remis (SAR)"))
        months = MONTHS

    @staticmethod
    def decide(batch: Batch) -> None:
        """What the law lets go of each month asked; a person says whether it is."""
        know_establishment(batch)
        months = _months(batch)
        sums = months.group_by("position").agg(pl.col("amount").sum(), charged=pl.len())
        batch.look_up(sums, on="position")
        batch.look_up(
            lines_text(months.filter(pl.col("amount") > 0), MONTHS, ["position"], "text"),
            on="position",
        )
        known = pl.col("establishment_id").is_not_null()
        batch.refuse(known & pl.col("charged").is_null(), NO_PENALTY, "month")
        batch.refuse(pl.col("amount") == 0, WAIVED_BEFORE, "month")
        batch.cite(law=country.parameters().version)
        batch.answer(amount=pl.col("amount").fill_null(0), months=pl.col("text").fill_null("[]"))
        law, today = country.parameters(), batch.context.today
        batch.refer(
            pl.col("amount") > 0,
            A_PERSON_DECIDES,
            amount=amount_text(pl.col("amount")),
            days=str(law.count("payment.penalty_waiver_full_max_days", today)),
            share=f"{law.ppm('payment.penalty_waiver_governor_max', today) / 10_000:g}",
        )

    @staticmethod
    def apply(batch: Batch) -> None:
        """Lower the penalties of the months."""
        lines = _months(batch).filter(pl.col("amount") > 0)
        waivers.waive(
            lines.select("establishment", "month", "amount", "transaction"), batch.context.now
        )

    examples = (
        Example(
            "a person decides", {"establishment": "{debtor}", "reason": "bank"}, then="referred"
        ),
        Example(
            "of one month",
            {
                "establishment": "{debtor}",
                "reason": "illness",
                "month": "2026-08",
            },
            then="referred",
        ),
        Example(
            "a month without a penalty",
            {
                "establishment": "{debtor}",
                "reason": "bank",
                "month": "2026-10",
            },
            then="waiver-no-penalty",
        ),
        Example(
            "nobody was late",
            {"establishment": "{establishment}", "reason": "bank"},
            then="waiver-no-penalty",
        ),
        Example(
            "somebody else’s penalties",
            {
                "establishment": "{foreign_establishment}",
                "reason": "bank",
            },
            then="not-covered-by-mandate",
        ),
    )


def _months(batch: Batch) -> pl.DataFrame:
    """The months that each row asks for: its position and the columns of `WAIVABLE`."""
    carried = [name for name in ("transaction",) if name in batch.frame.columns]
    rows = batch.frame.select("position", "establishment", *carried, wanted="month")
    found = waivers.waivable(rows["establishment"], batch.context.today)
    wanted = pl.col("wanted").is_null() | (pl.col("wanted") == pl.col("month"))
    return rows.join(found, on="establishment").filter(wanted).sort("position", "month")
