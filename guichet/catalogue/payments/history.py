"""What was paid, when and where."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import _words
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import lines_text
from guichet.domain.payments import queries as payments
from guichet.domain.payments.words import STATES
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.context import HOME
from guichet.engine.fields import Choice, Day, Field, Input, Lines, Money, Month
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

USUAL_MONTHS = 12

_COLUMNS: dict[str, Field] = {
    "day": Day(Words(ar="تاريخ السداد", en="Paid on", fr="Payé le")),
    "amount": Money(Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)")),
    "returned": Money(Words(ar="المسترد منه (ريال)", en="Taken back (SAR)", fr="Repris (SAR)")),
    "channel": Choice(Words(ar="القناة", en="Where", fr="Où"), _words.CHANNELS),
    "state": Choice(Words(ar="الحالة", en="State", fr="État"), STATES),
}
PAID = Lines(Words(ar="المدفوعات", en="Payments", fr="Paiements"), _COLUMNS)
_PERIOD = ["establishment", "since", "until"]


class History(Service):
    """An enquiry: it changes nothing."""

    code = 2402
    title = Words(ar="سجل المدفوعات", en="Payment history", fr="Historique des paiements")
    also = Words(
        ar="إيصالات سدادات سابقة",
        en="receipts paid past",
        fr="reçus paiements passés",
    )
    summary = Words(
        ar="اطلع على ما سددته منشأتك: متى وكم وعبر أي قناة، وما أُلغي منه.",
        en="See what your establishment has paid: when, how much and where, and what was taken back.",
        fr="Consultez les paiements de votre établissement : date, montant, canal, et ce qui a été annulé.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "view"
    enquiry = True
    seconds = 10
    icon = "history"

    class Input(Input):
        """Whose payments, and since when."""

        establishment = establishment_field(hinted=True)
        from_month = Month(
            Words(ar="من شهر", en="From month", fr="À partir du mois"),
            hint=Words(
                ar="إن تُرك فارغًا فمن سنة.",
                en="Left empty, the last year.",
                fr="Vide\u202f: la dernière année.",
            ),
            optional=True,
            sample="2026-01",
        )

    class Output(Output):
        """The sum, and each payment."""

        total = Money(
            Words(ar="مجموع المدفوع (ريال)", en="Paid in all (SAR)", fr="Total payé (SAR)")
        )
        payments = PAID

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the payments of all rows at once."""
        know_establishment(batch)
        today = pl.lit(batch.context.today)
        year = today.dt.offset_by(f"-{USUAL_MONTHS}mo")
        batch.compute(since=pl.coalesce("from_month", year), until=today)
        found = payments.payments_of(batch.standing().select(_PERIOD))
        day = pl.col("paid_at").dt.convert_time_zone(HOME.key).dt.date()
        told = lines_text(found.with_columns(day=day), PAID, _PERIOD, "text")
        left = (pl.col("amount") - pl.col("returned")).sum()
        sums = found.group_by(_PERIOD).agg(amount=left)
        batch.look_up(told, on=_PERIOD)
        batch.look_up(sums, on=_PERIOD)
        batch.answer(total=pl.col("amount").fill_null(0), payments=pl.col("text").fill_null("[]"))

    examples = (
        Example("the payments of the last year", {"establishment": "{establishment}"}),
        Example("since a month", {"establishment": "{establishment}", "from_month": "2026-01"}),
        Example(
            "somebody else’s payments",
            {
                "establishment": "{foreign_establishment}",
            },
            then="not-covered-by-mandate",
        ),
    )
