"""Claim a pension for a disability that work has not caused: the record is looked at at once, then
a medical board examines who claims.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from guichet.catalogue.benefits import _claim, _disability, _old_age
from guichet.catalogue.certificates import _issue
from guichet.catalogue.papers import paper_field
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import awards, disability, disability_awards
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Iban, Input, Money, YesNo
from guichet.engine.paper import Paper
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.text import Words

_ASKED = {
    "person": "{worker}",
    "since": "2026-11-01",
    "work_related": "no",
    "consent": "yes",
}


class ClaimDisabilityPension(Service):
    """Who has no right by the record is told at once; all others are examined, and told unasked."""

    code = 3361
    keyword = Words(ar="عجز", en="DISABILITY", fr="INVALIDITE")
    title = Words(
        ar="طلب معاش العجز غير المهني",
        en="Claim a disability pension",
        fr="Demander une pension d’invalidité",
    )
    also = Words(
        ar="عجز مرض إعاقة لا أستطيع العمل لجنة طبية",
        en="disability illness unable to work medical board invalidity",
        fr="invalidité maladie incapacité de travail commission médicale",
    )
    summary = Words(
        ar="اطلب معاشًا إذا منعك مرض أو عجز ليس من العمل عن عملك. يُقال لك في الحال إن كنت تستوفي شروط المدد، ثم تفحصك لجنة طبية، ويُحسب المعاش ويُصرف إلى حسابك المسجل.",
        en="Claim a pension if an illness or disability that work has not caused keeps you from working. You hear at once whether you meet the conditions on record; then a medical board examines you, and the pension is reckoned and paid to your account on record.",
        fr="Demandez une pension si une maladie ou invalidité non professionnelle vous empêche de travailler. Vous savez aussitôt si vous remplissez les conditions au registre ; une commission médicale vous examine ensuite, puis la pension est calculée et versée sur votre compte enregistré.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    ruling_assurance = Assurance.SECOND_FACTOR
    ruled_by = "medical"
    by_finding = True
    seconds = 30
    icon = "pension"
    business_key = ("person",)
    paper = Paper(
        attests=Words(
            ar="قررت المؤسسة في {day} صرف معاش عجز إلى {name_ar} برقم الهوية {person} على النحو أدناه. ولكم الاعتراض خلال المدة النظامية.",
            en="On {day} the institution awarded a disability pension to {name_ar}, number {person}, as set out below. You may object within the legal period.",
            fr="Le {day}, l’institution a accordé une pension d’invalidité à {name_ar}, numéro {person}, comme indiqué ci-dessous. Vous pouvez contester dans le délai légal.",
        ),
        shows=(
            "person",
            "name_ar",
            "monthly",
            "pension",
            "helper",
            "from_day",
            "review_on",
            "months",
            "average",
            "steps",
        ),
        latin={"name_ar": "name_latin"},
        decides=True,
    )

    class Input(Input):
        """Whose, since when, and that a board may read the file."""

        person = own_number_field()
        since = Day(
            Words(
                ar="منذ متى لا تستطيع العمل؟",
                en="Since when can you not work?",
                fr="Depuis quand ne pouvez-vous plus travailler ?",
            ),
            sample="2026-11-01",
        )
        work_related = YesNo(
            Words(
                ar="هل العمل سبب العجز؟",
                en="Has work caused it?",
                fr="Le travail en est-il la cause ?",
            )
        )
        consent = YesNo(
            Words(
                ar="هل توافق على أن تطلع اللجنة الطبية على ملفك الصحي؟",
                en="Do you consent to the medical board reading your health file?",
                fr="Acceptez-vous que la commission médicale lise votre dossier de santé ?",
            )
        )
        report = paper_field(
            Words(
                ar="تقرير المستشفى المعالج",
                en="The report of the hospital that treats you",
                fr="Le rapport de l’hôpital qui vous soigne",
            )
        )

    class Output(Output):
        """What was decided, and how it came about; of the examination only that it was."""

        name_ar = _claim.NAME_AR
        name_latin = _claim.NAME_LATIN
        monthly = _old_age.MONTHLY
        pension = Money(
            Words(ar="منها المعاش (ريال)", en="Of it the pension (SAR)", fr="Dont pension (SAR)")
        )
        helper = Money(
            Words(
                ar="ومنها إعانة المرافق (ريال)",
                en="Of it for a helper (SAR)",
                fr="Dont tierce personne (SAR)",
            )
        )
        from_day = Day(Words(ar="يُصرف ابتداءً من", en="Paid from", fr="Versée à partir du"))
        review_on = Day(
            Words(ar="إعادة الفحص في", en="Examined again on", fr="Nouvel examen le"),
            optional=True,
        )
        months = _old_age.MONTHS
        average = _claim.AVERAGE
        iban = Iban(
            Words(ar="يُصرف إلى الحساب", en="Paid to", fr="Versée sur le compte"), optional=True
        )
        steps = _old_age.STEPS_TOLD
        code = _issue.CODE

    @staticmethod
    def decided_within(on: date) -> timedelta:
        """The board's time, by the law of the day."""
        return timedelta(days=disability.board_rules(on)["within_days"])

    @staticmethod
    def decide(batch: Batch) -> None:
        """The facts on record, then what a board has found."""
        _disability.look_up(batch)
        _disability.refuse(batch)
        examined = pl.col("finding").is_not_null()
        # What it comes to hangs on the board: before it has found anything nothing is promised.
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            **{
                name: pl.when(examined).then(column)
                for name, column in {
                    "monthly": pl.col("monthly"),
                    "pension": pl.col("pension"),
                    "helper": pl.col("helper_amount"),
                    "from_day": pl.col("paid_from"),
                    "review_on": pl.col("review_on"),
                    "average": pl.col("average"),
                    "steps": pl.col("steps_told").fill_null("[]"),
                }.items()
            },
            months=_old_age.told_months(pl.col("months")),
            iban=pl.col("iban"),
        )
        batch.cite(law=country.parameters().version)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Award it, bring it into payment, and issue the notice."""
        rows = batch.frame.select(
            "person",
            "way",
            "paid_from",
            "monthly",
            "transaction",
            "finding",
            "pension",
            "review_on",
            steps="steps_kept",
            since="board_since",
            helper="needs_helper",
        )
        disability_awards.award(rows, batch.context.today, batch.context.now)
        found = awards.awards_of(rows["person"]).group_by("person")
        batch.look_up(found.agg(edition=pl.len().cast(pl.Int64)), on="person")
        batch.compute(about=pl.lit(awards.DISABILITY), facts=pl.col("steps_kept"))
        _issue.issue(batch)

    examples = (
        Example(
            "who is at work and has the months", _ASKED, before=_claim.ACCOUNT, then="referred"
        ),
        Example(
            "with the report of the hospital",
            {**_ASKED, "report": "{hospital_report}"},
            before=_claim.ACCOUNT,
            then="referred",
        ),
        Example("without an account", _ASKED, then="disability-without-account"),
        Example("without consent", {**_ASKED, "consent": "no"}, then="disability-without-consent"),
        Example(
            "which work has caused", {**_ASKED, "work_related": "yes"}, then="disability-of-work"
        ),
        Example(
            "past the age, by their agent",
            {**_ASKED, "person": "{retired}"},
            then="disability-at-normal-age",
        ),
        Example(
            "a number with a wrong digit",
            {**_ASKED, "person": samples.slip()},
            then="national-id-mistyped",
        ),
        Example(
            "somebody else", {**_ASKED, "person": "{recent_worker}"}, then="not-covered-by-mandate"
        ),
    )
