"""What an establishment owes, and the movements of its account."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import lines_text
from guichet.domain.contributions import queries as contributions
from guichet.domain.ledger.words import EVENTS
from guichet.engine.actor import Assurance, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import (
    Choice,
    Day,
    Field,
    Input,
    Lines,
    Money,
    Month,
)
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.lib.months import first_day
from guichet.lib.text import Words

USUAL_MONTHS = 12
MOST_MONTHS = 60

PERIOD_INVERTED = Refusal(
    "period-inverted",
    ar="يبدأ كشف الحساب في {since:yearmonth} بعد نهايته في {until:yearmonth}. بدّل الشهرين أو صحح أحدهما.",
    en="The statement would begin in {since:yearmonth}, after it ends in {until:yearmonth}. Swap the two months or correct one.",
    fr="Le relevé commencerait en {since:yearmonth}, après sa fin en {until:yearmonth}. Inversez les deux mois ou corrigez-en un.",
)
PERIOD_TOO_LONG = Refusal(
    "period-too-long",
    ar="المدة المطلوبة {months:month}، وأقصى مدة للكشف الواحد {most:month}. اطلب مدة أقصر، أو اطلب أكثر من كشف.",
    en="The statement would cover {months:month}; one covers at most {most}. Ask for a shorter period, or for several statements.",
    fr="Le relevé porterait sur {months:month} ; un relevé en couvre {most} au plus. Demandez une période plus courte ou plusieurs relevés.",
)

_COLUMNS: dict[str, Field] = {
    "day": Day(Words(ar="التاريخ", en="Date", fr="Date")),
    "event": Choice(Words(ar="الحركة", en="Movement", fr="Mouvement"), EVENTS),
    "month": Month(Words(ar="الشهر", en="Month", fr="Mois"), optional=True),
    "debit": Money(Words(ar="مدين (ريال)", en="Debit (SAR)", fr="Débit (SAR)")),
    "credit": Money(Words(ar="دائن (ريال)", en="Credit (SAR)", fr="Crédit (SAR)")),
    "balance": Money(Words(ar="الرصيد (ريال)", en="Balance (SAR)", fr="Solde (SAR)")),
}
MOVEMENTS = Lines(Words(ar="حركات الحساب", en="Movements", fr="Mouvements"), _COLUMNS)
_STATEMENT = ["establishment", "since", "until"]


class Balance(Service):
    """An enquiry: it changes nothing."""

    code = 2201
    keyword = Words(ar="رصيد", en="BALANCE", fr="SOLDE")
    title = Words(
        ar="رصيد الحساب وكشفه", en="Account balance and statement", fr="Solde et relevé de compte"
    )
    also = Words(
        ar="مديونية متأخرات كم علي حساب دين",
        en="debt owe arrears statement",
        fr="dette solde relevé arriérés",
    )
    summary = Words(
        ar="اعرف المستحق على منشأتك ومتى يُسدد وما تأخر منه، مع حركات الحساب شهرًا بشهر.",
        en="See what your establishment owes, by when, and what is overdue, with the movements of its account.",
        fr="Consultez ce que doit votre établissement, pour quand, ce qui est en retard, et les mouvements du compte.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "view"
    enquiry = True
    assurance = Assurance.PIN
    seconds = 10
    icon = "wallet"

    class Input(Input):
        """Whose account, and which months of it."""

        establishment = establishment_field(hinted=True)
        from_month = Month(
            Words(ar="من شهر", en="From month", fr="À partir du mois"),
            hint=Words(
                ar="إن تُرك فارغًا يبدأ الكشف قبل سنة من نهايته.",
                en="Left empty, the statement covers a year.",
                fr="Vide : le relevé couvre une année.",
            ),
            optional=True,
            sample="2026-01",
        )
        to_month = Month(
            Words(ar="إلى شهر", en="To month", fr="Jusqu’au mois"),
            hint=Words(
                ar="إن تُرك فارغًا فإلى هذا الشهر.",
                en="Left empty, up to this month.",
                fr="Vide : jusqu’au mois en cours.",
            ),
            optional=True,
            sample="2026-11",
        )

    class Output(Output):
        """What is owed today, and the statement."""

        due = Money(Words(ar="المستحق (ريال)", en="Amount due (SAR)", fr="Montant dû (SAR)"))
        overdue = Money(
            Words(ar="منه متأخر (ريال)", en="Of it overdue (SAR)", fr="Dont en retard (SAR)")
        )
        credit = Money(
            Words(
                ar="رصيد لصالحك (ريال)",
                en="Credit in your favour (SAR)",
                fr="Crédit en votre faveur (SAR)",
            )
        )
        next_due_on = Day(
            Words(ar="آخر يوم للسداد", en="Pay by", fr="À payer au plus tard le"), optional=True
        )
        last_bill = Money(
            Words(ar="آخر فاتورة (ريال)", en="Last bill (SAR)", fr="Dernière facture (SAR)"),
            optional=True,
        )
        last_month = Month(
            Words(
                ar="شهر آخر فاتورة", en="Month of the last bill", fr="Mois de la dernière facture"
            ),
            optional=True,
        )
        opening = Money(
            Words(
                ar="الرصيد أول المدة (ريال)", en="Opening balance (SAR)", fr="Solde initial (SAR)"
            )
        )
        movements = MOVEMENTS

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the accounts and statements of all rows at once."""
        know_establishment(batch)
        set_period(batch)
        account = contributions.account_of(batch.frame["establishment"], batch.context.today)
        batch.look_up(account, on="establishment")
        periods = batch.standing().select(_STATEMENT).unique()
        begun = contributions.openings(periods)
        batch.look_up(begun, on=["establishment", "since"])
        moved = contributions.statement(periods, begun)
        batch.look_up(lines_text(moved, MOVEMENTS, _STATEMENT, "text"), on=_STATEMENT)
        batch.answer(
            due=pl.col("due"),
            overdue=pl.col("overdue"),
            credit=pl.col("credit"),
            next_due_on=pl.col("next_due_on"),
            last_bill=pl.col("last_total"),
            last_month=pl.col("last_month"),
            opening=pl.col("opening").fill_null(0),
            movements=pl.col("text").fill_null("[]"),
        )

    examples = (
        Example(
            "the balance today, with the movements of a year", {"establishment": "{establishment}"}
        ),
        Example(
            "a statement of three months",
            {
                "establishment": "{establishment}",
                "from_month": "2026-09",
                "to_month": "11/2026",
            },
        ),
        Example(
            "the months the wrong way round",
            {
                "establishment": "{establishment}",
                "from_month": "2026-11",
                "to_month": "2026-01",
            },
            then="period-inverted",
        ),
        Example(
            "more years than one statement holds",
            {
                "establishment": "{establishment}",
                "from_month": "2015-01",
                "to_month": "2026-11",
            },
            then="period-too-long",
        ),
        Example("a number that is too short", {"establishment": "12345"}, then="number-invalid"),
        Example(
            "a month that is none",
            {
                "establishment": "{establishment}",
                "from_month": "2026-13",
            },
            then="month-invalid",
        ),
        Example(
            "somebody else's account",
            {
                "establishment": "{foreign_establishment}",
            },
            then="not-covered-by-mandate",
        ),
    )


def set_period(batch: Batch) -> None:
    """Add ``since`` and ``until``, the days of the months asked for, and refuse what no statement
    can hold.
    """
    last = pl.col("to_month").fill_null(first_day(batch.context.today))
    first = pl.col("from_month").fill_null(last.dt.offset_by(f"-{USUAL_MONTHS - 1}mo"))
    # A month that could not be read has its own refusal; its row keeps the usual period.
    batch.compute(since=first, until=last.dt.month_end())
    months = (
        12 * (last.dt.year() - first.dt.year()).cast(pl.Int64)
        + (last.dt.month().cast(pl.Int64) - first.dt.month().cast(pl.Int64))
        + 1
    )
    batch.refuse(
        months < 1,
        PERIOD_INVERTED,
        "to_month",
        since=first.dt.to_string("%Y-%m"),
        until=last.dt.to_string("%Y-%m"),
    )
    batch.refuse(
        months > MOST_MONTHS, PERIOD_TOO_LONG, "from_month", months=months, most=str(MOST_MONTHS)
    )
