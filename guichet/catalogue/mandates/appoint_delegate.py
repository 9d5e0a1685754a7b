"""Let a person or a bureau act for an establishment, with these rights and no others."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.mandates import _fields, _mandates, _sentences
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry import _facts
from guichet.domain.identity import appointments
from guichet.domain.registry.queries import branches_of
from guichet.domain.verification.checks import civil
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input, Text
from guichet.engine.service import Example, Output, Power, Service
from guichet.lib.text import Words


class AppointDelegate(Service):
    """Only the owner appoints; whoever is appointed hands nothing on."""

    code = 2901
    title = Words(ar="تعيين مفوض", en="Appoint a delegate", fr="Désigner un mandataire")
    also = Words(
        ar="محاسب مندوب مكتب خدمات صلاحية مستخدم وكيل",
        en="accountant bureau user access authorise proxy",
        fr="comptable bureau utilisateur accès procuration",
    )
    summary = Words(
        ar="فوّض شخصًا أو مكتبًا ليعمل عن منشأتك بالصلاحيات والمدة التي تختارها.",
        en="Let a person or a bureau act for your establishment, with the rights and for the time you choose.",
        fr="Autorisez une personne ou un cabinet à agir pour votre établissement, avec les droits et la durée choisis.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "appoint"
    either = _fields.whom(Words(ar="من تفوّض؟", en="Whom do you appoint?", fr="Qui désignez-vous ?"))
    assurance = Assurance.SECOND_FACTOR
    power = Power.RIGHTS
    seconds = 20
    icon = "user-plus"
    business_key = ("establishment", "delegate", "bureau")
    checks = (civil(field="delegate"),)

    class Input(Input):
        """Whom, to do what, for how long."""

        establishment = establishment_field(hinted=True)
        delegate = _fields.delegate()
        bureau = _fields.bureau()
        rights = _fields.rights()
        since = _fields.since()
        until = _fields.until()
        branches = _fields.branches()

    class Output(Output):
        """Who may act now, and from when."""

        holder_name = Text(Words(ar="المفوض", en="Delegate", fr="Mandataire"), names="delegate")
        holds_from = Day(Words(ar="يسري من", en="Holds from", fr="Valable à partir du"))

    @staticmethod
    def decide(batch: Batch) -> None:
        """Refuse a second mandate of the same holder; the same one again is the first."""
        _mandates.look_up(batch, kind=PartyKind.ESTABLISHMENT, party="establishment")
        same = _mandates.same_rights("held_rights", "rights") & (
            pl.col("held_since") == pl.col("start")
        )
        same &= pl.col("held_until").eq_missing(pl.col("until"))
        same &= pl.col("held_branches") == (pl.col("branches").fill_null("this") == "all")
        batch.compute(same=(same & (pl.col("held_by") > 0)).fill_null(value=False))
        same = pl.col("same")
        batch.repeat(same, pl.col("held_by"))
        _facts.say(
            batch,
            [
                _facts.unknown_establishment(),
                _facts.closed_establishment(on="start", unless=same),
                *_mandates.holder_rules(),
                *_mandates.age_rules(batch, unless=same),
                *_mandates.right_rules(),
                *_mandates.day_rules(batch, unless=same),
                _facts.rule(
                    pl.col("mandate").is_not_null() & ~same,
                    _sentences.ALREADY_HOLDS,
                    "delegate",
                    value=pl.col("holder"),
                    rights=pl.col("held_rights"),
                    since=pl.col("held_since"),
                ),
            ],
        )
        batch.answer(holder_name=_mandates.holder_name(batch), holds_from=pl.col("start"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Give the mandates, and those of branches that follow them."""
        now, today = batch.context.now, batch.context.today
        mandates = _mandates.given(batch, party="establishment", basis="delegate")
        appointments.appoint(mandates, kind=PartyKind.ESTABLISHMENT.value, now=now, today=today)
        wide = mandates.filter("with_branches").select("transaction", main="party")
        appointments.extend_to_branches(
            branches_of(wide["main"]).join(wide, on="main"),
            now=now,
            today=today,
            of_transaction=True,
        )

    examples = (
        Example(
            "a clerk may change wages",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "wages,view",
                "since": "2026-11-22",
                "until": "2027-11-21",
            },
        ),
        Example(
            "a bureau may do everything but appoint, for the branches too",
            {
                "establishment": "{establishment}",
                "bureau": "{foreign_establishment}",
                "rights": "register, wages, pay, bank, certificates, view",
                "branches": "all",
            },
        ),
        Example(
            "rights by their names, in the client’s language",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "Change wages; View",
            },
        ),
        Example(
            "the same appointment twice has one effect",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "view",
            },
            before=(
                (
                    "mandates.appoint_delegate",
                    {
                        "establishment": "{establishment}",
                        "delegate": "{new_citizen}",
                        "rights": "view",
                    },
                ),
            ),
        ),
        Example(
            "a delegate already, with other rights",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "wages",
            },
            before=(
                (
                    "mandates.appoint_delegate",
                    {
                        "establishment": "{establishment}",
                        "delegate": "{new_citizen}",
                        "rights": "view",
                    },
                ),
            ),
            then="mandate-already-held",
        ),
        Example(
            "nobody named",
            {"establishment": "{establishment}", "rights": "view"},
            then="mandate-one-holder",
        ),
        Example(
            "a child",
            {
                "establishment": "{establishment}",
                "delegate": "{child}",
                "rights": "view",
            },
            then="mandate-holder-minor",
        ),
        Example(
            "to act for clients, where there are none",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "view,clients",
            },
            then="no-clients-to-act-for",
        ),
        Example(
            "to act for clients, by another bureau",
            {
                "establishment": "{establishment}",
                "bureau": "{foreign_establishment}",
                "rights": "clients",
            },
            then="clients-for-persons-only",
        ),
        Example(
            "the owner needs none",
            {
                "establishment": "{establishment}",
                "delegate": "{owner}",
                "rights": "view",
            },
            then="mandate-holder-is-self",
        ),
        Example(
            "a number nobody has",
            {
                "establishment": "{establishment}",
                "delegate": "{unknown_person}",
                "rights": "view",
            },
            then="person-unknown",
        ),
        Example(
            "a bureau nobody has",
            {
                "establishment": "{establishment}",
                "bureau": "599999999",
                "rights": "view",
            },
            then="bureau-unknown",
        ),
        Example(
            "from yesterday on",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "view",
                "since": "2026-11-21",
            },
            then="mandate-start-passed",
        ),
        Example(
            "over before it begins",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "view",
                "since": "2026-12-01",
                "until": "2026-11-30",
            },
            then="mandate-ends-before-start",
        ),
        Example(
            "a right there is not",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "view,appoint",
            },
            then="choices-unknown",
        ),
        Example(
            "somebody else’s establishment",
            {
                "establishment": "{foreign_establishment}",
                "delegate": "{new_citizen}",
                "rights": "view",
            },
            then="not-covered-by-mandate",
        ),
    )
