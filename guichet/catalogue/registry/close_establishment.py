"""Close an establishment that employs nobody any more and owes nothing."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._facts import Rule, far_ahead, rule, say, unknown_establishment
from guichet.domain.payments.queries import to_pay
from guichet.domain.registry import closure
from guichet.domain.registry.queries import establishments
from guichet.engine.actor import Assurance, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input, Money
from guichet.engine.refusal import Refusal, Remedy, Severity
from guichet.engine.service import Example, Output, Service
from guichet.lib.money import amount_text
from guichet.lib.text import Words

REASONS = {
    "ceased": Words(ar="انتهاء النشاط", en="Business ceased", fr="Cessation d’activité"),
    "sold": Words(ar="بيع المنشأة", en="Sold", fr="Cession"),
    "merged": Words(ar="اندماج", en="Merger", fr="Fusion"),
    "other": Words(ar="سبب آخر", en="Other", fr="Autre"),
}

ALREADY_CLOSED = Refusal(
    "establishment-closed-already",
    ar="أُغلقت المنشأة {value} في {closed:date}، ولا يتغير تاريخ إغلاقها. لفتح ملف جديد سجّل منشأة.",
    en="Establishment {value} was closed on {closed:date}; that day stays. To start again, register an establishment.",
    fr="L’établissement {value} a été fermé le {closed:date} ; cette date demeure. Pour recommencer, inscrivez un établissement.",
    remedy=Remedy("registry.register_establishment"),
)
STILL_EMPLOYS = Refusal(
    "establishment-still-employs",
    ar="ما زال {count} من العاملين مسجلين في المنشأة بعد {day:date}. أنهِ خدماتهم أو انقلهم أولًا، ثم أغلق المنشأة.",
    en="{count} of the establishment’s workers are still engaged after {day:date}. End or transfer their engagements first, then close it.",
    fr="{count} travailleur(s) de l’établissement sont encore en poste après le {day:date}. Déclarez leur départ ou leur transfert, puis fermez-le.",
)
BRANCHES_OPEN = Refusal(
    "establishment-has-branches",
    ar="للمنشأة فروع قائمة ({branches}). أغلق الفروع أولًا.",
    en="The establishment still has open branches ({branches}). Close them first.",
    fr="L’établissement a encore des succursales ouvertes ({branches}). Fermez-les d’abord.",
)
STILL_OWES = Refusal(
    "establishment-still-owes",
    ar="على المنشأة {amount:amount} ريال لم تُسدد. سدد المستحق أولًا، ثم أغلق المنشأة.",
    en="The establishment still owes {amount:amount} SAR. Pay what is due first, then close it.",
    fr="L’établissement doit encore {amount:amount} SAR. Payez d’abord la somme due, puis fermez-le.",
)
CLOSED_BEFORE_OPENED = Refusal(
    "closed-before-registered",
    ar="تاريخ الإغلاق {value:date} قبل تسجيل المنشأة في {since:date}. صحح التاريخ.",
    en="The closing day, {value:date}, is before the establishment was registered, {since:date}. Correct the date.",
    fr="Le jour de fermeture, {value:date}, précède l’inscription de l’établissement, le {since:date}. Corrigez la date.",
)
CREDIT_LEFT = Refusal(
    "establishment-closed-with-credit",
    ar="يبقى للمنشأة رصيد دائن قدره {amount:amount} ريال؛ اطلب رده أو نقله إلى منشأة أخرى لك.",
    en="A credit of {amount:amount} SAR is left; ask for it to be refunded, or move it to another establishment of yours.",
    fr="Il reste un crédit de {amount:amount} SAR ; demandez son remboursement ou transférez-le à un autre de vos établissements.",
    severity=Severity.WARNING,
    remedy=Remedy("payments.refund_credit"),
)


class CloseEstablishment(Service):
    """The file of an establishment is closed; its account stays, for what still comes in or goes
    out.
    """

    code = 2107
    keyword = Words(ar="إغلاق", en="CLOSE", fr="FERMER")
    title = Words(ar="إغلاق منشأة", en="Close an establishment", fr="Fermer un établissement")
    also = Words(
        ar="إيقاف تصفية شركة إلغاء",
        en="shut liquidate company cancel",
        fr="fermer liquidation cesser",
    )
    summary = Words(
        ar="أغلق منشأة لا عاملين فيها ولا مستحقات عليها.",
        en="Close an establishment that has no workers left and owes nothing.",
        fr="Fermez un établissement sans travailleurs et sans dette.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "register"
    assurance = Assurance.SECOND_FACTOR
    icon = "building"
    business_key = ("establishment",)

    class Input(Input):
        """What is asked."""

        establishment = establishment_field()
        closed_on = Day(
            Words(ar="آخر يوم للمنشأة", en="Last day", fr="Dernier jour"),
            sample="2026-11-22",
            default="today",
        )
        reason = Choice(Words(ar="السبب", en="Reason", fr="Motif"), REASONS, sample="ceased")

    class Output(Output):
        """What is left on the account."""

        credit = Money(Words(ar="الرصيد الدائن", en="Credit left", fr="Crédit restant"))

    @staticmethod
    def decide(batch: Batch) -> None:
        """Refuse while anybody works there, a branch is open or anything is owed; repeat a closing
        on record.
        """
        found = establishments(batch.frame["establishment"].drop_nulls().unique())
        known = ("establishment_id", "closed_by")
        batch.look_up(
            found.select(*known, establishment="number", since="registered_on", closed="closed_on"),
            on="establishment",
        )
        rows = batch.frame
        batch.look_up(
            closure.left_open(rows["establishment_id"], rows["closed_on"]), on="establishment_id"
        )
        owed = to_pay(rows["establishment"]).rename({"credit": "held"})
        batch.look_up(owed.select("establishment", "to_pay", "held"), on="establishment")
        same = (pl.col("closed") == pl.col("closed_on")) & (pl.col("closed_by") > 0)
        batch.compute(same=same.fill_null(value=False))
        batch.repeat(pl.col("same"), pl.col("closed_by"))
        batch.answer(credit=pl.col("held"))
        say(batch, _rules(batch))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Close what nobody opened, engaged or charged meanwhile."""
        closure.close_establishments(
            closings=batch.frame.select("establishment_id", "closed_on", "transaction")
        )

    examples = (
        Example(
            "a branch where nobody works any more",
            {
                "establishment": "{branch}",
                "closed_on": "2026-11-22",
                "reason": "ceased",
            },
        ),
        Example(
            "the same closing twice has one effect",
            {
                "establishment": "{branch}",
                "closed_on": "2026-11-22",
                "reason": "ceased",
            },
            before=(
                (
                    "registry.close_establishment",
                    {
                        "establishment": "{branch}",
                        "closed_on": "2026-11-22",
                        "reason": "ceased",
                    },
                ),
            ),
        ),
        Example(
            "closed already, on another day",
            {
                "establishment": "{branch}",
                "closed_on": "2026-11-21",
                "reason": "ceased",
            },
            before=(
                (
                    "registry.close_establishment",
                    {
                        "establishment": "{branch}",
                        "closed_on": "2026-11-22",
                        "reason": "ceased",
                    },
                ),
            ),
            then="establishment-closed-already",
        ),
        Example(
            "people still work there",
            {
                "establishment": "{establishment}",
                "closed_on": "2026-11-22",
                "reason": "sold",
            },
            then="establishment-still-employs",
        ),
        Example(
            "before it was there",
            {
                "establishment": "{branch}",
                "closed_on": "1990-01-01",
                "reason": "other",
            },
            then="closed-before-registered",
        ),
        Example(
            "three months ahead",
            {
                "establishment": "{branch}",
                "closed_on": "2027-02-22",
                "reason": "other",
            },
            then="day-too-far-ahead",
        ),
    )


def _rules(batch: Batch) -> list[Rule]:
    new = ~pl.col("same") & pl.col("closed").is_null()
    day = pl.col("closed_on")
    return [
        unknown_establishment(),
        rule(
            ~pl.col("same") & pl.col("closed").is_not_null(),
            ALREADY_CLOSED,
            "establishment",
            closed=pl.col("closed"),
        ),
        rule(
            new & (pl.col("engaged") > 0),
            STILL_EMPLOYS,
            "establishment",
            count=pl.col("engaged"),
            day=day,
        ),
        rule(
            new & pl.col("branches").is_not_null(),
            BRANCHES_OPEN,
            "establishment",
            branches=pl.col("branches"),
        ),
        rule(
            new & (pl.col("to_pay") > 0),
            STILL_OWES,
            "establishment",
            amount=amount_text(pl.col("to_pay")),
        ),
        rule(day < pl.col("since"), CLOSED_BEFORE_OPENED, "closed_on", since=pl.col("since")),
        far_ahead(batch, "closed_on", unless=pl.col("same")),
        rule(
            new & (pl.col("held") > 0),
            CREDIT_LEFT,
            "establishment",
            amount=amount_text(pl.col("held")),
        ),
    ]
