"""Claim a survivors' pension: for the whole family that is on record, decided at once."""

from __future__ import annotations

from guichet.catalogue.benefits import _survivors
from guichet.catalogue.certificates import _issue
from guichet.catalogue.parties import person_field
from guichet.domain.verification.families import FamilyCheck
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input, Money, Text, YesNo
from guichet.engine.paper import Paper
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.text import Words


class ClaimSurvivorsPension(Service):
    """Nobody asks for papers: death, family, studies and disability are asked of the registries.
    One of the family asks, and all have their shares; each who asks has a notice.
    """

    code = 3321
    title = Words(
        ar="طلب معاش أفراد العائلة",
        en="Claim a survivors’ pension",
        fr="Demander une pension de survivants",
    )
    also = Words(
        ar="أرملة أرمل أيتام ورثة متوفى معاش المتوفى نصيب وفاة",
        en="widow widower orphan heirs death bereaved share of pension",
        fr="veuve veuf orphelin décès réversion héritiers",
    )
    summary = Words(
        ar="اطلب معاش متوفى من أسرتك. نسأل السجل المدني عن الوفاة وعن الأسرة، ونقسم المعاش على المستحقين في الحال، فلا حاجة إلى صك ولا إلى ورقة.",
        en="Claim the pension of a deceased relative. We ask the civil registry about the death and the family, and share the pension among those entitled at once: no deed and no paper is needed.",
        fr="Demandez la pension d’un proche décédé. Nous interrogeons le registre civil sur le décès et la famille, et partageons aussitôt la pension entre les ayants droit : aucune pièce n’est demandée.",
    )
    keyword = Words(ar="ورثة", en="SURVIVORS", fr="SURVIVANTS")
    audience = frozenset({Segment.CONTRIBUTOR, Segment.BENEFICIARY})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    ruling_assurance = Assurance.SECOND_FACTOR
    seconds = 30
    icon = "pension"
    business_key = ("person", "deceased")
    checks = (FamilyCheck("deceased"),)

    class Input(Input):
        """Who asks, and whose pension it was."""

        person = person_field(_survivors.HEIR_HINT)
        deceased = _survivors.deceased_field()
        expecting = YesNo(
            Words(
                ar="هل تنتظر الأرملة مولودًا؟",
                en="Is a child of the deceased expected?",
                fr="Un enfant du défunt est-il attendu ?",
            ),
            optional=True,
        )
        missing = YesNo(
            Words(
                ar="هل في قيد الأسرة نقص أو خطأ؟",
                en="Is anybody missing or wrong in the family’s record?",
                fr="L’inscription de la famille est-elle incomplète ou inexacte ?",
            ),
            optional=True,
        )

    class Output(Output):
        """The whole pension, from when on, and who has what."""

        name_ar = Text(Words(ar="اسم المتوفى", en="Deceased (Arabic)", fr="Défunt (arabe)"))
        name_latin = Text(Words(ar="اسمه باللاتينية", en="Deceased", fr="Défunt"), optional=True)
        pension = Money(
            Words(
                ar="معاش المتوفى كاملًا (ريال)",
                en="Pension of the deceased (SAR)",
                fr="Pension du défunt (SAR)",
            )
        )
        from_day = Day(Words(ar="يُصرف ابتداءً من", en="Paid from", fr="Versée à partir du"))
        shares = _survivors.SHARES
        steps = _survivors.STEPS
        code = _issue.CODE

    paper = Paper(
        attests=Words(
            ar="قررت المؤسسة في {day} صرف معاش المتوفى {name_ar} إلى أفراد عائلته على النحو أدناه. ولكل منهم الاعتراض خلال المدة النظامية.",
            en="On {day} the institution awarded the pension of the late {name_ar} to the family, as set out below. Each of them may object within the legal period.",
            fr="Le {day}, l’institution a accordé à la famille la pension de {name_ar}, défunt, comme indiqué ci-dessous. Chacun peut contester dans le délai légal.",
        ),
        shows=("deceased", "name_ar", "pension", "from_day", "shares", "steps"),
        latin={"name_ar": "name_latin"},
        decides=True,
    )

    @staticmethod
    def decide(batch: Batch) -> None:
        """The family on record; what is not on record is for a person."""
        _survivors.decide(batch)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Award, bring the shares into payment, and issue the notice."""
        _survivors.apply(batch)

    examples = (
        Example(
            "an orphan’s guardian, for the whole family",
            {"person": "{orphan}", "deceased": "{late_parent}"},
        ),
        Example(
            "claimed twice, it is awarded once",
            {"person": "{orphan}", "deceased": "{late_parent}"},
            before=(
                (
                    "benefits.claim_survivors_pension",
                    {"person": "{orphan}", "deceased": "{late_parent}"},
                ),
            ),
        ),
        Example(
            "with a child to come",
            {"person": "{orphan}", "deceased": "{late_parent}", "expecting": "yes"},
            then="referred",
        ),
        Example(
            "with somebody missing in the record",
            {"person": "{orphan}", "deceased": "{late_parent}", "missing": "yes"},
            then="referred",
        ),
        Example(
            "of a family in which a marriage is contested",
            {"person": "{contested_orphan}", "deceased": "{contested_late_parent}"},
            then="referred",
        ),
        Example(
            "of somebody who is no family",
            {"person": "{worker}", "deceased": "{late_parent}"},
            then="survivor-not-named",
        ),
        Example(
            "a number with a wrong digit",
            {"person": "{worker}", "deceased": samples.slip()},
            then="national-id-mistyped",
        ),
        Example(
            "for somebody else",
            {"person": "{recent_worker}", "deceased": "{late_parent}"},
            then="not-covered-by-mandate",
        ),
    )
