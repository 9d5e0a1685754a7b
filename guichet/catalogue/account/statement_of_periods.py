"""A contributor's own statement: where, from when to when, for which wage, how many months it
counts, and what is paid.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.account._payment_words import OPEN_MONTHS, STATE
from guichet.catalogue.parties import own_number_field
from guichet.catalogue.tables import lines_text
from guichet.domain.benefits import paid_out
from guichet.domain.contributions import queries as contributions
from guichet.domain.contributions.paid_months import PARTLY, UNPAID
from guichet.domain.contributions.words import PAID_STATES
from guichet.domain.registry.histories import persons
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import (
    Choice,
    Day,
    EstablishmentNumber,
    Field,
    Input,
    Lines,
    Money,
    Text,
)
from guichet.engine.refusal import Refusal, Severity
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.contact import BRANCH
from guichet.lib.money import half_up_div
from guichet.lib.text import Words

CONTRIBUTOR_UNKNOWN = Refusal(
    "contributor-unknown",
    ar="رقم الهوية {value} غير مسجل لدينا. إن كنت تعمل فاطلب من صاحب العمل تسجيلك. إن لم يفعل: "
    + BRANCH.ar,
    en="{value} is not registered for insurance. If you work, ask the employer to register you. If that fails: "
    + BRANCH.en,
    fr="Le numéro {value} n’est pas inscrit à l’assurance. Si vous travaillez, demandez à l’employeur de vous inscrire. Sinon : "
    + BRANCH.fr,
)
NO_PERIODS = Refusal(
    "no-contribution-periods",
    ar="لا توجد مدد اشتراك مسجلة برقم الهوية {value}. إن كنت قد عملت: " + BRANCH.ar,
    en="No contribution periods are recorded for {value}. If you have worked: " + BRANCH.en,
    fr="Aucune période de cotisation n’est enregistrée pour le numéro {value}. Si vous avez travaillé : "
    + BRANCH.fr,
    severity=Severity.WARNING,
)

_COLUMNS: dict[str, Field] = {
    "establishment": EstablishmentNumber(
        Words(ar="رقم المنشأة", en="Establishment", fr="Établissement")
    ),
    "employer": Text(Words(ar="صاحب العمل", en="Employer", fr="Employeur")),
    "from": Day(Words(ar="من", en="From", fr="Du")),
    "to": Day(
        Words(ar="إلى", en="To", fr="Au"),
        optional=True,
        blank=Words(ar="على رأس العمل", en="still employed", fr="toujours employé"),
    ),
    "wage": Money(
        Words(ar="الأجر المسجل (ريال)", en="Registered wage (SAR)", fr="Salaire déclaré (SAR)")
    ),
    "months": Text(Words(ar="أشهر الاشتراك", en="Contribution months", fr="Mois de cotisation")),
    "paid": Choice(STATE, PAID_STATES, optional=True),
}
PERIODS = Lines(
    Words(ar="المدد والأجور", en="Periods and wages", fr="Périodes et salaires"), _COLUMNS
)

PAID_OUT = Lines(
    Words(
        ar="مدد رُدت اشتراكاتها ولا تُحسب لمعاش",
        en="Periods whose contributions were given back; they count for no pension",
        fr="Périodes dont les cotisations ont été remboursées ; elles ne comptent plus",
    ),
    {
        "to": Day(Words(ar="حتى", en="Up to", fr="Jusqu’au")),
        "amount": Money(Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)")),
        "day": Day(Words(ar="التاريخ", en="On", fr="Le")),
    },
)


class StatementOfPeriods(Service):
    """An enquiry: it changes nothing."""

    code = 3101
    keyword = Words(ar="مدد", en="PERIODS", fr="PERIODES")
    title = Words(
        ar="كشف مدد الاشتراك والأجور", en="My periods and wages", fr="Mes périodes et salaires"
    )
    also = Words(
        ar="راتب أجر مدة خدمة سنوات تأمينات برنت",
        en="salary years service record print",
        fr="salaire années carrière relevé",
    )
    summary = Words(
        ar="اطلع على مدد اشتراكك لدى كل صاحب عمل وأجورك المسجلة وعدد أشهرها، وما سُدد منها وما لم يُسدد.",
        en="See your periods with each employer, the wages registered for you, the months they count, and which are paid.",
        fr="Consultez vos périodes chez chaque employeur, les salaires déclarés, les mois comptés et ceux qui sont payés.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "view"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    enquiry = True
    assurance = Assurance.PIN
    seconds = 10
    icon = "history"

    class Input(Input):
        """Whose statement."""

        person = own_number_field()

    class Output(Output):
        """The contributor, the sum of months, the periods, and the months that are not paid in
        full.
        """

        name_ar = Text(Words(ar="الاسم", en="Name (Arabic)", fr="Nom (arabe)"))
        name_latin = Text(
            Words(ar="الاسم باللاتينية", en="Name (Latin)", fr="Nom (latin)"), optional=True
        )
        months = Text(
            Words(
                ar="مجموع أشهر الاشتراك",
                en="Contribution months in all",
                fr="Total des mois de cotisation",
            ),
            hint=Words(
                ar="الشهر الذي اشتركت في جزء منه يُحسب بقدر أيامه: 0.50 نصف شهر.",
                en="A month of which you were insured for a part counts by its days: 0.50 is half a month.",
                fr="Un mois assuré en partie compte selon ses jours : 0.50 est un demi-mois.",
            ),
        )
        periods = PERIODS
        unpaid = OPEN_MONTHS
        paid_out = PAID_OUT

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the persons and their periods, of all rows at once."""
        numbers = batch.frame["person"].drop_nulls().unique()
        batch.look_up(known(numbers), on="person")
        unknown = pl.col("person_id").is_null()
        batch.refuse(unknown, CONTRIBUTOR_UNKNOWN, "person")
        periods = contributions.periods_of(numbers, batch.context.today)
        months = contributions.person_months(numbers, batch.context.today)
        periods = contributions.states_of_stretches(periods, months)
        batch.look_up(_tables(periods, batch.context.language), on="person")
        batch.look_up(_unpaid(months, periods, batch.context.language), on="person")
        batch.look_up(_counting(periods, batch.context.today), on="person")
        batch.look_up(_paid_out(numbers), on="person")
        batch.refuse(pl.col("text").is_null() & ~unknown, NO_PERIODS, "person")
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            months=months_text(pl.col("hundredths").fill_null(0)),
            periods=pl.col("text").fill_null("[]"),
            unpaid=pl.col("unpaid_text").fill_null("[]"),
            paid_out=pl.col("paid_out_text").fill_null("[]"),
        )

    examples = (
        Example("one's own periods", {"person": "{worker}"}),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
        Example("no number", {"person": ""}, then="field-required"),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
    )


def known(numbers: pl.Series) -> pl.DataFrame:
    """The persons of those numbers: ``person`` (asked for), ``person_id`` and names."""
    found = persons(numbers).unique("asked", maintain_order=True)
    return found.select("person_id", "name_ar", "name_latin", person="asked")


def _tables(periods: pl.DataFrame, language: str) -> pl.DataFrame:
    """Each person's periods as text."""
    rows = periods.select(
        "person",
        "establishment",
        "wage",
        "hundredths",
        pl.col("since").alias("from"),
        pl.col("until").alias("to"),
        employer=employer(language),
        months=months_text(pl.col("hundredths")),
        paid="state",
    )
    return lines_text(rows, PERIODS, ["person"], "text")


def _counting(periods: pl.DataFrame, today: date) -> pl.DataFrame:
    """The months of each person that count for a pension: ``person``, ``hundredths``. Of a period
    that was paid out in part, its days since then do.
    """
    ends = paid_out.closed(periods["person"].unique())
    rows = periods.join(ends, on="person", how="left")
    last = pl.min_horizontal("until", pl.lit(today))
    days = (last - pl.col("since")).dt.total_days() + 1
    left = (last - pl.max_horizontal(pl.col("since"), "closed")).dt.total_days()
    some = half_up_div(pl.col("hundredths") * left.clip(lower_bound=0), days.clip(lower_bound=1))
    open_now = pl.col("closed").is_null() | (pl.col("since") > pl.col("closed"))
    counted = pl.when(open_now).then("hundredths").otherwise(some)
    return rows.group_by("person").agg(hundredths=counted.sum())


def _paid_out(numbers: pl.Series) -> pl.DataFrame:
    """What was given back to each person, as text."""
    rows = paid_out.paid_to(numbers).select("person", "amount", to="until", day="decided_on")
    return lines_text(rows, PAID_OUT, ["person"], "paid_out_text")


def _unpaid(months: pl.DataFrame, periods: pl.DataFrame, language: str) -> pl.DataFrame:
    """Each person's months that are due and not paid in full, as text."""
    named = periods.select("establishment", employer=employer(language)).unique("establishment")
    rows = months.filter(pl.col("state").is_in([PARTLY, UNPAID])).join(
        named, on="establishment", how="left"
    )
    rights = pl.when("hangs").then(pl.lit("hang")).otherwise(pl.lit("stand"))
    rows = rows.with_columns(left=pl.col("due") - pl.col("paid"), rights=rights).sort(
        "person", "month"
    )
    return lines_text(rows, OPEN_MONTHS, ["person"], "unpaid_text")


def employer(language: str) -> pl.Expr:
    """The name of an establishment as it is told in a language."""
    latin = pl.when(pl.col("name_latin") != "").then("name_latin")
    return pl.col("name_ar") if language.startswith("ar") else pl.coalesce(latin, "name_ar")


def months_text(hundredths: pl.Expr) -> pl.Expr:
    """1250 hundredths as '12.50', 1200 as '12'."""
    whole, part = hundredths // 100, hundredths % 100
    decimals = pl.concat_str(pl.lit("."), part.cast(pl.String).str.zfill(2))
    return pl.concat_str(
        whole.cast(pl.String), pl.when(part == 0).then(pl.lit("")).otherwise(decimals)
    )
