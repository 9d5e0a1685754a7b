"""Have contributions given back for want of a pension; decided at once from what is on record."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.benefits import _claim, _lump_sum, _old_age
from guichet.catalogue.certificates import _issue
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import lump_sum_payments, paid_out
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input, Money, Text
from guichet.engine.paper import Paper
from guichet.engine.service import Example, Output, Power, Service
from guichet.lib import samples
from guichet.lib.text import Words

_CASES = {
    "nationality": Words(
        ar="فقدت الجنسية", en="I lost my nationality", fr="J’ai perdu ma nationalité"
    ),
    "prison": Words(
        ar="سجن خمس سنوات أو أكثر",
        en="Prison of five years or more",
        fr="Prison de cinq ans ou plus",
    ),
    "other_scheme": Words(
        ar="انتقلت إلى نظام تقاعد آخر",
        en="I moved to another pension scheme",
        fr="Je suis passé à un autre régime de retraite",
    ),
    "another": Words(
        ar="حالة أخرى في اللائحة",
        en="Another case of the regulation",
        fr="Un autre cas du règlement",
    ),
}
_BEFORE = (("benefits.claim_lump_sum", {"person": "{short}", "instead": "lump_sum"}),)


class ClaimLumpSum(Service):
    """Nobody looks at it where age, months, wages and contributions are on record."""

    code = 3341
    keyword = Words(ar="دفعة", en="LUMPSUM", fr="CAPITAL")
    title = Words(
        ar="طلب تعويض الدفعة الواحدة",
        en="Have my contributions given back",
        fr="Me faire rembourser mes cotisations",
    )
    also = Words(
        ar="تصفية مدة الاشتراك استرداد رد الاشتراكات مكافأة دفعة واحدة بدون معاش",
        en="lump sum return of contributions refund withdraw end of service no pension",
        fr="remboursement capital retrait des cotisations sans pension versement unique",
    )
    summary = Words(
        ar="إن بلغت السن النظامية وتركت العمل ولم تكف مددك لمعاش، تُرد إليك مرة واحدة بمبلغ يُحسب من مددك وأجورك. تُقفل المدد بعدها ولا تُحسب لمعاش.",
        en="If you have reached the normal age, stopped working, and your periods are not enough for a pension, they are paid to you once, by your periods and wages. The periods are closed then, and count for no pension.",
        fr="Si vous avez atteint l’âge normal, cessé de travailler et que vos périodes ne suffisent pas pour une pension, elles vous sont payées une fois, selon vos périodes et salaires. Elles sont alors closes et ne comptent plus pour une pension.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    ruling_assurance = Assurance.SECOND_FACTOR
    power = Power.MONEY  # it is paid out at once, and what it closes is closed for good
    seconds = 20
    icon = "banknote"
    business_key = ("person",)
    paper = Paper(
        attests=Words(
            ar="قررت المؤسسة في {day} رد اشتراكات {name_ar} برقم الهوية {person} دفعة واحدة على النحو أدناه، وتُقفل بها المدد المذكورة فلا تُحسب لمعاش. ولكم الاعتراض خلال المدة النظامية.",
            en="On {day} the institution decided to give back the contributions of {name_ar}, number {person}, as set out below. The periods named are closed by it and count for no pension. You may object within the legal period.",
            fr="Le {day}, l’institution a décidé de rembourser les cotisations de {name_ar}, numéro {person}, comme indiqué ci-dessous. Les périodes citées sont closes et ne comptent plus pour une pension. Vous pouvez contester dans le délai légal.",
        ),
        shows=("person", "name_ar", "amount", "difference", "closed_until", "months", "steps"),
        latin={"name_ar": "name_latin"},
        decides=True,
    )

    class Input(Input):
        """Whose, and what the record cannot say."""

        person = own_number_field()
        instead = Choice(
            Words(
                ar="إن أمكنك شراء الأشهر الناقصة",
                en="If the missing months could be bought",
                fr="Si les mois manquants sont rachetables",
            ),
            {
                "lump_sum": Words(
                    ar="أفضل رد الاشتراكات على المعاش",
                    en="I prefer my contributions back to the pension",
                    fr="Je préfère le remboursement à la pension",
                )
            },
            hint=Words(
                ar="اتركه فارغًا أولًا: نخبرك إن كان لك أن تشتري معاشًا، وبكم.",
                en="Leave it empty at first: you are told whether you could buy a pension, and what it is.",
                fr="Laissez d’abord vide : on vous dit si une pension peut être rachetée, et laquelle.",
            ),
            optional=True,
            sample="lump_sum",
        )
        early_case = Choice(
            Words(
                ar="حالتك، إن طلبت قبل السن",
                en="Your case, if you claim before the age",
                fr="Votre cas, si vous demandez avant l’âge",
            ),
            _CASES,
            hint=Words(
                ar="اتركه فارغًا بعد بلوغ السن. ما تختاره ينظر فيه موظف.",
                en="Leave it empty once you have reached the age. A member of staff looks at what you choose.",
                fr="Laissez vide une fois l’âge atteint. Un agent examine le cas choisi.",
            ),
            optional=True,
            sample="another",
        )

    class Output(Output):
        """What is paid, which periods it closes, and how it came about."""

        name_ar = _claim.NAME_AR
        name_latin = _claim.NAME_LATIN
        amount = Money(
            Words(ar="المبلغ المردود (ريال)", en="Given back (SAR)", fr="Remboursé (SAR)")
        )
        difference = Money(
            Words(
                ar="منه فرق عن مدد سبق ردها (ريال)",
                en="Of it, for periods paid before (SAR)",
                fr="Dont pour périodes déjà payées (SAR)",
            ),
            optional=True,
        )
        closed_until = Day(
            Words(ar="تُقفل المدد حتى", en="Periods closed up to", fr="Périodes closes jusqu’au"),
            optional=True,
        )
        months = Text(
            Words(ar="أشهر المدد المقفلة", en="Months closed", fr="Mois clos"), optional=True
        )
        iban = _claim.PAID_TO
        steps = _old_age.STEPS_TOLD
        code = _issue.CODE

    @staticmethod
    def decide(batch: Batch) -> None:
        """No right to a pension, of age, out of work; and whatever was paid too little before."""
        _lump_sum.look_up(batch)
        _lump_sum.decide(batch)
        closes, more = pl.col("closes"), pl.col("difference")
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            amount=pl.col("total"),
            difference=pl.when(more > 0).then(more),
            closed_until=pl.when(closes).then("till"),
            months=pl.when(closes).then(_old_age.told_months(pl.col("months"))),
            iban=pl.col("iban"),
            steps=pl.col("steps_told").fill_null("[]"),
        )

    @staticmethod
    def apply(batch: Batch) -> None:
        """Pay it, close the periods, and issue the notice.

        Raises:
            store.WriteConflict: another claim of the person was first; decide again.
        """
        rows = batch.frame.select("person", "transaction", "closes", amount="total")
        lump_sum_payments.pay(rows, batch.context.today, batch.context.now)
        found = paid_out.paid_to(rows["person"]).group_by("person")
        batch.look_up(found.agg(edition=pl.len().cast(pl.Int64)), on="person")
        batch.compute(about=pl.lit(paid_out.KIND), facts=pl.col("steps_kept"))
        _issue.issue(batch)

    examples = (
        Example(
            "of age with too few months, by their agent",
            {"person": "{short}", "instead": "lump_sum"},
        ),
        Example(
            "claimed twice, it is paid once",
            {"person": "{short}", "instead": "lump_sum"},
            before=_BEFORE,
        ),
        Example("who may have a pension", {"person": "{retired}"}, then="lump-sum-pension-instead"),
        Example(
            "with the months of a pension to come",
            {"person": "{worker}"},
            before=_claim.STOPPED,
            then="lump-sum-pension-later",
        ),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
    )
