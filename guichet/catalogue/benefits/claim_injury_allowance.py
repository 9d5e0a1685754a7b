"""Claim the daily allowance of a work injury: the health register says which days, the law what
they come to, and what was awarded before is not awarded again.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.benefits import _claim, _injury_days, _old_age
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import injury_awards, injury_days
from guichet.domain.verification.checks import injuries
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input, Money, Text, YesNo
from guichet.engine.service import Example, Output, Power, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.text import Words

_ASKED = {"person": "{injured}", "paid_wage": "no"}
_REPORTED = (
    "benefits.report_injury",
    {
        "person": "{injured}",
        "injured_on": "{injury_day}",
        "told_on": "{injury_day}",
        "place": "work",
        "cause": "fall",
    },
)
_HURT_ON = Words(ar="يوم الإصابة", en="Day of the injury", fr="Jour de l’accident")


class ClaimInjuryAllowance(Service):
    """Days that the register enters later are claimed by the same service, which pays the
    difference.
    """

    code = 3382
    keyword = Words(ar="بدل", en="INJURYPAY", fr="INDEMNITE")
    title = Words(
        ar="طلب بدل إصابة العمل",
        en="Claim work injury allowance",
        fr="Demander l’indemnité d’accident",
    )
    also = Words(
        ar="البدل اليومي إصابة إجازة مرضية علاج عجز مؤقت",
        en="daily allowance injury sick leave hospital temporary incapacity",
        fr="indemnité journalière accident du travail arrêt hôpital incapacité",
    )
    summary = Words(
        ar="اطلب بدل الأيام التي لم تستطع العمل فيها بعد إصابة أبلغت عنها. نسأل وزارة الصحة عنها بأنفسنا، ويُحسب البدل من أجرك ويُقرر في الحال. وإن امتدت الأيام فأعد الطلب: يُصرف الفرق.",
        en="Claim the allowance for the days on which an injury you reported kept you from work. We ask the Ministry of Health ourselves; it is reckoned from your wage and decided at once. If more days follow, claim again: the difference is paid.",
        fr="Demandez l’indemnité des jours où un accident déclaré vous a empêché de travailler. Nous interrogeons nous-mêmes le ministère de la Santé ; elle est calculée sur votre salaire et décidée aussitôt. Si d’autres jours suivent, renouvelez la demande : la différence est versée.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    ruling_assurance = Assurance.SECOND_FACTOR
    power = Power.MONEY
    seconds = 20
    icon = "banknote"
    business_key = ("person", "injured_on")
    checks = (injuries(field="person"),)

    class Input(Input):
        """Whose, and of which injury."""

        person = own_number_field()
        paid_wage = YesNo(
            Words(
                ar="هل دفع لك صاحب العمل أجر هذه الأيام؟",
                en="Did your employer pay you a wage for these days?",
                fr="L’employeur vous a-t-il payé ces jours ?",
            )
        )
        injured_on = Day(
            _HURT_ON,
            hint=Words(
                ar="اتركه فارغًا لآخر إصابة.",
                en="Leave it empty for the latest.",
                fr="Laissez vide pour le dernier.",
            ),
            optional=True,
        )

    class Output(Output):
        """What is paid now, for which days, and how it came about."""

        name_ar = _claim.NAME_AR
        name_latin = _claim.NAME_LATIN
        hurt_on = Day(_HURT_ON)
        more = Money(Words(ar="يُصرف الآن (ريال)", en="Paid now (SAR)", fr="Versé maintenant (SAR)"))
        total = Money(Words(ar="المجموع (ريال)", en="In all (SAR)", fr="Total (SAR)"))
        days = Text(Words(ar="الأيام", en="Days", fr="Jours"))
        first_day = Day(
            Words(ar="يُحسب من", en="Counts from", fr="Compte dès le"),
        )
        last_day = Day(Words(ar="حتى", en="Until", fr="Jusqu’à"), optional=True)
        wage = Money(
            Words(ar="الأجر الشهري (ريال)", en="Monthly wage (SAR)", fr="Salaire mensuel (SAR)")
        )
        months = _injury_days.MONTHS
        iban = _claim.PAID_TO
        steps = _old_age.STEPS_TOLD

    @staticmethod
    def decide(batch: Batch) -> None:
        """By the days on record up to yesterday, less what was awarded."""
        _injury_days.look_up(batch)
        _injury_days.refuse(batch)
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            hurt_on=pl.col("hurt_on"),
            more=pl.col("more"),
            total=pl.col("total"),
            days=pl.col("days").cast(pl.String),
            first_day=pl.col("paid_from"),
            last_day=pl.col("paid_till"),
            wage=pl.col("wage"),
            months=pl.col("text").fill_null("[]"),
            iban=pl.col("iban"),
            steps=pl.col("steps_told").fill_null("[]"),
        )
        batch.cite(law=country.parameters().version)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Bring what each month lacks into payment; end what was taken back."""
        by_row = {row["row"]: due for row, due in _injury_days.judged(batch)}
        kept = batch.frame.select("row", "injury", "person", "transaction", steps="steps_kept")
        for row in kept.iter_rows(named=True):
            due: injury_days.Due = by_row[row["row"]]
            row["steps"] = row["steps"] or "[]"
            injury_awards.award(row, due.months(), batch.context.today, batch.context.now)

    examples = (
        Example("the days on record", _ASKED, before=(_REPORTED,)),
        Example(
            "claimed twice, it is paid once",
            _ASKED | {"injured_on": "{injury_day}"},
            before=(_REPORTED, ("benefits.claim_injury_allowance", _ASKED)),
        ),
        Example(
            "whose employer went on paying",
            _ASKED | {"paid_wage": "yes"},
            before=(_REPORTED,),
            then="injury-beside-wage",
        ),
        Example("of an injury nobody reported", _ASKED, then="injury-not-reported"),
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
