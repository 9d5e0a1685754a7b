"""Choose how what was paid beyond is repaid: how much is withheld a month, within what the law lets
be withheld.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN, known
from guichet.catalogue.benefits import _debt
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import debts
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Input, Money, Month
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.contact import BRANCH
from guichet.lib.money import amount_text
from guichet.lib.months import add_months, add_months_to, first_day
from guichet.lib.plurals import counted
from guichet.lib.text import LANGUAGES, Words

NOTHING_OWED = Refusal(
    "nothing-to-repay",
    ar="لا شيء على الرقم {value} من زيادة صُرفت.",
    en="{value} owes nothing back.",
    fr="Le numéro {value} n’a rien à rembourser.",
)
NO_PENSION = Refusal(
    "no-pension-to-withhold-from",
    ar="لا يُصرف معاش للرقم {value} هذا الشهر يُخصم منه. " + BRANCH.ar,
    en="No pension is paid to {value} this month from which anything could be withheld. "
    + BRANCH.en,
    fr="Aucune pension n’est versée au numéro {value} ce mois-ci, sur laquelle retenir. "
    + BRANCH.fr,
)
TOO_FEW_MONTHS = Refusal(
    "repayment-above-limit",
    ar="القسط {wanted:amount} ريال فوق ما يجيز النظام خصمه ({most:amount} ريال شهريًا). اختر أشهرًا أكثر أو أعلى خصم.",
    en="{wanted:amount} SAR a month is above what the law lets be withheld ({most:amount} SAR). Choose more months, or the highest amount.",
    fr="{wanted:amount} SAR par mois dépasse ce que la loi permet de retenir ({most:amount} SAR). Choisissez plus de mois, ou la retenue maximale.",
)
TOO_MANY_MONTHS = Refusal(
    "repayment-too-many-months",
    ar="أقصى عدد للأقساط {most}. اختر عددًا أقل.",
    en="At most {most} instalments are possible for an overpayment. Choose fewer.",
    fr="{most} échéances au plus. Choisissez-en moins.",
)
USUAL, MOST = "usual", "most"


def _months(count: int) -> Words:
    return Words(*(counted(count, "month", language) for language in LANGUAGES))


HOW = {
    USUAL: Words(ar="الخصم المعتاد", en="The usual amount", fr="La retenue habituelle"),
    MOST: Words(
        ar="أعلى ما يجيزه النظام",
        en="The most the law allows",
        fr="Le maximum permis par la loi",
    ),
    **{f"months-{count}": _months(count) for count in (2, 3, 4, 6, 9, 12)},
}


class RepayOverpayment(Service):
    """Whoever chooses agrees that it begins with next month's pension."""

    code = 3332
    keyword = Words(ar="سداد", en="REPAY", fr="REMBOURSER")
    title = Words(
        ar="سداد زيادة صُرفت لي", en="Repay what I was overpaid", fr="Rembourser un trop-perçu"
    )
    also = Words(
        ar="تقسيط دين المعاش خصم أقساط رد زيادة",
        en="overpayment instalments repay deduction plan",
        fr="trop-perçu échelonner rembourser retenue",
    )
    summary = Words(
        ar="اختر كم يُخصم من معاشك كل شهر لسداد ما صُرف زيادة: المعتاد، أو أعلى ما يجيزه النظام، أو أقساطًا متساوية.",
        en="Choose how much of your pension is withheld each month for what was paid beyond: the usual amount, the most the law allows, or equal parts.",
        fr="Choisissez ce qui est retenu chaque mois sur votre pension pour un trop-perçu : l’habituel, le maximum légal, ou des parts égales.",
    )
    audience = frozenset({Segment.BENEFICIARY, Segment.CONTRIBUTOR})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    seconds = 20
    icon = "calendar"
    business_key = ("person", "how")

    class Input(Input):
        """Whose, and how."""

        person = own_number_field()
        how = Choice(Words(ar="كيف تسدد", en="How", fr="Comment"), HOW)

    class Output(Output):
        """What is withheld, from when on, until when."""

        open = _debt.OPEN
        monthly = Money(_debt.MONTHLY_WORDS)
        from_month = Month(Words(ar="ابتداءً من شهر", en="From the month", fr="À partir du mois"))
        to_month = Month(Words(ar="إلى شهر", en="To the month", fr="Jusqu’au mois"))

    @staticmethod
    def decide(batch: Batch) -> None:
        """What is owed today, and a pension to withhold it from."""
        numbers, today = batch.frame["person"].drop_nulls().unique(), batch.context.today
        batch.look_up(known(numbers), on="person")
        batch.refuse(pl.col("person_id").is_null(), CONTRIBUTOR_UNKNOWN, "person")
        batch.look_up(_debt.standing(numbers, today), on="person")
        is_known = pl.col("person_id").is_not_null()
        owes = pl.col("open").fill_null(0) > 0
        batch.refuse(is_known & ~owes, NOTHING_OWED, "person")
        batch.refuse(owes & pl.col("pension").is_null(), NO_PENSION, "person")
        count = pl.col("how").str.strip_prefix("months-").cast(pl.Int64, strict=False)
        wanted = (
            pl.when(pl.col("how") == USUAL)
            .then("usual")
            .when(pl.col("how") == MOST)
            .then("most")
            .otherwise((pl.col("open") + count - 1) // count)
        )
        batch.compute(monthly=pl.min_horizontal(wanted, "open"), count=count)
        batch.refuse(
            owes & (pl.col("monthly") > pl.col("most")),
            TOO_FEW_MONTHS,
            "how",
            wanted=amount_text(pl.col("monthly")),
            most=amount_text(pl.col("most")),
        )
        most = country.instalments.terms(today).most
        batch.refuse(pl.col("count") > most, TOO_MANY_MONTHS, "how", most=str(most))
        months = (pl.col("open") + pl.col("monthly") - 1) // pl.col("monthly")
        following = add_months(first_day(today), 1)
        batch.cite(law=country.parameters().version)
        batch.answer(
            open=pl.col("open"),
            monthly=pl.col("monthly"),
            from_month=pl.lit(following),
            to_month=add_months_to(pl.lit(following), months - 1),
        )

    @staticmethod
    def apply(batch: Batch) -> None:
        """Keep the choice under every number of theirs under which a debt stands."""
        rows = batch.frame.select("person", "monthly", "transaction")
        debts.choose(_debt.under_its_number(rows), batch.context.today)

    examples = (
        Example("in four parts", {"person": "{overpaid}", "how": "months-4"}),
        Example("as the law has it", {"person": "{overpaid}", "how": "usual"}),
        Example(
            "in fewer months than the law allows",
            {"person": "{overpaid}", "how": "months-2"},
            then="repayment-above-limit",
        ),
        Example(
            "who owes nothing", {"person": "{worker}", "how": "usual"}, then="nothing-to-repay"
        ),
        Example(
            "somebody else",
            {"person": "{recent_worker}", "how": "usual"},
            then="not-covered-by-mandate",
        ),
        Example(
            "a number with a wrong digit",
            {"person": samples.slip(), "how": "usual"},
            then="national-id-mistyped",
        ),
    )
