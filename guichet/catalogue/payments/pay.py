"""Pay online: an order with a provider whose page takes the card; the money is told by the provider itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import words
from guichet.catalogue.registry.known import know_establishment
from guichet.domain.payments import holding, orders
from guichet.domain.payments import queries as payments
from guichet.domain.payments.orders import Status
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input, Money, Text
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.engine.stages import Reached, Stage
from guichet.lib.text import Words

NOTHING_TO_PAY = Refusal(
    "nothing-to-pay",
    ar="لا يوجد مبلغ مستحق على المنشأة اليوم. إن أردت السداد مقدمًا فاكتب المبلغ.",
    en="The establishment owes nothing today. To pay in advance, give the amount.",
    fr="L’établissement ne doit rien aujourd’hui. Pour payer d’avance, indiquez le montant.",
)

_NOTHING_TAKEN = Words(
    ar="لم يُخصم شيء بعد. أكمل الدفع في صفحة الدفع، أو برقم السداد في أي صراف أو بنك.",
    en="Nothing has been taken yet. Finish on the payment page, or pay with the payment reference at any ATM or bank.",
    fr="Rien n’a encore été débité. Terminez sur la page de paiement, ou payez avec la référence à un distributeur ou en banque.",
)
_STAGES: dict[str, Stage] = {
    Status.WAITING: Stage(
        Words(ar="بانتظار الدفع", en="Waiting for payment", fr="En attente de paiement"),
        _NOTHING_TAKEN,
        onward=Words(ar="ادفع الآن", en="Pay now", fr="Payer maintenant"),
    ),
    Status.FAILED: Stage(
        Words(ar="لم يتم الدفع", en="The payment failed", fr="Le paiement a échoué"),
        Words(
            ar="لم يُخصم شيء. حاول مرة أخرى ببطاقة أخرى إن شئت، أو ادفع برقم السداد في أي صراف أو بنك.",
            en="Nothing was taken. Try again, with another card if you like, or pay with the payment reference at any ATM or bank.",
            fr="Rien n’a été débité. Réessayez, avec une autre carte si vous voulez, ou payez avec la référence à un distributeur ou en banque.",
        ),
        onward=Words(ar="حاول مرة أخرى", en="Try again", fr="Réessayer"),
    ),
    Status.PAID: Stage(
        Words(ar="مدفوع", en="Paid", fr="Payé"),
        Words(
            ar="سُجل السداد في الحساب.",
            en="The payment stands on the account.",
            fr="Le paiement est inscrit au compte.",
        ),
        finished=True,
        good=True,
    ),
    Status.EXPIRED: Stage(
        Words(ar="انتهت مهلة الدفع", en="Expired unpaid", fr="Expiré, non payé"),
        Words(
            ar="لم يُخصم شيء. اطلب السداد من جديد، أو ادفع برقم السداد في أي صراف أو بنك.",
            en="Nothing was taken. Ask to pay anew, or pay with the payment reference at any ATM or bank.",
            fr="Rien n’a été débité. Demandez de nouveau à payer, ou payez avec la référence à un distributeur ou en banque.",
        ),
        finished=True,
    ),
    Status.REVERSED: Stage(
        Words(ar="استُرد المبلغ", en="Taken back", fr="Repris"),
        Words(
            ar="استردت جهة الدفع المبلغ، فهو غير مسجل في الحساب. ادفع من جديد إن بقي شيء مستحقًا.",
            en="The payment provider took the money back, so it does not count on the account. Pay anew what is still due.",
            fr="Le prestataire a repris le paiement : il ne compte pas au compte. Payez de nouveau ce qui reste dû.",
        ),
        finished=True,
    ),
}


class Pay(Service):
    """Places an order; nothing is paid until the provider says so.

    Asked again while the same sum still waits, it is the same order: nobody pays one debt on two pages.
    """

    code = 2403
    title = Words(ar="السداد عبر الإنترنت", en="Pay online", fr="Payer en ligne")
    also = Words(
        ar="دفع بطاقة مدى فاتورة سداد",
        en="card mada bill online",
        fr="payer carte facture en ligne",
    )
    summary = Words(
        ar="سدد كل المستحق على منشأتك أو جزءًا منه بالبطاقة؛ يظهر السداد في حسابك فور تأكيده.",
        en="Pay all or part of what your establishment owes by card; it shows on your account as soon as it is confirmed.",
        fr="Payez par carte tout ou partie de ce que doit votre établissement ; le compte est à jour dès la confirmation.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "pay"
    icon = "wallet"
    business_key = ("establishment",)
    stages = _STAGES

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
        """What the order is for, and the reference that pays it anywhere else."""

        to_pay = Money(
            Words(
                ar="مبلغ الطلب (ريال)",
                en="Amount of the order (SAR)",
                fr="Montant de la commande (SAR)",
            )
        )
        reference = Text(words.REFERENCE)

    @staticmethod
    def decide(batch: Batch) -> None:
        """The amount given, or all that is due today; an order for it that waits already is that order."""
        numbers = batch.frame["establishment"].drop_nulls().unique()
        holding.accounts(numbers)  # two pages that sign at one moment see one another's order
        know_establishment(batch)
        owed = payments.to_pay(numbers).select("establishment", owed="to_pay")
        batch.look_up(owed, on="establishment")
        batch.compute(order=pl.coalesce("amount", "owed"))
        batch.refuse(pl.col("order") == 0, NOTHING_TO_PAY, "amount")
        batch.compute(
            account_reference=pl.lit(payments.account_references(batch.frame["establishment"]))
        )
        batch.answer(to_pay=pl.col("order"), reference=pl.col("account_reference"))
        waiting = orders.unpaid(numbers, batch.context.now).rename({"amount": "order", "transaction": "waits_as"})
        batch.look_up(waiting, on=["establishment", "order"])
        batch.repeat(pl.col("waits_as").is_not_null(), pl.col("waits_as"))
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

    @staticmethod
    def reached(transactions: Sequence[int], now: datetime) -> Mapping[int, Reached]:
        """Orders stand as their money does."""
        found = {}
        for order in orders.find_many(transactions):
            status = order.status(now)
            onward = f"/pay/{order.name}/?on" if order.payable(now) else ""
            found[order.transaction] = Reached(status, _STAGES[status], onward, order.since(now))
        return found

    examples = (
        Example("a sum in advance", {"establishment": "{establishment}", "amount": "100"}),
        Example("asked twice while it waits, it is one order", {"establishment": "{establishment}", "amount": "100"}, before=(
            ("payments.pay", {"establishment": "{establishment}", "amount": "100"}),
        )),
        Example("nothing is due", {"establishment": "{branch}"}, then="nothing-to-pay"),
        Example("somebody else’s account", {
            "establishment": "{foreign_establishment}", "amount": "100",
        }, then="not-covered-by-mandate"),
        Example("less than a riyal", {"establishment": "{establishment}", "amount": "0.10"}, then="money-too-low"),
        Example("an amount that is none", {"establishment": "{establishment}", "amount": "ten"}, then="money-invalid"),
    )  # fmt: skip
