"""Claim the benefit for the months after a birth; decided at once where the birth is on record."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.benefits import _claim, _maternity, _old_age
from guichet.catalogue.certificates import _issue
from guichet.catalogue.papers import paper_field
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import maternity_awards
from guichet.domain.verification.checks import births
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input, Money, Month, Text, YesNo
from guichet.engine.paper import Paper
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.text import Words

_BORN = Words(ar="تاريخ الولادة", en="Day of birth", fr="Date de la naissance")


class ClaimMaternityBenefit(Service):
    """The birth is the civil registry's word, the months and wages are ours: nothing is proved."""

    code = 3351
    keyword = Words(ar="امومة", en="MATERNITY", fr="MATERNITE")
    title = Words(
        ar="طلب تعويض الأمومة",
        en="Claim maternity benefit",
        fr="Demander l’allocation de maternité",
    )
    also = Words(
        ar="وضع ولادة مولود إجازة أمومة حمل طفل",
        en="birth baby newborn maternity leave pregnancy",
        fr="naissance bébé congé maternité grossesse",
    )
    summary = Words(
        ar="اطلبي تعويض الأمومة بعد ولادتك. نسأل سجل المواليد بأنفسنا، ويُحسب من مددك وأجورك ويُقرر في الحال، ويُصرف شهريًا إلى حسابك المسجل.",
        en="Claim the maternity benefit once your child is born. We ask the registry of births ourselves; it is reckoned from your periods and wages, decided at once, and paid monthly to your account on record.",
        fr="Demandez l’allocation de maternité après la naissance. Nous interrogeons nous-mêmes le registre des naissances ; elle est calculée sur vos périodes et salaires, décidée aussitôt et versée chaque mois sur votre compte enregistré.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    ruling_assurance = Assurance.SECOND_FACTOR
    seconds = 20
    icon = "banknote"
    business_key = ("person", "born_on")
    checks = (births(field="person"),)
    paper = Paper(
        attests=Words(
            ar="قررت المؤسسة في {day} صرف تعويض الأمومة إلى {name_ar} برقم الهوية {person} على النحو أدناه. ولكم الاعتراض خلال المدة النظامية.",
            en="On {day} the institution awarded a maternity benefit to {name_ar}, number {person}, as set out below. You may object within the legal period.",
            fr="Le {day}, l’institution a accordé une allocation de maternité à {name_ar}, numéro {person}, comme indiqué ci-dessous. Vous pouvez contester dans le délai légal.",
        ),
        shows=(
            "person",
            "name_ar",
            "birth",
            "months",
            "monthly",
            "total",
            "from_month",
            "till_month",
            "average",
            "steps",
        ),
        latin={"name_ar": "name_latin"},
        decides=True,
    )

    class Input(Input):
        """Whose, and for which birth."""

        person = own_number_field()
        paid_wage = YesNo(
            Words(
                ar="هل يدفع لك صاحب العمل أجر أشهر التعويض؟",
                en="Does your employer pay you a wage for the months of the benefit?",
                fr="L’employeur vous paie-t-il un salaire pour les mois de l’allocation ?",
            )
        )
        born_on = Day(
            _BORN,
            hint=Words(
                ar="اتركيه فارغًا لآخر ولادة مقيدة.",
                en="Leave it empty for the latest birth on record.",
                fr="Laissez vide pour la dernière naissance inscrite.",
            ),
            optional=True,
            sample="2026-09-27",
        )
        companion = YesNo(
            Words(
                ar="هل يحتاج المولود المريض أو ذو الإعاقة إلى مرافق دائم؟",
                en="Is the child ill or disabled and in need of a constant companion?",
                fr="L’enfant, malade ou handicapé, a-t-il besoin d’un accompagnant permanent ?",
            ),
            optional=True,
        )
        report = paper_field(
            Words(
                ar="التقرير الطبي عن حاجة المولود إلى مرافق",
                en="The medical report on the child’s need of a companion",
                fr="Le certificat médical sur le besoin d’accompagnement de l’enfant",
            )
        )

    class Output(Output):
        """What was decided, for which months, and how it came about."""

        name_ar = _claim.NAME_AR
        name_latin = _claim.NAME_LATIN
        birth = Day(_BORN)
        months = Text(Words(ar="أشهر التعويض", en="Months awarded", fr="Mois accordés"))
        monthly = _old_age.MONTHLY
        total = Money(Words(ar="المجموع (ريال)", en="In all (SAR)", fr="Total (SAR)"))
        from_month = Month(Words(ar="أول شهر", en="First month", fr="Premier mois"))
        till_month = Month(Words(ar="آخر شهر", en="Last month", fr="Dernier mois"))
        average = _claim.AVERAGE
        iban = _claim.PAID_TO
        steps = _old_age.STEPS_TOLD
        code = _issue.CODE

    @staticmethod
    def decide(batch: Batch) -> None:
        """A right by the law of the day of the birth."""
        _maternity.look_up(batch)
        _maternity.refuse(batch)
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            birth=pl.col("birth"),
            months=pl.col("months").cast(pl.String),
            monthly=pl.col("monthly"),
            total=pl.col("total"),
            from_month=pl.col("first_month"),
            till_month=pl.col("last_month"),
            average=pl.col("average"),
            iban=pl.col("iban"),
            steps=pl.col("steps_told").fill_null("[]"),
        )
        batch.cite(law=country.parameters().version)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Award it, bring its months into payment, and issue the notice."""
        rows = batch.frame.select(
            "person",
            "person_id",
            "added",
            "first_month",
            "last_month",
            "months",
            "monthly",
            "transaction",
            born_on="birth",
            companion="companion_asked",
            steps="steps_kept",
        )
        maternity_awards.award(rows, batch.context.today, batch.context.now)
        more = pl.when("added").then(pl.lit("-companion")).otherwise(pl.lit(""))
        batch.compute(
            about=pl.format("{}-{}{}", pl.lit(maternity_awards.KIND), "birth", more),
            facts=pl.col("steps_kept"),
            edition=pl.lit(0, dtype=pl.Int64),
        )
        _issue.issue(batch)

    examples = (
        Example("after the birth on record", {"person": "{mother}", "paid_wage": "no"}),
        Example(
            "claimed twice, once by its day, it is awarded once",
            {"person": "{mother}", "paid_wage": "no", "born_on": "{newborn_day}"},
            before=(
                ("benefits.claim_maternity_benefit", {"person": "{mother}", "paid_wage": "no"}),
            ),
        ),
        Example(
            "a child who needs a companion",
            {
                "person": "{mother}",
                "paid_wage": "no",
                "companion": "yes",
                "report": "{child_report}",
            },
            then="referred",
        ),
        Example(
            "whose employer pays the wage",
            {"person": "{mother}", "paid_wage": "yes"},
            then="maternity-beside-wage",
        ),
        Example(
            "of a day on which nobody was born",
            {"person": "{mother}", "paid_wage": "no", "born_on": "2026-01-01"},
            then="maternity-without-birth",
        ),
        Example(
            "a number with a wrong digit",
            {"person": samples.slip(), "paid_wage": "no"},
            then="national-id-mistyped",
        ),
        Example(
            "somebody else",
            {"person": "{recent_worker}", "paid_wage": "no"},
            then="not-covered-by-mandate",
        ),
    )
