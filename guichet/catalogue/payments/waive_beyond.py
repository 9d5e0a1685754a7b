"""Ask that more of a late penalty be waived than the Governor may; those who rule for the Board
decide.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue import papers
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import _words
from guichet.catalogue.registry._establishments import know_establishment
from guichet.domain.contributions import waivers
from guichet.engine.actor import Assurance, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input, Money, Month, Text
from guichet.engine.refusal import Refusal, Remedy
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib.money import amount_text
from guichet.lib.text import Words

NO_PENALTY = Refusal(
    "beyond-no-penalty",
    ar="لا غرامة تأخير على المنشأة عن شهر {month:yearmonth}. راجع الشهر في صفحة الحساب.",
    en="No late penalty was charged for {month:yearmonth}. Check the month on the account page.",
    fr="Aucune pénalité de retard pour {month:yearmonth}. Vérifiez le mois sur la page du compte.",
)
WAIVED_NOT_YET = Refusal(
    "beyond-not-waived-yet",
    ar="لم يُعف من غرامة شهر {month:yearmonth} شيء بعد. اطلب أولًا الإعفاء المعتاد، ثم اطلب ما زاد عليه من المجلس.",
    en="Nothing of the penalty of {month:yearmonth} was waived yet. Ask for the usual waiver first, then the Board for more.",
    fr="Rien de la pénalité {month:yearmonth,de} n’a encore été remis. Demandez d’abord la remise habituelle, puis davantage au conseil.",
    remedy=Remedy("payments.waive_penalties"),
)
NOTHING_LEFT = Refusal(
    "beyond-nothing-left",
    ar="لا يبقى من غرامة شهر {month:yearmonth} ما يُعفى منه، أو بت فيها المجلس من قبل. سدّد المتبقي.",
    en="Nothing is left of the penalty of {month:yearmonth} to be waived, or the Board has ruled on it before. Pay what is left.",
    fr="Il ne reste rien à remettre de la pénalité {month:yearmonth,de}, ou le conseil a déjà tranché. Réglez le reste.",
)
THE_BOARD_DECIDES = Refusal(
    "beyond-referred",
    ar="يبت المجلس في إعفائك من {amount:amount} ريال أخرى من غرامة التأخير في موعد أقصاه {by:date}، ونبلغك. ما زاد على الإعفاء المعتاد من اختصاص المجلس (المادة 25 من لائحة التسجيل والاشتراكات).",
    en="The Board decides by {by:date} at the latest on waiving another {amount:amount} SAR of the late penalty, and you will be told. What goes beyond the usual waiver is the Board’s to decide (article 25 of the registration and contributions regulation).",
    fr="Le conseil décide au plus tard le {by:date} de la remise de {amount:amount} SAR supplémentaires, et vous serez prévenu. Ce qui dépasse la remise habituelle relève du conseil (article 25 du règlement des cotisations).",
)


class WaiveBeyond(Service):
    """Half is the Governor's to let go, more the Board's (RC30; REG230 25): a second ruling, on
    what the first has left.
    """

    code = 2410
    title = Words(
        ar="طلب إعفاء إضافي من غرامة التأخير",
        en="Ask the Board to waive more of a penalty",
        fr="Demander au conseil une remise supplémentaire",
    )
    also = Words(
        ar="غرامة مجلس إسقاط",
        en="fine board penalty",
        fr="amende conseil pénalité",
    )
    summary = Words(
        ar="بعد الإعفاء المعتاد من غرامة شهر، اطلب من المجلس الإعفاء مما بقي منها مع بيان السبب، وتُبلغ بقراره.",
        en="After the usual waiver of a month’s penalty, ask the Board to waive what is left of it, and say why; you are told its decision.",
        fr="Après la remise habituelle de la pénalité d’un mois, demandez au conseil de remettre le reste en indiquant le motif\u202f; vous êtes prévenu.",
    )
    keyword = Words(ar="مجلس", en="BOARD", fr="CONSEIL")
    audience = frozenset({Segment.EMPLOYER})
    right = "pay"
    seconds = 40
    icon = "shield"
    business_key = ("establishment", "month")
    ruled_by = "board"
    ruling_assurance = Assurance.SECOND_FACTOR

    class Input(Input):
        """Which month's penalty, and why."""

        establishment = establishment_field(hinted=True)
        month = Month(
            Words(ar="غرامة شهر", en="Penalty of the month", fr="Pénalité du mois"),
            sample="2026-08",
        )
        reason = _words.reason()
        details = Text(
            Words(ar="التفاصيل", en="Details", fr="Précisions"), limit=500, optional=True
        )
        paper = papers.of_lateness()

    class Output(Output):
        """What was let go before, and what now."""

        waived = Money(
            Words(ar="أُعفي من قبل (ريال)", en="Waived before (SAR)", fr="Remis avant (SAR)")
        )
        amount = Money(Words(ar="مبلغ الإعفاء (ريال)", en="Waived (SAR)", fr="Montant remis (SAR)"))

    @staticmethod
    def decide(batch: Batch) -> None:
        """What the law leaves to the Board of the month; the Board says whether it is let go."""
        know_establishment(batch)
        months = waivers.waivable(batch.frame["establishment"], batch.context.today)
        known = months.select("establishment", "month", "charged", "waived", "beyond")
        batch.look_up(known, on=["establishment", "month"])
        here, month = (
            pl.col("establishment_id").is_not_null(),
            pl.col("month").dt.to_string("%Y-%m"),
        )
        batch.refuse(here & pl.col("charged").is_null(), NO_PENALTY, "month", month=month)
        batch.refuse(pl.col("waived") == 0, WAIVED_NOT_YET, "month", month=month)
        batch.refuse(
            (pl.col("waived") > 0) & (pl.col("beyond") == 0), NOTHING_LEFT, "month", month=month
        )
        batch.cite(law=country.parameters().version)
        batch.answer(waived=pl.col("waived").fill_null(0), amount=pl.col("beyond").fill_null(0))
        batch.refer(pl.col("beyond") > 0, THE_BOARD_DECIDES, amount=amount_text(pl.col("beyond")))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Lower the penalty once more."""
        rows = batch.frame.select("establishment", "month", "transaction", amount="beyond")
        waivers.waive(rows, batch.context.now, waivers.BOARD)

    examples = (
        Example(
            "the Board decides",
            {
                "establishment": "{let_off}",
                "month": "2026-08",
                "reason": "disaster",
            },
            then="referred",
        ),
        Example(
            "before the usual waiver",
            {
                "establishment": "{debtor}",
                "month": "2026-08",
                "reason": "disaster",
            },
            then="beyond-not-waived-yet",
        ),
        Example(
            "a month without a penalty",
            {
                "establishment": "{let_off}",
                "month": "2026-10",
                "reason": "disaster",
            },
            then="beyond-no-penalty",
        ),
        Example(
            "somebody else’s penalty",
            {
                "establishment": "{foreign_establishment}",
                "month": "2026-08",
                "reason": "disaster",
            },
            then="not-covered-by-mandate",
        ),
    )
