"""Report a work injury: one case of a day, of which the employer is told at once."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN
from guichet.catalogue.benefits import _asked
from guichet.catalogue.benefits import _injury_words as said
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import injuries, injury_cases, old_age
from guichet.domain.benefits.injury_words import CAUSES, PLACES
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Count, Day, EstablishmentNumber, Input, Text
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.text import Words

_LAST_HOUR = 23
_INJURED = {
    "person": "{worker}",
    "injured_on": "2026-11-19",
    "place": "work",
    "cause": "fall",
}


class ReportInjury(Service):
    """Told by the injured where the employer keeps silent, and it is one case with what the
    employer says; what was told late is not lost, a person looks at it.
    """

    code = 3381
    keyword = Words(ar="اصابة", en="INJURY", fr="ACCIDENT")
    title = Words(
        ar="الإبلاغ عن إصابة عمل",
        en="Report a work injury",
        fr="Déclarer un accident du travail",
    )
    also = Words(
        ar="حادث عمل مرض مهني بلاغ أصبت في العمل أخطار مهنية",
        en="accident at work occupational disease hurt on the job hazard",
        fr="blessure maladie professionnelle trajet déclaration",
    )
    summary = Words(
        ar="أبلغ عن إصابتك في العمل أو في الطريق إليه. نعرف صاحب عملك من السجل ونبلغه، ويُحفظ البلاغ برقم، وتعرف من أي يوم يُحسب بدل الأيام.",
        en="Report that you were hurt at work or on the way. Your employer is known from the record and is told, the case gets a number, and you see from which day an allowance counts.",
        fr="Déclarez un accident au travail ou sur le trajet. Votre employeur, connu du registre, est prévenu, le dossier reçoit un numéro, et vous voyez dès quel jour l’indemnité compte.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    ruling_assurance = Assurance.SECOND_FACTOR
    seconds = 30
    icon = "alert"
    business_key = ("person", "injured_on")

    class Input(Input):
        """Whose, when, where, by what; the employer is known."""

        person = own_number_field()
        injured_on = Day(
            Words(ar="يوم الإصابة", en="Day of the injury", fr="Jour de l’accident"),
            hint=Words(
                ar="للمرض المهني: يوم أول تشخيص.",
                en="Of a disease: of its first diagnosis.",
                fr="Pour une maladie : le premier diagnostic.",
            ),
            sample="2026-11-19",
        )
        place = Choice(Words(ar="أين وقعت؟", en="Where was it?", fr="Où ?"), PLACES, sample="work")
        cause = Choice(Words(ar="بماذا؟", en="By what?", fr="Par quoi ?"), CAUSES, sample="fall")
        told_on = Day(
            Words(
                ar="متى أبلغت صاحب العمل؟",
                en="When did you tell your employer?",
                fr="Quand avez-vous prévenu l’employeur ?",
            ),
            hint=Words(
                ar="اتركه فارغًا إن لم تبلغه: نبلغه الآن.",
                en="Left empty: we tell them now.",
                fr="Vide : nous le prévenons maintenant.",
            ),
            optional=True,
        )
        hour = Count(
            Words(ar="الساعة (0 إلى 23)", en="Hour (0 to 23)", fr="Heure (0 à 23)"),
            most=_LAST_HOUR,
            optional=True,
        )
        workplace = EstablishmentNumber(
            Words(ar="رقم المنشأة", en="Establishment", fr="Établissement"),
            hint=Words(
                ar="إن كنت تعمل لدى أكثر من صاحب عمل.",
                en="If you have more than one employer.",
                fr="Si vous avez plusieurs employeurs.",
            ),
            optional=True,
        )
        details = Text(
            Words(ar="كيف وقعت؟", en="How did it happen?", fr="Comment est-ce arrivé ?"),
            hint=Words(
                ar="وسبب التأخر إن تأخر البلاغ.",
                en="And why it is late, if it is.",
                fr="Et le motif d’un éventuel retard.",
            ),
            limit=500,
            optional=True,
        )

    class Output(Output):
        """The case, the employer who is told, and the days that count."""

        injury = Text(Words(ar="رقم الإصابة", en="Injury number", fr="Numéro du dossier"))
        employer = EstablishmentNumber(
            Words(ar="صاحب العمل الذي نبلغه", en="Employer told", fr="Employeur prévenu")
        )
        told_by = Day(
            Words(
                ar="آخر يوم لإبلاغ صاحب العمل",
                en="Last day for telling the employer",
                fr="Dernier jour pour prévenir l’employeur",
            )
        )
        employer_by = Day(
            Words(
                ar="آخر يوم لبلاغ صاحب العمل",
                en="Last day for the employer to report it",
                fr="Dernier jour de déclaration par l’employeur",
            )
        )
        paid_from = Day(
            Words(
                ar="يُحسب البدل اليومي من",
                en="A daily allowance counts from",
                fr="L’indemnité journalière compte dès le",
            )
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """An injury of somebody who was engaged on that day, told in time."""
        _look_up(batch)
        _refuse(batch)
        batch.answer(
            employer=pl.col("employer"),
            told_by=pl.col("told_by"),
            employer_by=pl.col("employer_by"),
            paid_from=pl.col("paid_from"),
        )
        batch.cite(law=country.parameters().version)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Keep it under a number, and tell the employer."""
        rows = batch.frame.select(
            "person",
            "person_id",
            "injured_on",
            "hour",
            "place",
            "cause",
            "details",
            "engagement",
            "late",
            "paid_from",
            "employer_by",
            "transaction",
            establishment="employer",
            told_on="told",
        )
        numbers = injury_cases.report(rows, batch.context.today, batch.context.now)
        batch.compute(number=pl.lit(numbers))
        batch.answer(injury=pl.col("number").cast(pl.String))

    examples = (
        Example("told at once, by us", _INJURED),
        Example(
            "told twice, by another cause, it is one case",
            _INJURED | {"cause": "load"},
            before=(("benefits.report_injury", _INJURED),),
        ),
        Example(
            "told too late, for a person to look at",
            _INJURED | {"injured_on": "2026-11-10", "told_on": "2026-11-18"},
            then="referred",
        ),
        Example(
            "of a day without work",
            _INJURED | {"injured_on": "2024-03-02", "told_on": "2024-03-03"},
            then="injury-not-engaged",
        ),
        Example(
            "of a day that is to come",
            _INJURED | {"injured_on": "2026-11-23"},
            then="injury-day-to-come",
        ),
        Example(
            "a number with a wrong digit",
            _INJURED | {"person": samples.slip()},
            then="national-id-mistyped",
        ),
        Example(
            "somebody else",
            _INJURED | {"person": "{recent_worker}"},
            then="not-covered-by-mandate",
        ),
    )


def _look_up(batch: Batch) -> None:
    """What is known of each row's injury, and by which transaction it was reported before."""
    _asked.with_day(batch)
    day, asked = pl.col("injured_on"), pl.col("asked_on")
    coming = day > asked
    before = pl.col("told_on") < day
    after = pl.col("told_on") > asked
    wrong = (before | after).fill_null(value=False) & ~coming
    batch.compute(
        row=pl.col("position").cast(pl.Int64),
        coming=coming.fill_null(value=False),
        told_wrong=wrong,
        told=pl.when(wrong | coming).then(day).otherwise(pl.coalesce("told_on", asked)),
    )
    rows = batch.frame.select(
        "row", "person", "injured_on", told_on="told", named="workplace"
    ).cast({"told_on": pl.Date})
    batch.look_up(injuries.judge(rows), on="row")
    kept = injury_cases.injuries_of(batch.frame["person"].drop_nulls().unique())
    known = kept.select("person", "injured_on", reported_by="transaction")
    batch.look_up(known.unique(["person", "injured_on"], keep="first"), on=["person", "injured_on"])


def _refuse(batch: Batch) -> None:
    why, on = pl.col("why"), pl.col("injured_on")
    batch.repeat(pl.col("reported_by").is_not_null(), pl.col("reported_by"))
    batch.refuse(why == old_age.UNKNOWN, CONTRIBUTOR_UNKNOWN, "person")
    batch.refuse(why == old_age.NOT_INSURED, said.NOT_INSURED, "person")
    batch.refuse(why == old_age.DIED, said.DIED, "person")
    able = ~why.is_in([old_age.UNKNOWN, old_age.NOT_INSURED, old_age.DIED]).fill_null(value=False)
    batch.refuse(able & pl.col("coming"), said.DAY_TO_COME, "injured_on")
    there = able & ~pl.col("coming")
    wrong = there & pl.col("told_wrong")
    batch.refuse(wrong, said.TOLD_WRONG, "told_on", **{"from": on})
    batch.refuse(there & (why == injuries.BEFORE_LAW), said.BEFORE_LAW, "injured_on", on=on)
    mine = {"on": on, "person": pl.col("person")}
    batch.refuse(there & (why == injuries.NOT_ENGAGED), said.NOT_ENGAGED, "injured_on", **mine)
    batch.refuse(there & (why == injuries.SEVERAL), said.SEVERAL, "workplace", **mine)
    late = there & why.is_null() & ~pl.col("told_wrong") & pl.col("late")
    fresh = late & pl.col("reported_by").is_null()
    batch.refer(
        fresh,
        said.TOLD_LATE,
        "told_on",
        told_by=pl.col("told_by"),
        told_on=pl.col("told"),
        paid_from=pl.col("paid_from"),
    )
    # One person under two numbers in one file reports one injury.
    batch.join_equal(["person_id", "injured_on"])
