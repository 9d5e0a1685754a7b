"""Claim the benefit for those who lost work; decided at once from what is on record, or as soon as
the former employer has said why they left.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.benefits import _claim, _old_age, _unemployment_claim
from guichet.catalogue.certificates import _issue
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import unemployment_awards
from guichet.domain.benefits.words import LEAVING
from guichet.domain.verification.checks import job_search
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input, Money, Month, Text
from guichet.engine.paper import Paper
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.text import Words

# What somebody may say against the reason on record; each gives a right if the employer agrees.
CONTESTED = {
    name: LEAVING[name] for name in ("end_of_contract", "dismissal_without_fault", "closure")
}


class ClaimUnemployment(Service):
    """Nobody looks at it where the reason of leaving is plain."""

    code = 3311
    keyword = Words(ar="تعطل", en="JOBLESS", fr="CHOMAGE")
    title = Words(
        ar="طلب تعويض التعطل عن العمل",
        en="Claim unemployment benefit",
        fr="Demander l’allocation de chômage",
    )
    also = Words(
        ar="ساند (التعطل عن العمل) فقدت عملي فصل عاطل بطالة",
        en="saned lost my job dismissed laid off unemployed jobless",
        fr="saned licenciement chômeur perte d’emploi",
    )
    summary = Words(
        ar="اطلب تعويضك إذا فقدت عملك بغير اختيارك وسجلت باحثًا عن عمل. يُحسب من مددك وأجورك ويُقرر في الحال، وتؤكد كل شهر فيُصرف.",
        en="Claim the benefit if you lost work against your will and are registered as seeking work. It is reckoned from your periods and wages and decided at once; each month is paid once you confirm it.",
        fr="Demandez l’allocation si vous avez perdu votre emploi contre votre gré et êtes inscrit comme demandeur. Elle est calculée sur vos périodes et salaires et décidée aussitôt ; chaque mois est payé dès que vous le confirmez.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    ruling_assurance = Assurance.SECOND_FACTOR
    seconds = 20
    icon = "pension"
    business_key = ("person",)
    checks = (job_search(field="person"),)
    paper = Paper(
        attests=Words(
            ar="قررت المؤسسة في {day} صرف تعويض التعطل عن العمل إلى {name_ar} برقم الهوية {person} على النحو أدناه. ولكم الاعتراض خلال المدة النظامية.",
            en="On {day} the institution awarded an unemployment benefit to {name_ar}, number {person}, as set out below. You may object within the legal period.",
            fr="Le {day}, l’institution a accordé une allocation de chômage à {name_ar}, numéro {person}, comme indiqué ci-dessous. Vous pouvez contester dans le délai légal.",
        ),
        shows=(
            "person",
            "name_ar",
            "left_on",
            "months",
            "first",
            "next",
            "from_month",
            "till_month",
            "average",
            "steps",
        ),
        latin={"name_ar": "name_latin"},
        decides=True,
    )

    class Input(Input):
        """Whose, and why they left if the record is wrong."""

        person = own_number_field()
        contested = Choice(
            Words(
                ar="سبب تركك العمل، إن كان المسجل خطأً",
                en="Why you left, if the record is wrong",
                fr="Motif du départ, si le registre se trompe",
            ),
            CONTESTED,
            hint=Words(
                ar="اتركه فارغًا إن كان السبب المسجل صحيحًا. وإلا سألنا صاحب العمل السابق.",
                en="Leave it empty if the reason on record is right. Otherwise we ask your former employer.",
                fr="Laissez vide si le motif enregistré est exact. Sinon, nous interrogeons l’ancien employeur.",
            ),
            optional=True,
            sample="closure",
        )

    class Output(Output):
        """What was decided, for how many months, and how it came about."""

        name_ar = _claim.NAME_AR
        name_latin = _claim.NAME_LATIN
        left_on = Day(Words(ar="آخر يوم عمل", en="Last day of work", fr="Dernier jour de travail"))
        months = Text(Words(ar="أشهر التعويض", en="Months awarded", fr="Mois accordés"))
        first_months = Text(
            Words(ar="الأشهر الأولى منها", en="Of these, first months", fr="Dont premiers mois")
        )
        first = Money(
            Words(
                ar="شهريًا في الأشهر الأولى (ريال)",
                en="Monthly in the first months (SAR)",
                fr="Par mois, premiers mois (SAR)",
            )
        )
        next = Money(
            Words(
                ar="شهريًا بعدها (ريال)",
                en="Monthly afterwards (SAR)",
                fr="Par mois ensuite (SAR)",
            )
        )
        from_month = Month(
            Words(ar="أول شهر تؤكده", en="First month to confirm", fr="Premier mois à confirmer")
        )
        till_month = Month(
            Words(
                ar="آخر شهر يمكن صرفه",
                en="Last month that can be paid",
                fr="Dernier mois payable",
            )
        )
        average = _claim.AVERAGE
        iban = _claim.PAID_TO
        steps = _old_age.STEPS_TOLD
        code = _issue.CODE

    @staticmethod
    def decide(batch: Batch) -> None:
        """A right by the reason on record, or by what the former employer answered."""
        _unemployment_claim.look_up(batch)
        _unemployment_claim.refuse(batch)
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            left_on=pl.col("left_on"),
            months=pl.col("months_awarded").cast(pl.String),
            first_months=pl.col("first_months").cast(pl.String),
            first=pl.col("first"),
            next=pl.col("next"),
            from_month=pl.col("from_day"),
            till_month=pl.col("payable_till"),
            average=pl.col("average"),
            iban=pl.col("iban"),
            steps=pl.col("steps_told").fill_null("[]"),
        )
        batch.cite(law=country.parameters().version)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Award it and issue the notice."""
        rows = batch.frame.with_columns(steps=pl.col("steps_kept"))
        unemployment_awards.award(rows, batch.context.today)
        batch.compute(
            about=pl.lit(unemployment_awards.KIND),
            facts=pl.col("steps_kept"),
            edition=pl.lit(0, dtype=pl.Int64),
        )
        _issue.issue(batch)

    examples = (
        Example("whose contract has ended", {"person": "{worker}"}, before=_claim.LOST_WORK),
        Example(
            "claimed twice, it is awarded once",
            {"person": "{worker}"},
            before=(
                *_claim.LOST_WORK,
                ("benefits.claim_unemployment", {"person": "{worker}"}),
            ),
        ),
        Example(
            "dismissed, and the employer has not said whether for a fault",
            {"person": "{worker}"},
            before=_claim.DISMISSED,
            then="referred",
        ),
        Example(
            "resigned",
            {"person": "{worker}"},
            before=_claim.STOPPED,
            then="unemployment-left-voluntarily",
        ),
        Example(
            "says that it was no resignation",
            {"person": "{worker}", "contested": "closure"},
            before=_claim.STOPPED,
            then="referred",
        ),
        Example("while still working", {"person": "{worker}"}, then="unemployment-still-working"),
        Example(
            "past the normal age, by their agent",
            {"person": "{retired}"},
            then="unemployment-at-normal-age",
        ),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
    )
