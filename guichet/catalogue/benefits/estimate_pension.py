"""When may I retire, and on how much: any day, any wage until then, early against late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from guichet.catalogue.benefits import _old_age
from guichet.catalogue.parties import own_number_field
from guichet.catalogue.registry._wages import LEAST, MOST
from guichet.catalogue.tables import lines_text
from guichet.domain.benefits import old_age
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Field, Input, Lines, Money
from guichet.engine.refusal import Refusal, Severity
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.months import PARTS, add_months, first_day
from guichet.lib.text import Words

NO_RIGHT_THEN = Refusal(
    "pension-none-on-that-day",
    ar="لا معاش لك في {day:date}. أشهر الاشتراك حينئذ: {months} من {needed}. تبلغ السن النظامية في {reached:date}. جرّب موعدًا من الجدول.",
    en="There is no pension on {day:date}. Contribution months by then: {months} of {needed}. The normal age is reached on {reached:date}. Try a day of the table.",
    fr="Aucune pension au {day:date}. Mois de cotisation d’ici là : {months} sur {needed}. L’âge normal est atteint le {reached:date}. Essayez une date du tableau.",
    severity=Severity.WARNING,
)
PAST = Refusal(
    "pension-day-past",
    ar="مضى {day:date}. اختر اليوم أو يومًا بعده.",
    en="{day:date} has passed. Choose today or a later day.",
    fr="Le {day:date} est passé. Choisissez aujourd’hui ou une date ultérieure.",
)
TOO_FAR = Refusal(
    "pension-day-too-far",
    ar="{day:date} بعد أكثر من {years} سنة. اختر يومًا أقرب.",
    en="{day:date} is more than {years} years away. Choose an earlier day.",
    fr="Le {day:date} est à plus de {years} ans. Choisissez une date plus proche.",
)
TOO_MANY = Refusal(
    "pension-too-many-estimates",
    ar="يُحسب {most} تقديرًا على الأكثر في الطلب الواحد. أرسل هذا في طلب آخر.",
    en="At most {most} estimates are reckoned in one call. Send this one in another.",
    fr="Au plus {most} estimations sont calculées par appel. Envoyez celle-ci dans un autre.",
)
YEARS = 50
# Each is reckoned for a dozen days, one after another: about a third of a second.
AT_ONCE = 50
_EARLIER, _LATER = (60, 36, 12), (12, 24, 36)  # months before and after the first normal day
_WHOLE = 12

_COLUMNS: dict[str, Field] = {
    "on": Day(Words(ar="إن طلبته في", en="If claimed on", fr="Demandée le")),
    "way": _old_age.way_field(),
    "months": _old_age.MONTHS,
    "monthly": _old_age.MONTHLY,
}
DAYS = Lines(
    Words(ar="المبكر والمتأخر", en="Early against late", fr="Tôt ou tard"),
    _COLUMNS,
    drawn="monthly",
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one person is told."""

    answer: dict[str, object]  # a row of `old_age.ANSWER`
    days: list[dict[str, object]]
    worked: old_age.Worked


class EstimatePension(Service):
    """An enquiry: it changes nothing, and promises nothing of wages to come."""

    code = 3301
    keyword = Words(ar="تقاعد", en="RETIRE", fr="RETRAITE")
    title = Words(
        ar="متى أتقاعد وبكم؟",
        en="When can I retire, and on how much?",
        fr="Quand partir, et avec combien ?",
    )
    also = Words(
        ar="حاسبة التقاعد معاش تقديري مبكر متى استحق",
        en="pension calculator estimate early retirement when",
        fr="simulateur estimation pension anticipée quand",
    )
    summary = Words(
        ar="اعرف موعد استحقاقك ومعاشك المقدر، وجرّب أي موعد وأي أجر حتى ذلك الحين. يُحسب من مددك وأجورك المسجلة، كأنك تبقى في عملك إلى ذلك اليوم.",
        en="See when you may retire and on how much; try any day, and any wage until then. It is reckoned from your periods and wages on record, as if you went on working until that day.",
        fr="Voyez quand vous pourrez partir et avec combien ; essayez toute date et tout salaire d’ici là. Le calcul part de vos périodes et salaires enregistrés, comme si vous travailliez jusqu’à ce jour.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "view"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    enquiry = True
    assurance = Assurance.PIN
    seconds = 15
    icon = "pension"

    class Input(Input):
        """Whose, and what is assumed."""

        person = own_number_field()
        on = Day(
            Words(ar="موعد التقاعد", en="Day of retirement", fr="Date de départ"),
            hint=Words(
                ar="اتركه فارغًا لأقرب موعد تستحق فيه.",
                en="Left empty, the first day you have a right.",
                fr="Vide : la première date possible.",
            ),
            optional=True,
            sample="2027-06-01",
        )
        wage = Money(
            Words(
                ar="الأجر الشهري حتى ذلك الحين (ريال)",
                en="Monthly wage until then (SAR)",
                fr="Salaire mensuel d’ici là (SAR)",
            ),
            hint=Words(
                ar="اتركه فارغًا لأجرك الحالي.",
                en="Left empty, your wage of today.",
                fr="Vide : votre salaire actuel.",
            ),
            least=LEAST,
            most=MOST,
            optional=True,
            sample="12000",
        )

    class Output(Output):
        """The pension of that day, other days beside it, and how it came about."""

        claimed_on = Day(
            Words(ar="إن طلبته في", en="If claimed on", fr="Demandée le"), optional=True
        )
        monthly = Money(_old_age.MONTHLY_WORDS, optional=True)
        way = _old_age.way_field(optional=True)
        normal_age = Day(
            Words(
                ar="تبلغ السن النظامية في", en="Normal age reached on", fr="Âge normal atteint le"
            )
        )
        months = _old_age.MONTHS
        average = Money(
            Words(ar="متوسط الأجر (ريال)", en="Average wage (SAR)", fr="Salaire moyen (SAR)"),
            optional=True,
        )
        days = DAYS
        steps = _old_age.STEPS_TOLD

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read what is on record of all rows at once; then each with its own day and wage."""
        today = batch.context.today
        numbers = batch.frame["person"].drop_nulls().unique()
        far = add_months(first_day(today), YEARS * _WHOLE)
        batch.refuse(pl.col("on") < today, PAST, "on", day=pl.col("on"))
        batch.refuse(pl.col("on") > far, TOO_FAR, "on", day=pl.col("on"), years=str(YEARS))
        batch.refuse(pl.col("position") >= AT_ONCE, TOO_MANY, most=str(AT_ONCE))
        records = old_age.Records.of(numbers, today)
        asked = batch.standing().select("position", "person", "on", "wage")
        told = {
            position: _estimate(records.only(person), on, wage)
            for position, person, on, wage in asked.iter_rows()
        }
        batch.look_up(_table(told), on="position")
        _old_age.refuse_without(batch)
        batch.refuse(
            pl.col("why") == old_age.NOT_YET,
            NO_RIGHT_THEN,
            "on",
            day=pl.col("then"),
            months=_old_age.told_months(pl.col("held")),
            needed=pl.col("months_needed"),
            reached=pl.col("reached"),
        )
        batch.answer(
            claimed_on=pl.when(pl.col("why").is_null()).then("then"),
            monthly=pl.col("amount"),
            way=pl.col("by"),
            normal_age=pl.col("reached"),
            months=_old_age.told_months(pl.col("held")),
            average=pl.col("mean"),
            days=pl.col("days_told").fill_null("[]"),
            steps=pl.col("steps_told").fill_null("[]"),
        )
        batch.cite(law=country.parameters().version)

    examples = (
        Example("the first day there is a right", {"person": "{worker}"}),
        Example(
            "a day and a wage of one’s own",
            {"person": "{worker}", "on": "2030-01-01", "wage": "12000"},
        ),
        Example(
            "a day that has passed",
            {"person": "{worker}", "on": "2026-01-01"},
            then="pension-day-past",
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
    )


def _estimate(records: old_age.Records, on: date | None, wage: int | None) -> Estimate:
    """One person's, on a day or on the first day with a right."""
    asked = on or records.today
    then = records.on(asked, wage=wage)
    answer = then.answers.row(0, named=True)
    if answer["why"] not in (None, old_age.NOT_YET):
        return Estimate(answer, [], then)
    found = [
        then if day == asked else records.on(day, wage=wage) for day in _days(answer, records.today)
    ]
    days = [(worked.answers.row(0, named=True), worked) for worked in found]
    rights = [(row, worked) for row, worked in days if row["way"]]
    if on is None and answer["why"] is not None and rights:
        answer, then = rights[0]
    return Estimate(answer, [row for row, _ in rights], then)


def _days(answer: dict[str, object], today: date) -> Iterator[date]:
    """Days worth looking at: as early as the months allow, around the normal age, and later."""
    then, held = answer["on"], answer["months"]
    needed, early, reached = answer["months_needed"], answer["months_early"], answer["reached"]
    assert isinstance(then, date) and isinstance(reached, date)
    assert isinstance(held, int) and isinstance(needed, int) and isinstance(early, int)

    def after(months: int) -> date:
        left = max(-(-(months * PARTS - held) // PARTS), 0)
        return add_months(first_day(then), left + 1) if left else today

    normal = max(reached, after(needed))
    chosen = {after(early), normal, then}
    chosen |= {add_months(normal, -months) for months in _EARLIER}
    chosen |= {add_months(normal, months) for months in _LATER}
    latest = today + timedelta(days=366 * YEARS)
    yield from sorted(day for day in chosen if today <= day <= latest)


def _table(told: dict[int, Estimate]) -> pl.DataFrame:
    """The estimates as columns beside their rows."""
    names = {"on": "then", "months": "held", "monthly": "amount", "average": "mean", "way": "by"}
    kept = [*names, "why", "born", "reached", "months_needed"]
    schema = {"position": pl.Int64} | {n: old_age.ANSWER[n] for n in kept}
    rows = [{"position": p} | {n: one.answer[n] for n in kept} for p, one in told.items()]
    days = [
        {
            "position": p,
            "on": row["on"],
            "way": row["way"],
            "held": row["months"],
            "monthly": row["monthly"],
        }
        for p, one in told.items()
        for row in one.days
    ]
    told_days = pl.DataFrame(
        days,
        schema={
            "position": pl.Int64,
            "on": pl.Date,
            "way": pl.String,
            "held": pl.Int64,
            "monthly": pl.Int64,
        },
    ).with_columns(months=_old_age.told_months(pl.col("held")))
    steps = [(p, step) for p, one in told.items() for _, step in one.worked.explained()]
    return (
        pl.DataFrame(rows, schema=schema)
        .rename(names)
        .join(lines_text(told_days, DAYS, ["position"], "days_told"), on="position", how="left")
        .join(_old_age.steps_text(steps).rename({"person": "position"}), on="position", how="left")
    )
