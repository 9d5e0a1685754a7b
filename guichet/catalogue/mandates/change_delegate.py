"""Give a delegate other rights, or another last day."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.mandates import _fields, _mandates, _sentences
from guichet.catalogue.mandates._rights import DELEGATES, FORMER
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry import _facts
from guichet.domain.identity import appointments
from guichet.domain.registry.queries import branches_of
from guichet.domain.verification.checks import civil
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input, Text
from guichet.engine.service import Example, Output, Power, Service
from guichet.lib.text import Words

_GIVEN = (
    "mandates.appoint_delegate",
    {
        "establishment": "{establishment}",
        "delegate": "{new_citizen}",
        "rights": "view",
    },
)


class ChangeDelegate(Service):
    """The old mandate ends and a new one begins in the same moment; both stay in the record."""

    code = 2902
    title = Words(
        ar="تعديل صلاحيات مفوض",
        en="Change a delegate’s rights",
        fr="Modifier les droits d’un mandataire",
    )
    also = Words(
        ar="محاسب صلاحية",
        en="accountant access",
        fr="comptable accès",
    )
    summary = Words(
        ar="غيّر ما يحق لمفوضك أن يفعله أو آخر يوم لتفويضه، ويسري ذلك فورًا.",
        en="Change what a delegate may do, or the last day; it holds at once.",
        fr="Changez ce qu’un mandataire peut faire, ou son dernier jour ; effet immédiat.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "appoint"
    either = _fields.whom(
        Words(
            ar="صلاحيات من تعدّل؟",
            en="Whose rights do you change?",
            fr="De qui modifiez-vous les droits ?",
        )
    )
    assurance = Assurance.SECOND_FACTOR
    power = Power.RIGHTS
    seconds = 20
    icon = "file-pen"
    business_key = ("establishment", "delegate", "bureau")
    checks = (civil(field="delegate"),)

    class Input(Input):
        """Whose mandate, and what it shall be."""

        establishment = establishment_field(hinted=True)
        delegate = _fields.delegate()
        bureau = _fields.bureau()
        rights = _fields.rights()
        until = _fields.until()
        branches = _fields.branches()

    class Output(Output):
        """What was so far."""

        rights_before = Text(
            Words(ar="الصلاحيات السابقة", en="Rights until now", fr="Droits jusqu’ici")
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """There must be one; what it says already is repeated."""
        _mandates.look_up(batch, kind=PartyKind.ESTABLISHMENT, party="establishment")
        # A mandate that has yet to begin still begins on its day.
        batch.compute(start=pl.max_horizontal("start", "held_since"))
        same = _mandates.same_rights("held_rights", "rights")
        same &= pl.col("held_until").eq_missing(pl.col("until"))
        same &= pl.col("held_branches") == (pl.col("branches").fill_null("this") == "all")
        batch.compute(same=(same & (pl.col("held_by") > 0)).fill_null(value=False))
        same = pl.col("same")
        batch.repeat(same, pl.col("held_by"))
        _facts.say(
            batch,
            [
                _facts.unknown_establishment(),
                *_mandates.holder_rules(),
                *_mandates.held_rules(),
                *_mandates.age_rules(batch, unless=same),
                *_mandates.right_rules(),
                _facts.rule(
                    (pl.col("until") < pl.col("start")) & ~same,
                    _sentences.END_BEFORE_START,
                    "until",
                    since=pl.col("start"),
                ),
            ],
        )
        language = batch.context.language
        named = {code: words.at(language) for code, words in {**DELEGATES, **FORMER}.items()}
        told = pl.col("held_rights").str.split(",").list.eval(pl.element().replace(named))
        batch.answer(rights_before=told.list.join(" · "))

    @staticmethod
    def apply(batch: Batch) -> None:
        """End the old, give the new."""
        now, today = batch.context.now, batch.context.today
        appointments.end(batch.frame.select("mandate", "transaction"), now=now)
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
            "a clerk may now change wages too",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "wages,view",
            },
            before=(_GIVEN,),
        ),
        Example(
            "what it says already",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "view",
            },
            before=(_GIVEN,),
        ),
        Example(
            "somebody who holds none",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "view",
            },
            then="no-mandate-to-change",
        ),
        Example(
            "over before today",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "view",
                "until": "2026-11-01",
            },
            before=(_GIVEN,),
            then="mandate-ends-before-start",
        ),
        Example(
            "no right at all",
            {
                "establishment": "{establishment}",
                "delegate": "{new_citizen}",
                "rights": "",
            },
            before=(_GIVEN,),
            then="field-required",
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
