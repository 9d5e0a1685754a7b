"""Register a worker with an establishment."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import establishment_field, person_field
from guichet.catalogue.registry import _facts, _persons, _single_asking, _wages
from guichet.catalogue.registry._joining import compare_with_joining, overlap_rules
from guichet.domain.registry import commands, locks
from guichet.domain.verification.checks import civil
from guichet.engine.actor import Segment
from guichet.engine.batch import Batch
from guichet.engine.check import WhenDown
from guichet.engine.fields import (
    Choice,
    Day,
    Input,
    Text,
)
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.locale import here
from guichet.lib.text import Words

CONTRACTS = {
    "open_ended": Words(ar="غير محدد المدة", en="Open-ended", fr="Durée indéterminée"),
    "fixed_term": Words(ar="محدد المدة", en="Fixed term", fr="Durée déterminée"),
    "part_time": Words(ar="دوام جزئي", en="Part time", fr="Temps partiel"),
    "seasonal": Words(ar="موسمي", en="Seasonal", fr="Saisonnier"),
}


class RegisterWorker(Service):
    """A worker joins: the person is entered from the civil registry, the engagement opened with its
    first wage.
    """

    code = 2102
    keyword = Words(ar="عامل", en="JOIN", fr="EMBAUCHE")
    title = Words(ar="تسجيل عامل", en="Register a worker", fr="Inscrire un travailleur")
    also = Words(
        ar="موظف جديد توظيف التحاق مباشرة انضمام إضافة",
        en="hire new employee staff join onboarding add",
        fr="embauche recrutement nouvel employé salarié déclaration",
    )
    summary = Words(
        ar="أضف عاملًا إلى منشأتك بأجره وتاريخ مباشرته. تُؤخذ بياناته من السجل المدني، فلا حاجة إلى أي ورقة.",
        en="Add a worker to your establishment with the wage and the day of joining. Particulars come from the civil registry; no paper is needed.",
        fr="Ajoutez un travailleur à votre établissement avec son salaire et sa date d’entrée. Ses données viennent du registre civil ; aucune pièce n’est demandée.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "register"
    subject = "worker"
    icon = "user-plus"
    movement = "join"
    business_key = ("establishment", "worker")
    checks = (civil(field="worker", when_down=WhenDown.HOLD),)

    class Input(Input):
        """What is asked."""

        establishment = establishment_field()
        worker = person_field(here().persons.hint)
        started_on = Day(
            Words(ar="تاريخ المباشرة", en="First day of work", fr="Premier jour de travail"),
            hint=Words(
                ar="حتى 30 يومًا بعد اليوم.",
                en="Up to 30 days ahead.",
                fr="Jusqu’à 30 jours à l’avance.",
            ),
            sample="2026-11-22",
            default="today",
        )
        basic = _wages.basic_field()
        housing = _wages.housing_field(unchanged=False)
        contract = Choice(
            Words(ar="نوع العقد", en="Kind of contract", fr="Type de contrat"),
            CONTRACTS,
            hint=Words(
                ar="إن تُرك فارغًا فهو غير محدد المدة.",
                en="Left empty it is open-ended.",
                fr="Vide : durée indéterminée.",
            ),
            optional=True,
            default="open_ended",
        )
        occupation = Text(
            Words(ar="المهنة", en="Occupation", fr="Profession"),
            limit=80,
            optional=True,
            sample="محاسب",
        )

    class Output(Output):
        """Who was registered, as the civil registry writes it."""

        name_ar = _single_asking.name_field()
        name_latin = _single_asking.latin_name_field()

    @staticmethod
    def decide(batch: Batch) -> None:
        """Refuse who cannot be registered; find the cohort; repeat what already is."""
        _facts.look_up(batch, on="started_on")
        _facts.cite_law(batch)
        _persons.read(batch)
        compare_with_joining(batch)
        batch.repeat(pl.col("same"), pl.col("joined_by"))
        same = pl.col("same")
        _facts.say(
            batch,
            [
                _facts.unknown_establishment(),
                _facts.closed_establishment(on="started_on", unless=same),
                *_persons.rules(batch),
                *overlap_rules(),
                _facts.far_ahead(batch, "started_on", unless=same),
                *_facts.too_old(batch, "started_on", unless=same),
                *_facts.late(batch, "joining", "started_on", unless=same),
                *_wages.odd_wages(batch, unless=same),
            ],
        )
        batch.answer(name_ar=pl.col("person_name_ar"), name_latin=pl.col("person_name_latin"))
        _count(batch)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Enter the persons, open their engagements."""
        rows, today = batch.frame, batch.context.today
        locks.establishments(seen=rows)
        people = commands.upsert_persons(
            facts=rows.select(
                "person_id",
                "cohort",
                "transaction",
                identifier="worker",
                name_ar="person_name_ar",
                name_latin=pl.col("person_name_latin").fill_null(""),
                sex="person_sex",
                nationality="person_nationality",
                birth_date="person_birth_date",
                cohort_since="started_on",
            )
        )
        joining = rows.drop("person_id").join(
            people, left_on="worker", right_on="identifier", how="left", maintain_order="left"
        )
        commands.open_engagements(
            engagements=joining.select(
                "person_id",
                "establishment_id",
                "started_on",
                "occupation",
                pl.col("contract").fill_null("open_ended"),
                "basic",
                "transaction",
                housing="new_housing",
            ),
            today=today,
        )

    examples = (
        Example(
            "a citizen joins today",
            {
                "establishment": "{establishment}",
                "worker": "{new_citizen}",
                "started_on": "2026-11-22",
                "basic": "8000",
                "housing": "2000",
                "contract": "open_ended",
                "occupation": "محاسب",
            },
        ),
        Example(
            "a resident joins, digits typed in Arabic",
            {
                "establishment": "{establishment}",
                "worker": "{new_resident}",
                "started_on": "٢٢/١١/٢٠٢٦",
                "basic": "٣٥٠٠",
            },
        ),
        Example(
            "the same joining twice has one effect",
            {
                "establishment": "{establishment}",
                "worker": "{new_citizen}",
                "started_on": "2026-11-22",
                "basic": "8000",
            },
            before=(
                (
                    "registry.register_worker",
                    {
                        "establishment": "{establishment}",
                        "worker": "{new_citizen}",
                        "started_on": "2026-11-22",
                        "basic": "8000",
                    },
                ),
            ),
        ),
        Example(
            "somebody already registered",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "started_on": "2026-11-22",
                "basic": "8000",
            },
            then="worker-already-registered",
        ),
        Example(
            "a number the civil registry does not know",
            {
                "establishment": "{establishment}",
                "worker": "{unknown_person}",
                "started_on": "2026-11-22",
                "basic": "8000",
            },
            then="person-unknown",
        ),
        Example(
            "somebody who has died",
            {
                "establishment": "{establishment}",
                "worker": "{dead_person}",
                "started_on": "2026-11-22",
                "basic": "8000",
            },
            then="person-dead",
        ),
        Example(
            "two months ahead",
            {
                "establishment": "{establishment}",
                "worker": "{new_citizen}",
                "started_on": "2027-01-22",
                "basic": "8000",
            },
            then="day-too-far-ahead",
        ),
        Example(
            "three years back",
            {
                "establishment": "{establishment}",
                "worker": "{new_citizen}",
                "started_on": "2023-11-22",
                "basic": "8000",
            },
            then="period-too-old",
        ),
        Example(
            "a digit of the number is wrong",
            {
                "establishment": "{establishment}",
                "worker": samples.slip(),
                "started_on": "2026-11-22",
                "basic": "8000",
            },
            then="national-id-mistyped",
        ),
    )


def _count(batch: Batch) -> None:
    rows = batch.standing()
    batch.changes["joins"] = rows.height
    if batch.context.dry_run:
        rows = rows.with_columns(
            engagement_id=pl.lit(None, pl.Int64)
        )  # not the one that ended before
        joined: dict[str, str | None] = {
            "basic": "basic",
            "housing": "new_housing",
            "since": "started_on",
            "until": None,
        }
        _single_asking.tell_contributions(
            batch, rows, _single_asking.month_told(batch, "started_on"), contribution_due=joined
        )
