"""What the services of old-age pensions share: how days, steps and refusals are told, and how a
claim is decided at once from what is on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN, months_text
from guichet.catalogue.certificates import _issue
from guichet.catalogue.tables import lines_text
from guichet.domain.benefits import awards, old_age
from guichet.domain.benefits.words import STEPS, WAYS
from guichet.domain.registry import bank_accounts
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Field, Lines, Money, Text
from guichet.engine.refusal import Refusal, Remedy
from guichet.law import country
from guichet.law.steps import Explained, Figure, Unit
from guichet.lib.contact import BRANCH
from guichet.lib.months import PARTS
from guichet.lib.text import Words

NOT_INSURED = Refusal(
    "pension-not-insured",
    ar="من يحمل الرقم {value} غير مشمول بتأمين المعاشات هنا. إن كنت ترى غير ذلك: " + BRANCH.ar,
    en="The holder of {value} is not insured for pensions here. If you think otherwise: "
    + BRANCH.en,
    fr="Le titulaire du numéro {value} n’est pas assuré ici pour la pension. Si vous pensez le contraire : "
    + BRANCH.fr,
)
NO_PERIODS = Refusal(
    "pension-without-periods",
    ar="لا توجد مدد اشتراك محسوبة للرقم {value}، فلا معاش يُحسب منها. راجع كشف مددك.",
    en="No contribution periods count for {value}, so there is no pension to reckon from them. Look at your statement of periods.",
    fr="Aucune période de cotisation ne compte pour le numéro {value} : aucune pension ne peut en être calculée. Consultez votre relevé de périodes.",
    remedy=Remedy("account.statement_of_periods", {"person": "value"}),
)
NOT_YET = Refusal(
    "pension-not-yet",
    ar="لم تستحق المعاش بعد. تبلغ السن النظامية في {reached:date}. أشهر الاشتراك: {months} من {needed}. اطلع على موعدك في «متى أتقاعد وبكم؟».",
    en="There is no right to a pension yet. The normal age is reached on {reached:date}. Contribution months: {months} of {needed}. See “When can I retire, and on how much?” for your day.",
    fr="Le droit à la pension n’est pas encore ouvert. L’âge normal est atteint le {reached:date}. Mois de cotisation : {months} sur {needed}. Voyez « Quand partir, et avec combien ? » pour votre date.",
    remedy=Remedy("benefits.estimate_pension", {"person": "value"}),
)
STILL_WORKING = Refusal(
    "pension-still-working",
    ar="أنت مسجل على رأس العمل، والمعاش لمن ترك العمل. اطلب من صاحب العمل إنهاء تسجيلك، ثم أعد الطلب. إن لم يفعل: "
    + BRANCH.ar,
    en="You are registered as working, and the pension is for who has stopped. Have your employer report that you left, then claim again. If that fails: "
    + BRANCH.en,
    fr="Vous êtes inscrit comme salarié et la pension suppose l’arrêt du travail. Faites déclarer votre départ par l’employeur, puis renouvelez la demande. Sinon : "
    + BRANCH.fr,
)
ONLY_EARLY = Refusal(
    "pension-only-early",
    ar="لم تبلغ السن النظامية ({reached:date})، ومدتك تكفي للتقاعد المبكر. اطلبه من خدمة التقاعد المبكر.",
    en="You have not reached the normal age ({reached:date}), but have the months for an early pension. Claim that one.",
    fr="Vous n’avez pas atteint l’âge normal ({reached:date}), mais avez les mois requis pour une pension anticipée. Demandez celle-ci.",
    remedy=Remedy("benefits.claim_early_pension", {"person": "value"}),
)
NOT_EARLY = Refusal(
    "pension-at-normal-age",
    ar="بلغت السن النظامية، فلا حاجة إلى التقاعد المبكر. اطلب معاش التقاعد.",
    en="You have reached the normal age, so there is nothing early about it. Claim the old-age pension.",
    fr="Vous avez atteint l’âge normal : il n’y a rien d’anticipé. Demandez la pension de vieillesse.",
    remedy=Remedy("benefits.claim_old_age_pension", {"person": "value"}),
)
NO_ACCOUNT = Refusal(
    "pension-without-account",
    ar="لا يوجد حساب بنكي مسجل لك يُصرف إليه المعاش. سجل حسابك ثم أعد الطلب.",
    en="No bank account of yours is on record for the pension to be paid to. Register one, then claim again.",
    fr="Aucun compte bancaire n’est enregistré pour le versement de la pension. Enregistrez-en un, puis renouvelez la demande.",
    remedy=Remedy("account.change_bank_account", {"person": "value"}),
)
ALREADY_PAID = Refusal(
    "pension-already-paid",
    ar="يُصرف معاش تقاعد للرقم {value} منذ قبل، ولا يُمنح مرتين. اطلب شهادة المعاش لترى مبلغه.",
    en="An old-age pension is in payment for {value} already, and is not awarded twice. The pension certificate says what it is.",
    fr="Une pension de vieillesse est déjà versée au numéro {value} ; elle n’est pas accordée deux fois. L’attestation de pension en donne le montant.",
    remedy=Remedy("certificates.pension", {"person": "value"}),
)

DIED = Refusal(
    "pension-holder-died",
    ar="صاحب الرقم {value} متوفى، فلا معاش تقاعد له. من كان من أسرته فليطلب معاش أفراد العائلة.",
    en="The holder of {value} has died, so no old-age pension is awarded. The family claims the survivors’ pension.",
    fr="Le titulaire du numéro {value} est décédé : aucune pension de vieillesse n’est accordée. La famille demande la pension de survivants.",
    remedy=Remedy("benefits.claim_survivors_pension", {"deceased": "value"}),
)
BIRTH_DOUBTFUL = Refusal(
    "pension-birth-doubtful",
    ar="تاريخ الميلاد المسجل للرقم {value} لا يمكن أن يكون صحيحًا ({born:date})، والسن تُحسب منه. "
    + BRANCH.ar,
    en="The day of birth on record for {value} cannot be right ({born:date}), and the age is reckoned from it. "
    + BRANCH.en,
    fr="La date de naissance enregistrée pour le numéro {value} ne peut être exacte ({born:date}), et l’âge en dépend. "
    + BRANCH.fr,
)
DISABLED = Refusal(
    "pension-beside-disability",
    ar="يُصرف لك معاش عجز، ولا يُجمع معه معاش تقاعد كاملًا. يُنظر أيهما أصلح لك في الفرع: " + BRANCH.ar,
    en="You are paid a disability pension, and an old-age pension is not paid in full beside it. A branch looks at which is the better for you: "
    + BRANCH.en,
    fr="Une pension d’invalidité vous est versée ; une pension de vieillesse ne s’y ajoute pas en entier. L’agence examine laquelle vous convient : "
    + BRANCH.fr,
)

MONTHS = Text(Words(ar="أشهر الاشتراك", en="Contribution months", fr="Mois de cotisation"))
MONTHLY_WORDS = Words(ar="شهريًا (ريال)", en="Monthly (SAR)", fr="Par mois (SAR)")
MONTHLY = Money(MONTHLY_WORDS)
_STEP: dict[str, Field] = {
    "step": Choice(Words(ar="الخطوة", en="Step", fr="Étape"), STEPS),
    "amount": Money(
        Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)"), optional=True
    ),
    "day": Day(Words(ar="اليوم", en="Day", fr="Jour"), optional=True),
    "months": Text(Words(ar="الأشهر", en="Months", fr="Mois"), optional=True),
    "article": Text(Words(ar="السند النظامي", en="Law", fr="Loi")),
}
STEPS_TOLD = Lines(
    Words(ar="كيف حُسب", en="How it came about", fr="Comment le résultat est obtenu"), _STEP
)


def steps_field(words: Mapping[str, Words]) -> Lines:
    """How a result came about, with words for further steps."""
    step = Choice(Words(ar="الخطوة", en="Step", fr="Étape"), {**STEPS, **words})
    return Lines(STEPS_TOLD.label, {**_STEP, "step": step})


_TOLD: dict[str, pl.DataType | type[pl.DataType]] = {
    "person": pl.Int64,
    "step": pl.String,
    "amount": pl.Int64,
    "day": pl.Date,
    "months": pl.String,
    "article": pl.String,
}


def way_field(*, optional: bool = False) -> Choice:
    """In which way one comes to the pension."""
    return Choice(Words(ar="نوع التقاعد", en="Way", fr="Motif"), WAYS, optional=optional)


def steps_text(
    explained: Iterable[tuple[int, Explained]], table: Lines = STEPS_TOLD
) -> pl.DataFrame:
    """The steps of persons as a table of an answer, as far as it has words for them: ``person``,
    ``steps_told``.
    """
    words = cast(Choice, table.columns["step"]).options
    lines = [
        {"person": person, "step": step.name, "article": step.article} | _result(step.result)
        for person, one in explained
        for step in one.steps
        if step.name in words and step.result.value is not False
    ]
    return lines_text(pl.DataFrame(lines, schema=_TOLD), table, ["person"], "steps_told")


def steps_of(explained: Iterable[Explained], table: Lines = STEPS_TOLD) -> str:
    """The steps of one decision as the table of an answer."""
    text = steps_text(((0, one) for one in explained), table)
    return str(text["steps_told"][0]) if text.height else "[]"


def _result(figure: Figure) -> dict[str, object]:
    match figure.unit:
        case Unit.MONEY:
            return {"amount": figure.value}
        case Unit.DAY:
            return {"day": figure.value}
        case Unit.MONTHS | Unit.COUNT:
            return {"months": str(figure.value)}
    return {}


def told_months(parts: pl.Expr) -> pl.Expr:
    """Parts of months as months with two decimals at most; what is begun of a hundredth is none."""
    return months_text(parts * 100 // PARTS)


def decide(batch: Batch, ways: tuple[str, ...], otherwise: Refusal) -> None:
    """Decide claims of today: a right of one of the ``ways``, stopped working, an account to pay
    to; who has a right in another way is told ``otherwise``.
    """
    numbers, today = batch.frame["person"].drop_nulls().unique(), batch.context.today
    records = old_age.Records.of(numbers, today)
    worked = records.on(today)
    batch.look_up(records.people.select("person", "name_ar", "name_latin"), on="person")
    batch.look_up(worked.answers.drop("on"), on="person")
    drawing = awards.in_payment(numbers, (awards.OLD_AGE, awards.DISABILITY), today)
    old, disabled = (pl.col("benefit") == kind for kind in (awards.OLD_AGE, awards.DISABILITY))
    batch.look_up(drawing.filter(old).select("person", "awarded_by", paid=True), on="person")
    batch.look_up(drawing.filter(disabled).select("person", disabled=True), on="person")
    batch.look_up(bank_accounts.of_persons(numbers), on="person")
    batch.repeat(pl.col("awarded_by").is_not_null(), pl.col("awarded_by"))
    batch.refuse(pl.col("paid") & pl.col("awarded_by").is_null(), ALREADY_PAID, "person")
    batch.refuse(pl.col("disabled"), DISABLED, "person")
    refuse_without(batch)
    why = pl.col("why")
    told = {"reached": pl.col("reached"), "months": told_months(pl.col("months"))}
    batch.refuse(why == old_age.NOT_YET, NOT_YET, "person", **told, needed=pl.col("months_needed"))
    right = why.is_null()
    batch.refuse(right & pl.col("working"), STILL_WORKING, "person")
    other = right & ~pl.col("working") & ~pl.col("way").is_in(ways)
    batch.refuse(other, otherwise, "person", reached=pl.col("reached"))
    batch.refuse(right & pl.col("iban").is_null(), NO_ACCOUNT, "person")
    look_up_steps(batch, list(worked.explained()))
    batch.answer(
        name_ar=pl.col("name_ar"),
        name_latin=pl.col("name_latin"),
        way=pl.col("way"),
        monthly=pl.col("monthly"),
        from_day=pl.col("from_day"),
        months=told_months(pl.col("months")),
        average=pl.col("average"),
        iban=pl.col("iban"),
        steps=pl.col("steps_told").fill_null("[]"),
    )
    batch.cite(law=country.parameters().version)


def refuse_without(batch: Batch) -> None:
    """Refuse whom nobody knows, who is not insured for pensions, and who has no periods."""
    why = pl.col("why")
    batch.refuse(why == old_age.UNKNOWN, CONTRIBUTOR_UNKNOWN, "person")
    batch.refuse(why == old_age.DIED, DIED, "person")
    batch.refuse(why == old_age.BIRTH_DOUBTFUL, BIRTH_DOUBTFUL, "person", born=pl.col("born"))
    batch.refuse(why == old_age.NOT_INSURED, NOT_INSURED, "person")
    batch.refuse(why == old_age.NO_PERIODS, NO_PERIODS, "person")


def steps_kept(explained: list[tuple[int, Explained]]) -> pl.DataFrame:
    """What is kept of each person's steps: ``person``, ``steps_kept``."""
    of: dict[int, list[Explained]] = {}
    for person, one in explained:
        of.setdefault(person, []).append(one)
    rows = {"person": list(of), "steps_kept": [awards.as_text(steps) for steps in of.values()]}
    return pl.DataFrame(rows, schema={"person": pl.Int64, "steps_kept": pl.String})


def look_up_steps(batch: Batch, explained: list[tuple[int, Explained]], on: str = "person") -> None:
    """Add ``steps_told`` and ``steps_kept`` of what explains each person, or each row ``on``."""
    for told in (steps_text(explained), steps_kept(explained)):
        batch.look_up(told.rename({"person": on}), on=on)


def apply(batch: Batch) -> None:
    """Award, bring the pension into payment, and issue the notice."""
    rows = batch.frame.select(
        "person", "way", "monthly", "transaction", paid_from="from_day", steps="steps_kept"
    )
    awards.award(rows, awards.OLD_AGE, batch.context.today, batch.context.now)
    # Awarded anew on the day on which a former award was ended, the notice is another.
    found = awards.awards_of(rows["person"]).group_by("person").agg(edition=pl.len().cast(pl.Int64))
    batch.look_up(found, on="person")
    batch.compute(about=pl.lit("award"), facts=pl.col("steps_kept"))
    _issue.issue(batch)
