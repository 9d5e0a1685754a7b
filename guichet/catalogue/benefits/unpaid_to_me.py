"""What is unpaid to me, and what would bring it: payments that came back, months without an
account, a pension never claimed.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN, known
from guichet.catalogue.benefits import _old_age
from guichet.catalogue.parties import own_number_field
from guichet.catalogue.tables import lines_text
from guichet.domain.benefits import unpaid
from guichet.domain.benefits.words import UNPAID_TO_DO, UNPAID_WHATS
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Field, Input, Lines, Money, Month
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.text import Words

YES, CLAIM, NO = "yes", "claim", "no"
_ANSWERS = {
    YES: Words(ar="لك مبالغ لم تُصرف", en="Amounts are unpaid", fr="Des montants restent dus"),
    CLAIM: Words(
        ar="لك حق لم تطلبه",
        en="You may claim something",
        fr="Vous pouvez demander un droit",
    ),
    NO: Words(ar="لا شيء", en="Nothing", fr="Rien"),
}
_COLUMNS: dict[str, Field] = {
    "what": Choice(Words(ar="المستحق", en="What", fr="Objet"), UNPAID_WHATS),
    "from_month": Month(Words(ar="عن شهر", en="For the month", fr="Pour le mois"), optional=True),
    "to_month": Month(Words(ar="إلى شهر", en="To the month", fr="Jusqu’au mois"), optional=True),
    "amount": Money(
        Words(ar="غير المصروف (ريال)", en="Not paid out (SAR)", fr="Non versé (SAR)"), optional=True
    ),
    "monthly": Money(_old_age.MONTHLY_WORDS, optional=True),
    "once": Money(
        Words(ar="مرة واحدة (ريال)", en="Once (SAR)", fr="En une fois (SAR)"), optional=True
    ),
    "to_do": Choice(Words(ar="ما العمل", en="What to do", fr="Que faire"), UNPAID_TO_DO),
}
LINES = Lines(Words(ar="تفصيله", en="In detail", fr="Détail"), _COLUMNS)


class UnpaidToMe(Service):
    """An enquiry: it changes nothing. What a claim would bring is no part of the total."""

    code = 3304
    keyword = Words(ar="مستحقاتي", en="OWED", fr="IMPAYES")
    title = Words(ar="ما لم يُصرف لي", en="What is unpaid to me?", fr="Que me doit-on encore ?")
    also = Words(
        ar="مستحقات غير مصروفة متأخرة لم يصلني معاشي حقوق لم أطالب بها",
        en="owed to me unpaid entitlements missing pension not received never claimed",
        fr="dû impayé prestations non reçues pension manquante jamais demandée",
    )
    summary = Words(
        ar="ابحث مرة واحدة عن كل ما هو لك ولم يصلك: مبالغ أعادها البنك، وأشهر معاش لم تُصرف، ومعاش تستحقه ولم تطلبه، وما العمل في كل منها.",
        en="Look once for all that is yours and has not reached you: payments the bank brought back, months of pension not paid, a pension you never claimed; and what to do about each.",
        fr="Cherchez en une fois tout ce qui vous revient et ne vous est pas parvenu : versements renvoyés par la banque, mois de pension non payés, pension jamais demandée ; et que faire pour chacun.",
    )
    audience = frozenset({Segment.BENEFICIARY, Segment.CONTRIBUTOR})
    right = "view"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    enquiry = True
    assurance = Assurance.PIN
    seconds = 15
    icon = "pension"

    class Input(Input):
        """Whose."""

        person = own_number_field()

    class Output(Output):
        """Whether there is something, the sum of what is unpaid, and each."""

        found = Choice(Words(ar="النتيجة", en="Found", fr="Résultat"), _ANSWERS)
        total = Money(
            Words(ar="مجموع غير المصروف (ريال)", en="Unpaid in all (SAR)", fr="Total dû (SAR)")
        )
        unpaid = LINES

    @staticmethod
    def decide(batch: Batch) -> None:
        """Look for all rows at once."""
        numbers = batch.frame["person"].drop_nulls().unique()
        batch.look_up(known(numbers), on="person")
        batch.refuse(pl.col("person_id").is_null(), CONTRIBUTOR_UNKNOWN, "person")
        found = unpaid.unpaid_to(numbers, batch.context.today)
        batch.look_up(lines_text(found, LINES, ["person"], "text"), on="person")
        sums = found.group_by("person").agg(
            sum=pl.col("amount").sum(), some=pl.col("amount").is_not_null().any()
        )
        batch.look_up(sums, on="person")
        answer = (
            pl.when(pl.col("some").is_null())
            .then(pl.lit(NO))
            .when("some")
            .then(pl.lit(YES))
            .otherwise(pl.lit(CLAIM))
        )
        batch.answer(
            found=answer,
            total=pl.col("sum").fill_null(0),
            unpaid=pl.col("text").fill_null("[]"),
        )

    examples = (
        Example("a month that waits for an account", {"person": "{worker}"}),
        Example("a pension that was never claimed, by an agent", {"person": "{retired}"}),
        Example(
            "nothing, once it is claimed",
            {"person": "{retired}"},
            before=(("benefits.claim_old_age_pension", {"person": "{retired}"}),),
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
    )
