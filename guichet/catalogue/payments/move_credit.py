"""Move credit from one establishment to another one of the same owner."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.domain.payments import credit_transfer
from guichet.domain.payments import queries as payments
from guichet.domain.registry.queries import establishments
from guichet.engine.actor import Assurance, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import EstablishmentNumber, Input, Money
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.lib.money import amount_text
from guichet.lib.text import Words

NO_CREDIT = Refusal(
    "move-no-credit",
    ar="لا رصيد لصالح المنشأة يُنقل. ما يزيد عن المستحق يصير رصيدًا عند تسجيل السداد.",
    en="There is no credit to move. What is paid beyond what is owed becomes credit once the payment is recorded.",
    fr="Il n’y a pas de crédit à transférer. Ce qui est payé au-delà du dû devient un crédit une fois le paiement enregistré.",
)
TOO_MUCH = Refusal(
    "move-more-than-credit",
    ar="رصيد المنشأة {credit:amount} ريال، ولا يُنقل أكثر منه. صحح المبلغ أو اتركه فارغًا لنقل الرصيد كله.",
    en="The credit is {credit:amount} SAR, and no more can be moved. Correct the amount, or leave it empty to move all of it.",
    fr="Le crédit est de {credit:amount} SAR ; on ne peut transférer plus. Corrigez le montant, ou laissez-le vide pour tout transférer.",
)
NOT_THE_OWNERS = Refusal(
    "move-not-of-the-owner",
    ar="لا يُنقل الرصيد إلا إلى منشأة أخرى للمالك نفسه، وليست {value} منها. راجع الرقم.",
    en="Credit is moved only to another establishment of the same owner, and {value} is none. Check the number.",
    fr="Un crédit ne va qu’à un autre établissement du même propriétaire, et {value} n’en est pas un. Vérifiez le numéro.",
)


class MoveCredit(Service):
    """What arrives pays what the other one owes, the oldest month first."""

    code = 2406
    title = Words(ar="نقل رصيد بين منشآت المالك", en="Move credit", fr="Transférer un crédit")
    also = Words(
        ar="رصيد زائد فرع",
        en="surplus branch transfer",
        fr="excédent transfert",
    )
    summary = Words(
        ar="انقل ما زاد من سداد منشأتك إلى منشأة أخرى للمالك نفسه، فيُسدد به ما عليها.",
        en="Move what an establishment has paid too much to another one of the same owner; it pays what that one owes.",
        fr="Transférez le trop-payé d’un établissement à un autre du même propriétaire\u202f; il règle ce que doit ce dernier.",
    )
    keyword = Words(ar="تحويل", en="MOVE", fr="DEPLACER")
    audience = frozenset({Segment.EMPLOYER})
    right = "pay"
    icon = "arrow-left-right"
    assurance = Assurance.PASSWORD
    business_key = ("establishment", "to")

    class Input(Input):
        """From where, to where, and how much."""

        establishment = establishment_field(hinted=True)
        to = EstablishmentNumber(
            Words(ar="إلى المنشأة", en="To the establishment", fr="Vers l’établissement"),
            hint=Words(
                ar="9 أرقام، للمالك نفسه.",
                en="9 digits, of the same owner.",
                fr="9 chiffres, du même propriétaire.",
            ),
            sample="500000002",
        )
        amount = Money(
            Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)"),
            hint=Words(
                ar="إن تُرك فارغًا فالرصيد كله.",
                en="Left empty: all of the credit.",
                fr="Vide\u202f: tout le crédit.",
            ),
            least=1,
            optional=True,
            sample="250.00",
        )

    class Output(Output):
        """What is moved, and what is left."""

        moved = Money(Words(ar="المنقول (ريال)", en="Moved (SAR)", fr="Transféré (SAR)"))
        left = Money(
            Words(ar="الرصيد المتبقي (ريال)", en="Credit left (SAR)", fr="Crédit restant (SAR)")
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Both of one owner, and no more than there is, counting earlier rows of the same
        source.
        """
        know_establishment(batch, "owner_id")
        others = establishments(batch.frame["to"].drop_nulls().unique())
        batch.look_up(others.select(to="number", to_owner="owner_id"), on="to")
        credit = payments.to_pay(batch.frame["establishment"]).select("establishment", "credit")
        batch.look_up(credit, on="establishment")
        same = (pl.col("to_owner") == pl.col("owner_id")) & (
            pl.col("to") != pl.col("establishment")
        )
        known = pl.col("establishment_id").is_not_null() & pl.col("to").is_not_null()
        batch.refuse(known & ~same.fill_null(value=False), NOT_THE_OWNERS, "to")
        batch.compute(moved=pl.coalesce("amount", "credit").fill_null(0))
        taken = pl.col("moved").cum_sum().over("establishment")
        batch.compute(left=pl.col("credit") - taken)
        none = known & (pl.col("credit") <= 0)
        batch.refuse(none, NO_CREDIT, "establishment")
        batch.refuse(
            known & ~none & (pl.col("left") < 0),
            TOO_MUCH,
            "amount",
            credit=amount_text(pl.col("credit")),
        )
        batch.answer(moved=pl.col("moved"), left=pl.col("left").clip(lower_bound=0))

    @staticmethod
    def apply(batch: Batch) -> None:
        """One entry with both sides for each row."""
        rows = batch.frame.select(
            "transaction", source="establishment", target="to", amount="moved"
        )
        credit_transfer.move(rows, batch.context.now)

    examples = (
        Example("all of it", {"establishment": "{credited}", "to": "{debtor}"}),
        Example("a part", {"establishment": "{credited}", "to": "{debtor}", "amount": "100.01"}),
        Example(
            "more than there is",
            {
                "establishment": "{credited}",
                "to": "{debtor}",
                "amount": "100000",
            },
            then="move-more-than-credit",
        ),
        Example(
            "where there is none",
            {"establishment": "{debtor}", "to": "{credited}"},
            then="move-no-credit",
        ),
        Example(
            "to another owner’s",
            {
                "establishment": "{credited}",
                "to": "{establishment}",
            },
            then="move-not-of-the-owner",
        ),
        Example(
            "to itself",
            {"establishment": "{credited}", "to": "{credited}"},
            then="move-not-of-the-owner",
        ),
        Example(
            "from somebody else’s",
            {
                "establishment": "{foreign_establishment}",
                "to": "{debtor}",
            },
            then="not-covered-by-mandate",
        ),
    )
