"""Pay online: an order with a provider whose page takes the card; the money is told by the provider itself."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import words
from guichet.catalogue.registry.known import know_establishment
from guichet.domain.payments import orders
from guichet.domain.payments import queries as payments
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input, Link, Money, Text
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.lib import reference
from guichet.lib.text import Words

NOTHING_TO_PAY = Refusal(
    "nothing-to-pay",
    ar="لا يوجد مبلغ مستحق على المنشأة اليوم. إن أردت السداد مقدمًا فاكتب المبلغ.",
    en="The establishment owes nothing today. To pay in advance, give the amount.",
    fr="L’établissement ne doit rien aujourd’hui. Pour payer d’avance, indiquez le montant.",
)


class Pay(Service):
    """Places an order; nothing is paid until the provider says so."""

    code = 2403
    title = Words(ar="السداد عبر الإنترنت", en="Pay online", fr="Payer en ligne")
    summary = Words(
        ar="سدد كل المستحق على منشأتك أو جزءًا منه بالبطاقة؛ يظهر السداد في حسابك فور تأكيده.",
        en="Pay all or part of what your establishment owes by card; it shows on your account as soon as it is confirmed.",
        fr="Payez par carte tout ou partie de ce que doit votre établissement ; le compte est à jour dès la confirmation.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "pay"
    icon = "wallet"
    business_key = ("establishment",)

    class Input(Input):
        """For whom, and how much."""

        establishment = establishment_field(hinted=True)
        amount = Money(
            Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)"),
            hint=Words(
                ar="إن تُرك فارغًا فكل المستحق.",
                en="Left empty: all that is due.",
                fr="Vide : tout ce qui est dû.",
            ),
            least=100,
            optional=True,
            sample="2150.00",
        )

    class Output(Output):
        """What the order is for, and where to pay it."""

        to_pay = Money(
            Words(
                ar="مبلغ الطلب (ريال)",
                en="Amount of the order (SAR)",
                fr="Montant de la commande (SAR)",
            )
        )
        reference = Text(words.REFERENCE)
        pay_at = Link(Words(ar="ادفع الآن", en="Pay now", fr="Payer maintenant"), optional=True)

    @staticmethod
    def decide(batch: Batch) -> None:
        """The amount given, or all that is due today."""
        numbers = batch.frame["establishment"].drop_nulls().unique()
        know_establishment(batch)
        owed = payments.to_pay(numbers).select("establishment", owed="to_pay")
        batch.look_up(owed, on="establishment")
        batch.compute(order=pl.coalesce("amount", "owed"))
        batch.refuse(pl.col("order") == 0, NOTHING_TO_PAY, "amount")
        batch.compute(
            account_reference=pl.lit(payments.account_references(batch.frame["establishment"]))
        )
        batch.answer(to_pay=pl.col("order"), reference=pl.col("account_reference"))
        batch.changes["orders"] = batch.standing().height

    @staticmethod
    def apply(batch: Batch) -> None:
        """Keep the orders; each is known by its transaction."""
        rows = batch.frame
        orders.place(
            rows.select(
                "transaction", "establishment", amount="order", reference="account_reference"
            ),
            batch.context.now,
        )
        named = reference.encoded(rows["transaction"])
        batch.compute(order_name=pl.lit(named))
        batch.answer(pay_at=pl.format("/pay/{}/", pl.col("order_name")))

    examples = (
        Example("a sum in advance", {"establishment": "{establishment}", "amount": "100"}),
        Example("nothing is due", {"establishment": "{branch}"}, then="nothing-to-pay"),
        Example("somebody else’s account", {
            "establishment": "{foreign_establishment}", "amount": "100",
        }, then="not-covered-by-mandate"),
        Example("less than a riyal", {"establishment": "{establishment}", "amount": "0.10"}, then="money-too-low"),
        Example("an amount that is none", {"establishment": "{establishment}", "amount": "ten"}, then="money-invalid"),
    )  # fmt: skip
