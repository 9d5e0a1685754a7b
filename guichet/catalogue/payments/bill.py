"""What an establishment has to pay, month by month, and the reference to pay it with."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import _words
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import lines_text
from guichet.domain.contributions import queries as contributions
from guichet.domain.payments import queries as payments
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Field, Input, Lines, Money, Month, Text
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

_COLUMNS: dict[str, Field] = {
    "month": Month(Words(ar="الشهر", en="Month", fr="Mois")),
    "contributions": Money(
        Words(
            ar="اشتراكات غير مسددة (ريال)",
            en="Contributions unpaid (SAR)",
            fr="Cotisations impayées (SAR)",
        )
    ),
    "penalties": Money(Words(ar="غرامات (ريال)", en="Penalties (SAR)", fr="Pénalités (SAR)")),
    "paid": Money(_words.PAID),
    "reference": Text(_words.REFERENCE),
}
UNPAID = Lines(Words(ar="الأشهر غير المسددة", en="Unpaid months", fr="Mois impayés"), _COLUMNS)


class Bill(Service):
    """An enquiry: it changes nothing."""

    code = 2401
    title = Words(
        ar="المستحق ورقم السداد",
        en="Amount due and payment reference",
        fr="Montant dû et référence de paiement",
    )
    also = Words(
        ar="فاتورة رقم دفع",
        en="invoice bill payment number",
        fr="facture référence montant",
    )
    summary = Words(
        ar="اعرف ما على منشأتك من اشتراكات وغرامات شهرًا بشهر، ورقم السداد الذي تدفع به في أي صراف أو بنك أو عبر الإنترنت.",
        en="See what your establishment has to pay, month by month, and the reference to pay it with at any ATM, bank or online.",
        fr="Consultez ce que doit votre établissement, mois par mois, et la référence pour payer à tout distributeur, banque ou en ligne.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "view"
    enquiry = True
    seconds = 10
    icon = "receipt"

    class Input(Input):
        """Whose account."""

        establishment = establishment_field(hinted=True)

    class Output(Output):
        """What there is to pay today, and how."""

        to_pay = Money(Words(ar="المطلوب سداده (ريال)", en="To pay (SAR)", fr="À payer (SAR)"))
        reference = Text(_words.REFERENCE)
        next_due_on = Day(
            Words(ar="آخر يوم للسداد", en="Pay by", fr="À payer au plus tard le"), optional=True
        )
        contributions = Money(
            Words(ar="اشتراكات (ريال)", en="Contributions (SAR)", fr="Cotisations (SAR)")
        )
        penalties = Money(
            Words(
                ar="غرامات تأخير (ريال)", en="Late penalties (SAR)", fr="Pénalités de retard (SAR)"
            )
        )
        credit = Money(
            Words(ar="رصيد لصالحك (ريال)", en="To your credit (SAR)", fr="À votre crédit (SAR)")
        )
        months = UNPAID

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the accounts of all rows at once."""
        numbers = batch.frame["establishment"].drop_nulls().unique()
        know_establishment(batch)
        batch.look_up(payments.to_pay(numbers), on="establishment")
        due = contributions.account_of(numbers, batch.context.today)
        batch.look_up(due.select("establishment", "next_due_on"), on="establishment")
        batch.look_up(_unpaid(numbers), on="establishment")
        batch.compute(reference=pl.lit(payments.account_references(batch.frame["establishment"])))
        batch.answer(
            to_pay=pl.col("to_pay"),
            reference=pl.col("reference"),
            next_due_on=pl.when(pl.col("to_pay") > 0).then("next_due_on"),
            contributions=pl.col("contributions"),
            penalties=pl.col("penalties"),
            credit=pl.col("credit"),
            months=pl.col("text").fill_null("[]"),
        )

    examples = (
        Example("what there is to pay", {"establishment": "{establishment}"}),
        Example(
            "somebody else’s account",
            {
                "establishment": "{foreign_establishment}",
            },
            then="not-covered-by-mandate",
        ),
        Example("a number that is too short", {"establishment": "12345"}, then="number-invalid"),
    )


def _unpaid(numbers: pl.Series) -> pl.DataFrame:
    return lines_text(payments.unpaid_months_of(numbers), UNPAID, ["establishment"], "text")
