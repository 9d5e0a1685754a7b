"""The bill of one month: what it comes to by branch and side, its penalties, and what each worker
costs, page by page.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from guichet.catalogue.account._payment_words import STATE
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import table_text
from guichet.domain.contributions import queries as contributions
from guichet.domain.contributions.bill_adjustment import contestable_until
from guichet.domain.contributions.bills import Bill
from guichet.domain.contributions.words import (
    BRANCH_CODES,
    BRANCHES,
    PAID_STATES,
    SIDES,
    penalty_rule,
)
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import (
    Choice,
    Count,
    Day,
    Field,
    Input,
    Lines,
    Money,
    Month,
    NationalId,
    Text,
    YesNo,
)
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

SIZE = 50  # workers a page
LAST_PAGE = 4000
NOT_BILLED = Refusal(
    "month-not-billed",
    ar="لم تصدر فاتورة لشهر {month:yearmonth}. اختر شهرًا صدرت فاتورته.",
    en="No bill was issued for {month:yearmonth}. Choose a month that was billed.",
    fr="Aucune facture n’a été émise pour {month:yearmonth}. Choisissez un mois facturé.",
)
_MONTH = Words(ar="الشهر", en="Month", fr="Mois")
_AMOUNT = Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)")
_BREAKDOWN: dict[str, Field] = {
    "branch": Choice(
        Words(ar="فرع التأمين", en="Insurance branch", fr="Branche d’assurance"),
        {code: BRANCHES[branch] for branch, code in BRANCH_CODES.items()},
    ),
    "side": Choice(Words(ar="الحصة", en="Share", fr="Part"), SIDES),
    "amount": Money(_AMOUNT),
}
_PENALTIES: dict[str, Field] = {
    "charged_on": Day(Words(ar="احتسبت في", en="Charged on", fr="Appliquée le")),
    "late_months": Count(
        Words(
            ar="أشهر التأخير، ويُحسب الشهر وإن لم يكتمل",
            en="Months late, begun ones counted",
            fr="Mois de retard, entamés compris",
        )
    ),
    "unpaid": Money(Words(ar="غير المسدد حينها (ريال)", en="Unpaid then (SAR)", fr="Impayé (SAR)")),
    "amount": Money(_AMOUNT),
    "rule": Text(Words(ar="القاعدة", en="Rule", fr="Règle")),
}
_WORKERS: dict[str, Field] = {
    "worker": NationalId(Words(ar="رقم العامل", en="Worker", fr="Travailleur")),
    "name_ar": Text(Words(ar="الاسم", en="Name in Arabic", fr="Nom en arabe")),
    "name_latin": Text(Words(ar="الاسم باللاتينية", en="Name", fr="Nom"), optional=True),
    "month": Month(_MONTH),
    "days": Count(Words(ar="الأيام", en="Days", fr="Jours")),
    "wage": Money(
        Words(ar="الأجر الخاضع (ريال)", en="Contributory wage (SAR)", fr="Salaire cotisé (SAR)")
    ),
    "total": Money(Words(ar="الاشتراك (ريال)", en="Contribution (SAR)", fr="Cotisation (SAR)")),
    "state": Choice(STATE, PAID_STATES, optional=True),
    "left": Money(
        Words(ar="الباقي (ريال)", en="Left (SAR)", fr="Reste (SAR)"),
        optional=True,
    ),
}
BREAKDOWN = Lines(Words(ar="تفصيل الفاتورة", en="What it is made of", fr="Détail"), _BREAKDOWN)
PENALTIES = Lines(Words(ar="غرامات التأخير", en="Late penalties", fr="Pénalités"), _PENALTIES)
WORKERS = Lines(Words(ar="لكل عامل", en="For each worker", fr="Par travailleur"), _WORKERS)
_ASKED = ["establishment", "month", "page_asked"]
_FOUND: dict[str, Any] = {
    "establishment": pl.Int64,
    "month": pl.Date,
    "page_asked": pl.Int64,
    **dict.fromkeys(("total", "adjustments"), pl.Int64),
    **dict.fromkeys(("due_on", "object_by"), pl.Date),
    **dict.fromkeys(("breakdown", "penalties", "workers", "more"), pl.String),
}


class MonthlyBill(Service):
    """An enquiry: it changes nothing."""

    code = 2411
    title = Words(ar="فاتورة شهر", en="The bill of a month", fr="La facture d’un mois")
    also = Words(
        ar="تفصيل الفاتورة لكل عامل اشتراك الموظف",
        en="invoice details each employee contribution",
        fr="détail facture par salarié cotisation",
    )
    summary = Words(
        ar="اطلع على فاتورة أي شهر: كم بلغت لكل فرع وحصة، وما اشتراك كل عامل وهل سُدد، وما عليها من غرامات.",
        en="See the bill of any month: what it comes to by branch and share, what each worker costs and whether it is paid, and its penalties.",
        fr="Consultez la facture d’un mois : montants par branche et part, cotisation de chaque travailleur et son paiement, pénalités.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "view"
    enquiry = True
    seconds = 10
    icon = "receipt"

    class Input(Input):
        """Whose bill, of which month, and which page of its workers."""

        establishment = establishment_field(hinted=True)
        month = Month(_MONTH, sample="2026-10")
        page = Count(
            Words(ar="الصفحة", en="Page", fr="Page"),
            least=1,
            most=LAST_PAGE,
            optional=True,
            hint=Words(
                ar=f"{SIZE} عاملًا في الصفحة. إن تُرك فارغًا فالأولى.",
                en=f"{SIZE} workers a page. Left empty, the first.",
                fr=f"{SIZE} travailleurs par page. Vide\u202f: la première.",
            ),
        )

    class Output(Output):
        """What it comes to, of what, and for whom."""

        total = Money(
            Words(
                ar="مجموع الفاتورة (ريال)", en="Bill in all (SAR)", fr="Total de la facture (SAR)"
            )
        )
        due_on = Day(Words(ar="آخر يوم للسداد", en="Pay by", fr="À payer au plus tard le"))
        adjustments = Money(
            Words(
                ar="منها فروق أشهر سابقة (ريال)",
                en="Of it, adjustments of earlier months (SAR)",
                fr="Dont régularisations de mois antérieurs (SAR)",
            )
        )
        object_by = Day(
            Words(ar="آخر يوم للاعتراض", en="Object by", fr="Contestable jusqu’au"), optional=True
        )
        breakdown = BREAKDOWN
        penalties = PENALTIES
        workers = WORKERS
        more = YesNo(
            Words(ar="هل من صفحة تالية؟", en="Is there a next page?", fr="Page suivante ?")
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read each page of a bill that is asked for once: a page is its own, so they are walked
        and not framed.
        """
        know_establishment(batch)
        batch.compute(page_asked=pl.col("page").fill_null(1))
        asked = batch.standing().select(_ASKED).drop_nulls().unique(maintain_order=True)
        today, language = batch.context.today, batch.context.language
        rows = [_row(key, today, language) for key in asked.iter_rows(named=True)]
        batch.look_up(pl.DataFrame([r for r in rows if r], schema=_FOUND), on=_ASKED)
        none = pl.col("total").is_null()
        batch.refuse(none, NOT_BILLED, "month", month=pl.col("month").dt.strftime("%Y-%m"))
        batch.answer(**{name: pl.col(name) for name in _FOUND if name not in _ASKED})

    examples = (
        Example("the last bill", {"establishment": "{billed}", "month": "2026-10"}),
        Example(
            "a month that was not billed",
            {"establishment": "{establishment}", "month": "2000-01"},
            then="month-not-billed",
        ),
        Example(
            "somebody else’s bill",
            {"establishment": "{foreign_establishment}", "month": "2026-10"},
            then="not-covered-by-mandate",
        ),
    )


def _row(asked: dict[str, Any], today: date, language: str) -> dict[str, Any] | None:
    """What there is to tell of a page of a bill: columns of ``_FOUND``; None: there is no bill.

    Args:
        asked: the columns of ``_ASKED``.
    """
    establishment, month = asked["establishment"], asked["month"]
    bill = contributions.bill_of(establishment, month, today, page=asked["page_asked"], size=SIZE)
    if bill is None:
        return None
    penalties = contributions.penalties_of(establishment, month)
    rules = [
        penalty_rule(on, late, language)
        for on, late in penalties.select("charged_on", "late_months").iter_rows()
    ]
    return asked | {
        "total": bill.total,
        "due_on": bill.due_on,
        "adjustments": bill.adjustments,
        "object_by": _object_by(bill, today),
        "breakdown": table_text(
            bill.breakdown.filter(pl.col("amount") != 0).with_columns(
                pl.col("branch").replace(BRANCH_CODES)
            ),
            BREAKDOWN,
        ),
        "penalties": table_text(
            penalties.with_columns(rule=pl.Series(rules, dtype=pl.String)), PENALTIES
        ),
        "workers": table_text(bill.workers, WORKERS),
        "more": "yes" if bill.more else "no",
    }


def _object_by(bill: Bill, today: date) -> date | None:
    """The last day for objecting to a bill; None when it is over, or nothing is charged."""
    found = contestable_until(pl.Series([bill.journal], dtype=pl.Int64))["object_by"]
    last: date | None = found[0] if len(found) else None
    return last if last is not None and last >= today and bill.total > 0 else None
