"""Register an establishment of one's own."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.registry import _facts
from guichet.catalogue.registry._businesses import business_rules, look_up
from guichet.domain.identity.appointments import extend_to_branches
from guichet.domain.identity.commands import appoint_owner
from guichet.domain.identity.recorded_names import both_of
from guichet.domain.registry import commands
from guichet.domain.verification.checks import commercial
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.check import WhenDown
from guichet.engine.fields import (
    Choice,
    Day,
    EstablishmentNumber,
    Input,
    RegistrationNumber,
    Text,
)
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

PAYMENT_LEVELS = {
    "own": Words(
        ar="يسدد هذا الملف فاتورته",
        en="This establishment pays its own bill",
        fr="Cet établissement paie sa facture",
    ),
    "main": Words(
        ar="يسدد المركز الرئيسي",
        en="The main establishment pays",
        fr="L’établissement principal paie",
    ),
}

MAIN_NOT_YOURS = Refusal(
    "main-establishment-not-yours",
    ar="المنشأة {value} ليست منشأة رئيسية قائمة باسمك. اترك الحقل فارغًا أو اختر إحدى منشآتك الرئيسية.",
    en="Establishment {value} is not an open main establishment of yours. Leave this empty or choose one of yours.",
    fr="L’établissement {value} n’est pas un établissement principal ouvert à votre nom. Laissez vide ou choisissez l’un des vôtres.",
)


class RegisterEstablishment(Service):
    """An owner opens a file; everything about the business comes from the commercial registry."""

    code = 2101
    keyword = Words(ar="منشأة", en="ESTABLISHMENT", fr="ETABLISSEMENT")
    title = Words(ar="تسجيل منشأة", en="Register an establishment", fr="Inscrire un établissement")
    also = Words(
        ar="منشأة جديدة شركة مؤسسة سجل تجاري فتح",
        en="new company business employer commercial registration open",
        fr="nouvelle entreprise société employeur registre du commerce",
    )
    summary = Words(
        ar="افتح ملفًا لمنشأتك برقم السجل التجاري فقط، واحصل على رقمها فورًا.",
        en="Open a file for your business with its commercial registration alone, and get its number at once.",
        fr="Ouvrez le dossier de votre entreprise avec son seul numéro de registre du commerce et recevez son numéro aussitôt.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "register"
    party_kind = PartyKind.NOBODY
    icon = "building-2"
    business_key = ("cr_number",)
    checks = (commercial(field="cr_number", when_down=WhenDown.HOLD),)

    class Input(Input):
        """What is asked."""

        cr_number = RegistrationNumber(
            Words(ar="رقم السجل التجاري", en="Commercial registration", fr="Registre du commerce"),
            hint=Words(
                ar="10 أرقام، باسمك.", en="10 digits, in your name.", fr="10 chiffres, à votre nom."
            ),
            sample="1010000000",
        )
        opened_on = Day(
            Words(
                ar="تاريخ بدء تشغيل أول عامل",
                en="Day the first worker started",
                fr="Entrée du premier travailleur",
            ),
            hint=Words(
                ar="يُبلغ عنه خلال عشرة أيام.",
                en="To be reported within ten days.",
                fr="À déclarer dans les dix jours.",
            ),
            sample="2026-11-22",
            default="today",
        )
        main = EstablishmentNumber(
            Words(ar="رقم المنشأة الرئيسية", en="Main establishment", fr="Établissement principal"),
            hint=Words(
                ar="للفرع فقط؛ اتركه فارغًا لمنشأة رئيسية.",
                en="For a branch only; leave it empty for a main establishment.",
                fr="Pour une succursale seulement ; laissez vide pour un établissement principal.",
            ),
            optional=True,
        )
        payment_level = Choice(
            Words(ar="جهة السداد", en="Who pays the bill", fr="Qui paie la facture"),
            PAYMENT_LEVELS,
            optional=True,
            default="own",
        )

    class Output(Output):
        """The number given, and the name in the commercial registry."""

        establishment = EstablishmentNumber(
            Words(ar="رقم المنشأة", en="Establishment number", fr="Numéro de l’établissement")
        )
        name_ar = Text(
            Words(
                ar="اسم المنشأة",
                en="Name of the establishment (Arabic)",
                fr="Nom de l’établissement (arabe)",
            )
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Only the owner of an active business that has no file yet; the same file again is the
        first one.
        """
        look_up(batch)
        _facts.cite_law(batch)
        same = pl.col("same")
        batch.repeat(same, pl.col("known_by"))
        mine = (pl.col("main_owner") == pl.col("business_owner_number")) & pl.col("main_open")
        branch = pl.col("main").is_not_null() & ~same
        _facts.say(
            batch,
            [
                *business_rules(batch.context.actor.person_number),
                _facts.rule(branch & ~mine.fill_null(value=False), MAIN_NOT_YOURS, "main"),
                _facts.far_ahead(batch, "opened_on", unless=same),
                *_facts.late(batch, "establishment", "opened_on", unless=same),
            ],
        )
        batch.answer(name_ar=pl.col("business_name_ar"))
        batch.changes["establishments"] = batch.standing().height

    @staticmethod
    def apply(batch: Batch) -> None:
        """Give the numbers, and the owner the right to act for them."""
        rows, actor = batch.frame, batch.context.actor
        name_ar, name_latin = both_of(actor.id, actor.name)
        numbers = commands.register_establishments(
            establishments=rows.select(
                "cr_number",
                "main_id",
                "transaction",
                owner_number="business_owner_number",
                owner_name_ar=pl.lit(name_ar),
                owner_name_latin=pl.lit(name_latin),
                name_ar="business_name_ar",
                name_latin="business_name_latin",
                activity="business_activity",
                city="business_city",
                registered_on="opened_on",
                payment_level=pl.col("level"),
            )
        )
        batch.compute(establishment=pl.lit(numbers))
        batch.answer(establishment=pl.col("establishment"))
        appoint_owner(
            batch.frame.select("establishment", "transaction", owner_number="business_owner_number")
        )
        branches = batch.frame.filter(pl.col("main").is_not_null())
        extend_to_branches(
            branches.select("main", "transaction", branch="establishment"),
            now=batch.context.now,
            today=batch.context.today,
        )

    examples = (
        Example(
            "an owner registers a business",
            {"cr_number": "{new_business}", "opened_on": "2026-11-22"},
        ),
        Example(
            "the same registration twice has one effect",
            {"cr_number": "{new_business}", "opened_on": "2026-11-22"},
            before=(
                (
                    "registry.register_establishment",
                    {"cr_number": "{new_business}", "opened_on": "2026-11-22"},
                ),
            ),
        ),
        Example(
            "registered already, from another day",
            {"cr_number": "{new_business}", "opened_on": "2026-11-20"},
            before=(
                (
                    "registry.register_establishment",
                    {"cr_number": "{new_business}", "opened_on": "2026-11-22"},
                ),
            ),
            then="business-already-registered",
        ),
        Example(
            "a number nobody has",
            {"cr_number": "{unknown_business}", "opened_on": "2026-11-22"},
            then="business-unknown",
        ),
        Example(
            "a business struck off",
            {"cr_number": "{cancelled_business}", "opened_on": "2026-11-22"},
            then="business-not-active",
        ),
        Example(
            "somebody else’s business",
            {"cr_number": "{foreign_business}", "opened_on": "2026-11-22"},
            then="business-not-yours",
        ),
        Example(
            "too few digits",
            {"cr_number": "12345", "opened_on": "2026-11-22"},
            then="number-invalid",
        ),
    )
