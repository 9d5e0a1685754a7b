"""Pay online: an order with a provider whose page takes the card; the money is told by the provider
itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import _words
from guichet.catalogue.payments._order_parts import PARTS, parts_of, refuse_twice
from guichet.catalogue.payments._order_stages import STAGES
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import lines_text
from guichet.domain.payments import order_states, orders
from guichet.domain.payments import queries as payments
from guichet.domain.registry.queries import establishments, establishments_of_owners
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Input, Money, Text
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.engine.stages import Reached
from guichet.lib.locale import here
from guichet.lib.text import Words

NOTHING_TO_PAY = Refusal(
    "nothing-to-pay",
    ar="لا يوجد مبلغ مستحق على المنشأة اليوم. إن أردت السداد مقدمًا فاكتب المبلغ.",
    en="The establishment owes nothing today. To pay in advance, give the amount.",
    fr="L’établissement ne doit rien aujourd’hui. Pour payer d’avance, indiquez le montant.",
)
NOTHING_OWED = Refusal(
    "nothing-owed-by-any",
    ar="لا مبلغ مستحق اليوم على أي من منشآت المالك التي لك حق السداد عنها.",
    en="None of the owner’s establishments for which you may pay owes anything today.",
    fr="Aucun des établissements du propriétaire pour lesquels vous pouvez payer ne doit rien aujourd’hui.",
)
AMOUNT_OF_ONE = Refusal(
    "amount-of-one-establishment",
    ar="المبلغ لمنشأة واحدة. اتركه فارغًا لسداد كل ما على منشآت المالك، أو اختر: هذه المنشأة.",
    en="The amount is for one establishment. Leave it empty to pay all that the owner’s establishments owe, or choose: this establishment.",
    fr="Le montant vaut pour un seul établissement. Laissez-le vide pour payer tout ce que doivent ceux du propriétaire, ou choisissez : cet établissement.",
)
_ONE, _ALL = "one", "all"
_WHAT = {
    _ONE: Words(ar="هذه المنشأة", en="This establishment", fr="Cet établissement"),
    _ALL: Words(
        ar="كل منشآت المالك المدينة",
        en="All establishments of the owner that owe",
        fr="Tous ceux du propriétaire qui doivent",
    ),
}


def _without(establishment: int) -> Collection[str]:
    """Whose owner has no other establishment is not asked which."""
    known = establishments(pl.Series([establishment]))
    return () if establishments_of_owners(known["owner_number"]).height > 1 else (_ONE, _ALL)


class Pay(Service):
    """Places an order; nothing is paid until the provider says so.

    Asked again while the same sum still waits, it is the same order: nobody pays one debt on two
    pages.
    """

    code = 2403
    title = Words(ar="السداد عبر الإنترنت", en="Pay online", fr="Payer en ligne")
    also = Words(
        ar="أدفع دفع بطاقة فاتورة سداد",
        en="card bill online",
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
    stages = STAGES

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
            least=here().currency.minor,
            optional=True,
            sample="2150.00",
        )
        what = Choice(
            Words(ar="ما الذي تسدده", en="What to pay", fr="Ce que vous payez"),
            _WHAT,
            hint=Words(
                ar="من منشآت المالك تُسدد التي لك حق السداد عنها.",
                en="Of the owner’s establishments, those for which you may pay.",
                fr="Parmi ceux du propriétaire, ceux pour lesquels vous pouvez payer.",
            ),
            optional=True,
            default=_ONE,
            without=_without,
        )

    class Output(Output):
        """What the order is for, and the references that pay it anywhere else."""

        to_pay = Money(
            Words(
                ar="مبلغ الطلب (ريال)",
                en="Amount of the order (SAR)",
                fr="Montant de la commande (SAR)",
            )
        )
        reference = Text(_words.REFERENCE, optional=True)  # of one establishment's
        parts = PARTS

    @staticmethod
    def decide(batch: Batch) -> None:
        """The amount given, or all that is due today; an order for the same that waits already is
        that order.
        """
        know_establishment(batch, "owner_number")
        batch.compute(whole=(pl.col("what") == _ALL).fill_null(value=False))
        batch.refuse(pl.col("whole") & pl.col("amount").is_not_null(), AMOUNT_OF_ONE, "amount")
        parts = parts_of(batch)
        refuse_twice(batch, parts)
        each = parts.group_by("position", maintain_order=True)
        batch.look_up(
            each.agg(order=pl.col("amount").sum(), refs=pl.col("reference")), on="position"
        )
        batch.look_up(
            orders.pays_of(parts.rename({"position": "order"})).rename({"order": "position"}),
            on="position",
        )
        batch.look_up(lines_text(parts, PARTS, ["position"], "text"), on="position")
        nothing = pl.col("order").is_null() & pl.col("establishment_id").is_not_null()
        batch.refuse(nothing & ~pl.col("whole"), NOTHING_TO_PAY, "amount")
        batch.refuse(nothing & pl.col("whole"), NOTHING_OWED, "establishment")
        one = pl.col("refs").list.len() == 1
        batch.answer(
            to_pay=pl.col("order"),
            reference=pl.when(one).then(pl.col("refs").list.first()),
            parts=pl.when("whole").then("text"),
        )
        waiting = orders.unpaid(parts["establishment"], batch.context.now).rename(
            {"transaction": "waits_as"}
        )
        batch.look_up(waiting, on="pays")
        batch.repeat(pl.col("waits_as").is_not_null(), pl.col("waits_as"))
        batch.changes["orders"] = batch.standing().height

    @staticmethod
    def apply(batch: Batch) -> None:
        """Keep the orders; each is known by its transaction."""
        rows = batch.frame.with_columns(
            own=pl.Series(payments.account_references(batch.frame["establishment"]))
        )
        paid = (
            rows.select("transaction", "pays")
            .with_columns(pl.col("pays").str.split(","))
            .explode("pays")
        )
        pair = pl.col("pays").str.split(":").list
        parts = paid.select(
            "transaction",
            establishment=pair.get(0).cast(pl.Int64),
            amount=pair.get(1).cast(pl.Int64),
        )
        orders.place(
            rows.select("transaction", "establishment", amount="order", reference="own"),
            parts.with_columns(reference=payments.account_references(parts["establishment"])),
            batch.context.now,
        )

    @staticmethod
    def reached(transactions: Sequence[int], now: datetime) -> Mapping[int, Reached]:
        """Orders stand as their money does."""
        found = {}
        for order in order_states.find_many(transactions):
            status = order.status(now)
            onward = f"/pay/{order.name}/?on" if order.payable(now) else ""
            found[order.transaction] = Reached(status, STAGES[status], onward, order.since(now))
        return found

    @staticmethod
    def beside(output: Mapping[str, object]) -> Collection[int]:
        """What each of several establishments owes is for who may see all of them."""
        return {int(line["establishment"]) for line in json.loads(str(output.get("parts") or "[]"))}

    examples = (
        Example("a sum in advance", {"establishment": "{establishment}", "amount": "100"}),
        Example(
            "asked twice while it waits, it is one order",
            {"establishment": "{establishment}", "amount": "100"},
            before=(("payments.pay", {"establishment": "{establishment}", "amount": "100"}),),
        ),
        Example(
            "all that the owner’s establishments owe", {"establishment": "{debtor}", "what": "all"}
        ),
        Example(
            "an amount for all of them",
            {
                "establishment": "{debtor}",
                "what": "all",
                "amount": "100",
            },
            then="amount-of-one-establishment",
        ),
        Example(
            "none of them owes",
            {"establishment": "{branch}", "what": "all"},
            then="nothing-owed-by-any",
        ),
        Example("nothing is due", {"establishment": "{branch}"}, then="nothing-to-pay"),
        Example(
            "somebody else’s account",
            {
                "establishment": "{foreign_establishment}",
                "amount": "100",
            },
            then="not-covered-by-mandate",
        ),
        Example(
            "less than one whole unit",
            {"establishment": "{establishment}", "amount": "0.10"},
            then="money-too-low",
        ),
        Example(
            "an amount of too many digits",
            {"establishment": "{establishment}", "amount": "99999999999999999"},
            then="money-invalid",
        ),
    )
