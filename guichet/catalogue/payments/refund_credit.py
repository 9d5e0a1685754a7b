"""Have what is to an establishment's credit paid out to its bank account."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account._bank_accounts import IBAN
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.domain.payments import locks
from guichet.domain.payments import queries as payments
from guichet.domain.payouts import commands as payouts
from guichet.domain.registry import bank_accounts
from guichet.engine import store
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Iban, Input, Money
from guichet.engine.refusal import Refusal, Refused, Remedy
from guichet.engine.service import Example, Output, Power, Service
from guichet.law import country
from guichet.lib.locale import here
from guichet.lib.money import amount_text
from guichet.lib.text import Words

NO_CREDIT = Refusal(
    "refund-no-credit",
    ar="لا رصيد لصالح المنشأة يُرد. ما يزيد عن المستحق يصير رصيدًا عند تسجيل السداد.",
    en="There is no credit to pay out. What is paid beyond what is owed becomes credit once the payment is recorded.",
    fr="Il n’y a pas de crédit à rembourser. Ce qui est payé au-delà du dû devient un crédit une fois le paiement enregistré.",
)
TOO_MUCH = Refusal(
    "refund-more-than-credit",
    ar="رصيد المنشأة {credit:amount} ريال، ولا يُرد أكثر منه. صحح المبلغ أو اتركه فارغًا لرد الرصيد كله.",
    en="The credit is {credit:amount} SAR, and no more can be paid out. Correct the amount, or leave it empty for all of it.",
    fr="Le crédit est de {credit:amount} SAR ; on ne peut rembourser plus. Corrigez le montant, ou laissez-le vide pour tout.",
)
NO_ACCOUNT = Refusal(
    "refund-no-bank-account",
    ar="لا حساب بنكيًا مسجلًا للمنشأة. سجّله بخدمة «تغيير الحساب البنكي للمنشأة» ثم أعد الطلب.",
    en="The establishment has no bank account on record. Register one with the service for its bank account, and ask again.",
    fr="L’établissement n’a pas de compte bancaire enregistré. Enregistrez-en un par le service du compte bancaire, puis redemandez.",
    remedy=Remedy("account.change_establishment_bank_account"),
)
NEW_ACCOUNT = Refusal(
    "refund-new-bank-account",
    ar="سُجل الحساب البنكي في {since:date}، وفي الأيام {days} الأولى يراجع موظف الطلب قبل الصرف، ونبلغك.",
    en="The bank account was registered on {since:date}; in its first {days:day} a member of staff looks at the request before it is paid, and you will be told.",
    fr="Le compte bancaire a été enregistré le {since:date} ; pendant ses {days} premiers jours un agent examine la demande avant le versement, et vous serez prévenu.",
)


class RefundCredit(Service):
    """Ordered here, paid by bank in a batch that two people release."""

    code = 2407
    title = Words(ar="رد الرصيد إلى البنك", en="Pay out credit", fr="Rembourser un crédit")
    also = Words(
        ar="استرداد استرجاع مبلغ زائد",
        en="refund reimbursement overpaid money back",
        fr="remboursement trop-perçu",
    )
    summary = Words(
        ar="استرد ما زاد من سداد منشأتك إلى حسابها البنكي المسجل.",
        en="Have what your establishment has paid too much paid to its bank account on record.",
        fr="Faites verser le trop-payé de votre établissement sur son compte bancaire enregistré.",
    )
    keyword = Words(ar="استرداد", en="REFUND", fr="REMBOURSEMENT")
    audience = frozenset({Segment.EMPLOYER})
    right = "bank"
    ruling_assurance = Assurance.SECOND_FACTOR
    icon = "banknote"
    assurance = Assurance.SECOND_FACTOR
    power = Power.MONEY
    business_key = ("establishment",)

    class Input(Input):
        """Whose credit, and how much of it."""

        establishment = establishment_field(hinted=True)
        amount = Money(
            Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)"),
            hint=Words(
                ar="إن تُرك فارغًا فالرصيد كله.",
                en="Left empty: all of the credit.",
                fr="Vide\u202f: tout le crédit.",
            ),
            least=here().currency.minor,
            optional=True,
            sample="250.00",
        )

    class Output(Output):
        """What is paid where."""

        paid = Money(Words(ar="مبلغ الرد (ريال)", en="To be paid (SAR)", fr="À verser (SAR)"))
        iban = Iban(IBAN)
        left = Money(
            Words(ar="الرصيد المتبقي (ريال)", en="Credit left (SAR)", fr="Crédit restant (SAR)")
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """No more than the credit, to the account on record; a new account is looked at by a
        person.
        """
        numbers, today = batch.frame["establishment"].drop_nulls().unique(), batch.context.today
        know_establishment(batch)
        batch.look_up(
            payments.to_pay(numbers).select("establishment", "credit"), on="establishment"
        )
        accounts = bank_accounts.in_force(PartyKind.ESTABLISHMENT, numbers)
        batch.look_up(
            accounts.select("account_since", establishment="party", iban="iban_before"),
            on="establishment",
        )
        known, credit = pl.col("establishment_id").is_not_null(), pl.col("credit")
        batch.compute(paid=pl.coalesce("amount", "credit").fill_null(0))
        batch.compute(left=credit - pl.col("paid"))
        batch.refuse(known & (credit <= 0), NO_CREDIT, "establishment")
        batch.refuse(
            known & (credit > 0) & (pl.col("left") < 0),
            TOO_MUCH,
            "amount",
            credit=amount_text(pl.col("credit")),
        )
        batch.refuse(known & pl.col("iban").is_null(), NO_ACCOUNT, "establishment")
        days = country.parameters().count("payment.refund_new_account_days", today)
        batch.cite(law=country.parameters().version)
        batch.answer(
            paid=pl.col("paid"), iban=pl.col("iban"), left=pl.col("left").clip(lower_bound=0)
        )
        new = pl.col("account_since").dt.offset_by(f"{days}d") > today
        batch.refer(new, NEW_ACCOUNT, since=pl.col("account_since"), days=str(days))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Order the transfers; the credit is payable from here on.

        Raises:
            store.WriteConflict: somebody was first; decide again on what is left.
        """
        rows = batch.frame
        locks.accounts(rows["establishment"])
        orders = rows.select(
            "establishment",
            "iban",
            "transaction",
            amount="paid",
            person=pl.lit(None, dtype=pl.Int64),
            purpose=pl.lit("credit-refund"),
            reference=pl.format("refund-{}", pl.col("transaction")),
        )
        try:
            payouts.order(orders, batch.context.now)
        except Refused as spent:  # somebody was first: decide again on what is left
            raise store.WriteConflict from spent

    examples = (
        Example("all of it", {"establishment": "{credited}"}),
        Example("a part", {"establishment": "{credited}", "amount": "100.01"}),
        Example(
            "more than there is",
            {
                "establishment": "{credited}",
                "amount": "100000",
            },
            then="refund-more-than-credit",
        ),
        Example(
            "nothing to its credit and no bank account",
            {
                "establishment": "{debtor}",
            },
            then="refund-no-credit",
        ),
        Example(
            "to an account of today",
            {"establishment": "{credited}"},
            then="referred",
            before=(
                (
                    "account.change_establishment_bank_account",
                    {
                        "establishment": "{credited}",
                        "iban": "{credited_iban}",
                    },
                ),
            ),
        ),
        Example(
            "somebody else’s credit",
            {
                "establishment": "{foreign_establishment}",
            },
            then="not-covered-by-mandate",
        ),
    )
