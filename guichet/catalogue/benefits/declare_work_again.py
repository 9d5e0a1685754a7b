"""A pensioner says that they work again: what is paid of the pension beside the wage on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from guichet.catalogue.benefits import _old_age
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import work_again, work_again_lines
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, EstablishmentNumber, Input, Money, Month
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.contact import BRANCH
from guichet.lib.months import add_months, first_day
from guichet.lib.text import Words

NO_PENSION = Refusal(
    "work-again-without-pension",
    ar="لا يُصرف للرقم {value} معاش تقاعد يتغير بالعمل، فلا حاجة إلى الإقرار. إن كنت ترى غير ذلك: "
    + BRANCH.ar,
    en="No old-age pension that work would change is in payment for {value}, so nothing needs to be declared. If you think otherwise: "
    + BRANCH.en,
    fr="Aucune pension de vieillesse que le travail modifierait n’est versée au numéro {value} : rien n’est à déclarer. Si vous pensez le contraire : "
    + BRANCH.fr,
)
NOT_ON_RECORD = Refusal(
    "work-again-not-on-record",
    ar="لم يسجلك صاحب عمل بعد بدء معاشك، فيسأله موظف عن عملك وأجرك ويقرر قبل {by:date}.",
    en="No employer has registered you since your pension began: a member of staff asks about your work and wage and decides by {by:date}.",
    fr="Aucun employeur ne vous a inscrit depuis le début de votre pension : un agent se renseigne sur votre travail et votre salaire et décide au plus tard le {by:date}.",
)
FOR_A_PERSON = Refusal(
    "work-again-for-a-person",
    ar="ما يُصرف من معاشك مع هذا العمل لا يُحسب مما هو مسجل وحده، فيقرره موظف قبل {by:date}، ويستمر صرف معاشك كما هو حتى ذلك.",
    en="What is paid of your pension beside this work cannot be reckoned from the record alone: a member of staff decides by {by:date}, and your pension is paid as it is until then.",
    fr="La part de pension due en plus de ce travail ne se calcule pas des seules données enregistrées : un agent décide au plus tard le {by:date}, et votre pension est versée sans changement jusque-là.",
)
WHOLE, REDUCED, STOPPED = "whole", "reduced", "stopped"
_EFFECTS = {
    WHOLE: Words(
        ar="يُصرف المعاش كاملًا", en="The pension is paid whole", fr="La pension est versée en entier"
    ),
    REDUCED: Words(
        ar="يُصرف جزء من المعاش",
        en="A part of the pension is paid",
        fr="Une part de la pension est versée",
    ),
    STOPPED: Words(
        ar="يوقف صرف المعاش ما دام العمل",
        en="The pension is not paid while the work lasts",
        fr="La pension n’est pas versée tant que dure le travail",
    ),
}
_CLAIMED = ("benefits.claim_old_age_pension", {"person": "{retired}"})
_FOUND: dict[str, Any] = {
    "person": pl.Int64,
    "why": pl.String,
    "effect": pl.String,
    "from_month": pl.Date,
    "monthly": pl.Int64,
    "full": pl.Int64,
    "wage_found": pl.Int64,
    "employer_found": pl.Int64,
    "steps_told": pl.String,
}


class DeclareWorkAgain(Service):
    """What an employer has registered is followed without it; a declaration brings it about at once
    and says what it comes to.
    """

    code = 3342
    keyword = Words(ar="عودة", en="WORKAGAIN", fr="REPRISE")
    title = Words(
        ar="عدت إلى العمل وأنا متقاعد",
        en="I work again beside my pension",
        fr="Je retravaille en étant retraité",
    )
    also = Words(
        ar="عودة المتقاعد للعمل إيقاف المعاش وظيفة بعد التقاعد",
        en="return to work pensioner job after retirement stop pension",
        fr="reprise d’activité retraité emploi après la retraite cumul",
    )
    summary = Words(
        ar="أخبرنا أنك عدت إلى العمل. نحسب ما يُصرف من معاشك مع أجرك المسجل، من الشهر الذي يلي بدء العمل، ويعود كاملًا بعد تركه.",
        en="Tell us that you work again. What is paid of your pension beside the wage on record is reckoned from the month after the work began; it is whole again once you have left.",
        fr="Dites-nous que vous retravaillez. La part de pension versée en plus du salaire enregistré est calculée dès le mois suivant le début du travail ; elle redevient entière après votre départ.",
    )
    audience = frozenset({Segment.BENEFICIARY})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    ruling_assurance = Assurance.SECOND_FACTOR
    seconds = 20
    icon = "pension"
    business_key = ("person",)

    class Input(Input):
        """Whose, and what no record may say yet."""

        person = own_number_field()
        employer = EstablishmentNumber(
            Words(ar="صاحب العمل", en="Employer", fr="Employeur"), optional=True
        )
        wage = Money(
            Words(
                ar="أجرك الشهري (ريال)", en="Your monthly wage (SAR)", fr="Salaire mensuel (SAR)"
            ),
            hint=Words(
                ar="يُحسب بما سجله صاحب العمل. ما تكتبه هنا يراه الموظف إن لم يُسجل شيء.",
                en="What the employer registered is what counts. What you write here is for the staff, if nothing is registered.",
                fr="Seul compte ce que l’employeur a inscrit. Ce que vous écrivez ici sert à l’agent si rien n’est inscrit.",
            ),
            optional=True,
        )

    class Output(Output):
        """What becomes of the pension, from when on, and how it came about."""

        effect = Choice(Words(ar="الأثر", en="Effect", fr="Effet"), _EFFECTS)
        from_month = Month(
            Words(ar="ابتداءً من شهر", en="From the month of", fr="À partir du mois de")
        )
        monthly = _old_age.MONTHLY
        full = Money(
            Words(
                ar="المعاش كاملًا (ريال)", en="The whole pension (SAR)", fr="Pension entière (SAR)"
            )
        )
        registered_wage = Money(
            Words(ar="الأجر المسجل (ريال)", en="Registered wage (SAR)", fr="Salaire déclaré (SAR)"),
            optional=True,
        )
        registered_by = EstablishmentNumber(
            Words(ar="رقم المنشأة", en="Establishment", fr="Établissement"), optional=True
        )
        steps = _old_age.STEPS_TOLD

    @staticmethod
    def decide(batch: Batch) -> None:
        """By the work on record, whatever was declared of it."""
        numbers = batch.frame["person"].drop_nulls().unique()
        found = pl.DataFrame(list(_found(numbers, batch.context.today)), schema=_FOUND)
        batch.look_up(found, on="person")
        batch.refuse(pl.col("full").is_null(), NO_PENSION, "person")
        there, why = pl.col("full").is_not_null(), pl.col("why")
        batch.refer(there & why.is_not_null(), FOR_A_PERSON, "person")
        none = there & why.is_null() & pl.col("employer_found").is_null()
        batch.refer(none, NOT_ON_RECORD, "person")
        batch.answer(
            effect=pl.col("effect"),
            from_month=pl.col("from_month"),
            monthly=pl.col("monthly"),
            full=pl.col("full"),
            registered_wage=pl.col("wage_found"),
            registered_by=pl.col("employer_found"),
            steps=pl.col("steps_told").fill_null("[]"),
        )
        batch.cite(law=country.parameters().version)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Pay it so, from the month that changes."""
        rows = batch.frame.select("person", "transaction").sort("person")
        for person, transaction in rows.iter_rows():
            work_again_lines.settle(person, batch.context.now, transaction)

    examples = (
        Example(
            "of work that an employer has registered, by their agent",
            {"person": "{retired}"},
            before=(
                _CLAIMED,
                (
                    "registry.register_worker",
                    {
                        "establishment": "{establishment}",
                        "worker": "{retired}",
                        "started_on": "2026-11-22",
                        "basic": "8000",
                    },
                ),
            ),
        ),
        Example(
            "of work that nobody has registered",
            {"person": "{retired}"},
            before=(_CLAIMED,),
            then="referred",
        ),
        Example("without a pension", {"person": "{worker}"}, then="work-again-without-pension"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
    )


def _found(numbers: pl.Series, today: date) -> Iterator[dict[str, Any]]:
    """What each pension comes to from next month on, and since when."""
    following = add_months(first_day(today), 1)
    for number in numbers:
        found = work_again.beside(number, today)
        if found is None:
            continue
        row = {"person": number, "why": found.why, "full": found.full, "effect": WHOLE}
        row |= {"from_month": following, "monthly": found.full, "employer_found": found.employer}
        reached = [month for month in found.months if month.month <= following]
        now = (reached or list(found.months))[-1:]
        for month in now:
            effect = REDUCED if month.monthly else STOPPED
            row |= {
                "effect": WHOLE if month.monthly == found.full else effect,
                "from_month": month.month,
                "monthly": month.monthly,
                "wage_found": month.wage,
                "steps_told": _old_age.steps_of([month.told] if month.told else []),
            }
        yield row
