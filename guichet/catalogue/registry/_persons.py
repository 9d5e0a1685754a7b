"""What a joining needs to know of a person: the civil registry's word, the cohort, the limits of
age.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.registry import _facts
from guichet.engine.batch import Batch
from guichet.engine.refusal import Refusal, Severity
from guichet.law import country
from guichet.lib.calendars import gregorian_age, gregorian_age_of

LEAST_AGE = 15  # Labour Law, article 162: nobody younger may be employed
PERSON_FACTS = ("status", "name_ar", "name_latin", "sex", "nationality", "birth_date")

PERSON_UNKNOWN = Refusal(
    "person-unknown",
    ar="رقم الهوية {value} غير موجود في السجل المدني. راجع الرقم على البطاقة.",
    en="The civil registry does not know {value}. Check the number on the card.",
    fr="Le registre civil ne connaît pas le numéro {value}. Vérifiez-le sur la carte.",
)
PERSON_DEAD = Refusal(
    "person-dead",
    ar="صاحب رقم الهوية {value} متوفى بحسب السجل المدني. راجع الرقم؛ وإن كان صحيحًا فعلى الأسرة مراجعة الأحوال المدنية.",
    en="By the civil registry the holder of {value} has died. Check the number; if it is right, the family should see Civil Affairs.",
    fr="Selon le registre civil, le titulaire du numéro {value} est décédé. Vérifiez le numéro ; s’il est exact, la famille doit s’adresser à l’état civil.",
)
BELOW_WORKING_AGE = Refusal(
    "below-working-age",
    ar="تاريخ المباشرة {value:date} قبل بلوغ سن العمل (15 سنة). راجع التاريخ ورقم الهوية.",
    en="On {value:date} this person was below working age (15). Check the date and the number.",
    fr="Le {value:date}, cette personne n’avait pas l’âge de travailler (15 ans). Vérifiez la date et le numéro.",
)
BRANCH_CLOSED_BY_AGE = Refusal(
    "annuities-closed-by-age",
    ar="العمر عند المباشرة يتجاوز سن الدخول في فرع المعاشات، ولذلك يشمل التسجيل فرع الأخطار المهنية فقط ما لم تثبت مدة سابقة.",
    en="The age on joining is beyond entry to the annuities branch: cover is for occupational hazards only, unless earlier periods are shown.",
    fr="L’âge à l’embauche dépasse celui de l’entrée dans la branche pensions : seule la branche des risques professionnels s’applique, sauf périodes antérieures.",
    severity=Severity.WARNING,
)


def read(batch: Batch) -> None:
    """Cohort of the known, and of the new by the law; rows never asked about have no facts
    at all.
    """
    absent = {f"person_{name}" for name in PERSON_FACTS} - set(batch.frame.columns)
    kinds = {name: pl.Date if name == "person_birth_date" else pl.String for name in absent}
    batch.compute(**{name: pl.lit(None, kind) for name, kind in kinds.items()})
    known = batch.frame["cohort"]
    batch.add(
        country.cohorts.cohorts_of(
            batch.frame.with_columns(
                nationality="person_nationality",
                first_period="started_on",
                born=pl.coalesce("born", "person_birth_date"),
                new_housing=pl.col("housing").fill_null(0),
                returning=pl.Series(known.is_not_null()),
            )
        ).with_columns(pl.coalesce(known, "cohort").alias("cohort"))
    )


def rules(batch: Batch) -> list[_facts.Rule]:
    """Who may join at all, and for which branches."""
    new, status = ~pl.col("same"), pl.col("person_status")
    age = gregorian_age_of(pl.col("born"), pl.col("started_on"))
    said = [
        _facts.rule((status == "unknown") & new, PERSON_UNKNOWN, "worker"),
        _facts.rule((status == "dead") & new, PERSON_DEAD, "worker"),
        _facts.rule((age < LEAST_AGE) & new, BELOW_WORKING_AGE, "started_on"),
    ]
    oldest, today = batch.frame["born"].min(), batch.context.today
    # Entry ends at 60 Hijri years at the earliest: if nobody is 57 there is nothing to look at
    # closer.
    if isinstance(oldest, date) and gregorian_age(oldest, today) >= 57:
        older = country.contributions.with_annuities_covered(batch.frame.filter(age >= 57))
        insured = pl.col("cohort").is_in(country.cohorts.INSURED)
        closed = older.filter(insured & ~pl.col("annuities_covered"))["position"]
        where = pl.col("position").is_in(closed.implode())
        said.append(_facts.rule(where & new, BRANCH_CLOSED_BY_AGE, "worker"))
    return said
