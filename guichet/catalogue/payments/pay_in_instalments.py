"""Ask to pay what is overdue in instalments; a large debt is decided by a person of the
institution.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import _words
from guichet.catalogue.registry._establishments import know_establishment
from guichet.catalogue.tables import lines_text
from guichet.domain.contributions import plans
from guichet.domain.contributions import queries as contributions
from guichet.engine.actor import Assurance, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input, Money
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.law.answers import InstalmentTerms
from guichet.lib.money import amount_text, plain_amount
from guichet.lib.plurals import counted
from guichet.lib.text import LANGUAGES, Words

NOTHING_OVERDUE = Refusal(
    "plan-nothing-overdue",
    ar="لا متأخرات على المنشأة اليوم، ولا يُقسّط إلا المتأخر. سدّد الفاتورة الجارية قبل موعدها.",
    en="Nothing is overdue today, and only what is overdue is paid in instalments. Pay the current bill by its day.",
    fr="Rien n’est en retard aujourd’hui, et seul un retard s’échelonne. Réglez la facture en cours avant son terme.",
)
DEBT_TOO_SMALL = Refusal(
    "plan-debt-too-small",
    ar="المتأخر {amount:amount} ريال، وأقل ما يُقسّط {least:amount} ريال. سدّده دفعة واحدة.",
    en="{amount:amount} SAR is overdue; the least that is paid in instalments is {least:amount} SAR. Pay it at once.",
    fr="Le retard est de {amount:amount} SAR ; le minimum échelonnable est {least:amount} SAR. Réglez-le en une fois.",
)
TOO_MANY_PARTS = Refusal(
    "plan-too-many-parts",
    ar="أقصى عدد للأقساط {most}. اختر عددًا أقل.",
    en="At most {most} instalments are possible. Choose fewer.",
    fr="{most} échéances au plus. Choisissez-en moins.",
)
PLAN_RUNS = Refusal(
    "plan-runs-already",
    ar="للمنشأة خطة تقسيط سارية منذ {since:date}. أتمّها أولًا.",
    en="The establishment has had an instalment plan since {since:date}. Complete it first.",
    fr="Un échelonnement court depuis le {since:date}. Menez-le d’abord à terme.",
)
A_PERSON_DECIDES = Refusal(
    "plan-referred",
    ar="المتأخر {amount:amount} ريال، وهو فوق {above:amount} ريال، فيبت موظف في تقسيطه وفي الضمان في موعد أقصاه {by:date}، ونبلغك.",
    en="{amount:amount} SAR is overdue, more than {above:amount} SAR: a member of staff decides on the instalments and the guarantee by {by:date} at the latest, and you will be told.",
    fr="Le retard est de {amount:amount} SAR, plus de {above:amount} SAR : un agent décide de l’échelonnement et de la garantie au plus tard le {by:date}, et vous serez prévenu.",
)


def _months(count: int) -> Words:
    return Words(*(counted(count, "month", language) for language in LANGUAGES))


class PayInInstalments(Service):
    """The parts are due a month apart; who misses one, or a new bill, owes all of it at once
    (RC40-42, REG230 29-31).
    """

    code = 2405
    title = Words(
        ar="طلب تقسيط المتأخرات", en="Pay in instalments", fr="Payer en plusieurs échéances"
    )
    also = Words(
        ar="أقساط جدولة دين",
        en="schedule plan debt parts",
        fr="échéancier étaler dette",
    )
    summary = Words(
        ar="قسّط ما تأخرت منشأتك في سداده على أشهر؛ ترى الأقساط ومواعيدها قبل أن توقّع.",
        en="Pay what your establishment is late with over some months; you see the amounts and days before you sign.",
        fr="Réglez sur quelques mois ce que doit votre établissement ; montants et dates s’affichent avant la signature.",
    )
    keyword = Words(ar="تقسيط", en="INSTALMENTS", fr="ECHEANCES")
    audience = frozenset({Segment.EMPLOYER})
    right = "pay"
    ruling_assurance = Assurance.SECOND_FACTOR
    seconds = 40
    icon = "calendar"
    business_key = ("establishment",)

    class Input(Input):
        """Whose debt, in how many parts, and with which guarantee."""

        establishment = establishment_field(hinted=True)
        parts = Choice(
            Words(
                ar="مدة التقسيط، بقسط كل شهر",
                en="Over how long, one instalment a month",
                fr="Sur combien de mois, une échéance par mois",
            ),
            # Not bare numbers: a telephone and a text message take those for places in the list.
            {f"months-{n}": _months(n) for n in (2, 3, 4, 6, 9, 12, 18, 24)},
            sample="months-6",
        )
        guarantee = Choice(
            Words(ar="الضمان", en="Guarantee", fr="Garantie"),
            {
                "none": Words(ar="بدون ضمان", en="No guarantee", fr="Aucune garantie"),
                "bank": Words(ar="ضمان بنكي", en="Bank guarantee", fr="Garantie bancaire"),
                "assets": Words(ar="أصول ثابتة", en="Fixed assets", fr="Immobilisations"),
                "note": Words(ar="سند لأمر", en="Promissory note", fr="Billet à ordre"),
            },
        )

    class Output(Output):
        """What is to be paid when."""

        debt = Money(Words(ar="المتأخر (ريال)", en="Overdue (SAR)", fr="En retard (SAR)"))
        first = Money(
            Words(
                ar="القسط الأول (ريال)", en="First instalment (SAR)", fr="Première échéance (SAR)"
            )
        )
        first_on = Day(
            Words(ar="موعد القسط الأول", en="First one due on", fr="À régler au plus tard le")
        )
        schedule = _words.SCHEDULE

    @staticmethod
    def decide(batch: Batch) -> None:
        """Divide what is overdue today; nothing divides a debt that is in a plan."""
        today = batch.context.today
        terms = country.instalments.terms(today)
        numbers = batch.frame["establishment"]
        know_establishment(batch)
        running = plans.plans_of(numbers, running=True)
        batch.look_up(
            running.select("establishment", "began_on", was="transaction"), on="establishment"
        )
        overdue = contributions.account_of(numbers, today).select("establishment", debt="overdue")
        batch.look_up(overdue, on="establishment")
        batch.look_up(_parts_before(running), on="establishment")
        batch.compute(count=pl.col("parts").str.strip_prefix("months-").cast(pl.Int64))
        _look_up_parts(batch, terms)
        known, runs = pl.col("establishment_id").is_not_null(), pl.col("was").is_not_null()
        same = runs & (pl.col("were") == pl.col("count")) & (pl.col("began_on") == today)
        batch.repeat(same, pl.col("was"))
        batch.refuse(runs & ~same, PLAN_RUNS, "establishment", since=pl.col("began_on"))
        batch.refuse(known & ~runs & (pl.col("debt") == 0), NOTHING_OVERDUE, "establishment")
        small = (pl.col("debt") > 0) & (pl.col("debt") < terms.least_debt)
        least = plain_amount(terms.least_debt)
        batch.refuse(
            small & ~runs,
            DEBT_TOO_SMALL,
            "establishment",
            amount=amount_text(pl.col("debt")),
            least=least,
        )
        batch.refuse(
            (pl.col("count") > terms.most) & ~same, TOO_MANY_PARTS, "parts", most=str(terms.most)
        )
        batch.cite(law=country.parameters().version)
        batch.answer(
            debt=pl.col("debt"),
            first=pl.col("first"),
            first_on=pl.col("first_on"),
            schedule=pl.col("text").fill_null("[]"),
        )
        batch.refer(
            (pl.col("debt") > terms.staff_above) & ~runs,
            A_PERSON_DECIDES,
            amount=amount_text(pl.col("debt")),
            above=plain_amount(terms.staff_above),
        )

    @staticmethod
    def apply(batch: Batch) -> None:
        """Begin the plans."""
        today, rows = batch.context.today, batch.frame
        plans.begin(
            rows.select("position", "establishment", "debt", "transaction"),
            country.instalments.schedule(
                rows.select("position", "debt", "count"), country.instalments.terms(today)
            ),
            today,
        )

    examples = (
        Example(
            "three parts", {"establishment": "{debtor}", "parts": "months-3", "guarantee": "none"}
        ),
        Example(
            "asked twice, it is one plan",
            {
                "establishment": "{debtor}",
                "parts": "months-3",
                "guarantee": "none",
            },
            before=(
                (
                    "payments.pay_in_instalments",
                    {
                        "establishment": "{debtor}",
                        "parts": "months-3",
                        "guarantee": "none",
                    },
                ),
            ),
        ),
        Example(
            "another plan while one runs",
            {
                "establishment": "{debtor}",
                "parts": "months-4",
                "guarantee": "none",
            },
            then="plan-runs-already",
            before=(
                (
                    "payments.pay_in_instalments",
                    {
                        "establishment": "{debtor}",
                        "parts": "months-3",
                        "guarantee": "none",
                    },
                ),
            ),
        ),
        Example(
            "nothing is overdue",
            {
                "establishment": "{establishment}",
                "parts": "months-3",
                "guarantee": "none",
            },
            then="plan-nothing-overdue",
        ),
        Example(
            "a large debt is for a person to decide",
            {
                "establishment": "{great_debtor}",
                "parts": "months-12",
                "guarantee": "bank",
            },
            then="referred",
        ),
        Example(
            "more parts than there may be",
            {
                "establishment": "{debtor}",
                "parts": "months-18",
                "guarantee": "bank",
            },
            then="plan-too-many-parts",
        ),
        Example(
            "somebody else’s debt",
            {
                "establishment": "{foreign_establishment}",
                "parts": "months-3",
                "guarantee": "none",
            },
            then="not-covered-by-mandate",
        ),
    )


def _parts_before(running: pl.DataFrame) -> pl.DataFrame:
    """How many parts each running plan has: ``establishment``, ``were``."""
    parts = plans.parts_of(running["plan"]).group_by("plan").agg(were=pl.len().cast(pl.Int64))
    return running.join(parts, on="plan").select("establishment", "were")


def _look_up_parts(batch: Batch, terms: InstalmentTerms) -> None:
    """Add the first instalment with its day, and the whole schedule as text, to rows that can be
    divided.
    """
    rows = batch.frame.select("position", "debt", "count")
    divided = rows.filter((pl.col("debt") >= terms.least_debt) & (pl.col("count") <= terms.most))
    parts = country.instalments.schedule(divided, terms)
    first = parts.filter(pl.col("number") == 1).select(
        "position", first="amount", first_on="due_on"
    )
    batch.look_up(first, on="position")
    batch.look_up(lines_text(parts, _words.SCHEDULE, ["position"], "text"), on="position")
