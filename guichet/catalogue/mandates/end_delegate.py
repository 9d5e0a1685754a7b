"""Take a delegate's mandate back."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.mandates import _fields, _mandates, _sentences
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry import _facts
from guichet.domain.identity import appointments
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

_HOLDER = {"establishment": "{establishment}", "delegate": "{new_citizen}"}
_GIVEN = ("mandates.appoint_delegate", _HOLDER | {"rights": "view"})


class EndDelegate(Service):
    """It ends at once, in every channel; nothing done before is touched."""

    code = 2903
    title = Words(ar="إنهاء تفويض", en="End a delegate’s mandate", fr="Mettre fin à un mandat")
    also = Words(
        ar="إلغاء محاسب صلاحية",
        en="remove accountant access revoke",
        fr="retirer comptable accès révoquer",
    )
    summary = Words(
        ar="أوقف صلاحيات مفوض أو مكتب فورًا في جميع القنوات.",
        en="Stop a delegate or bureau at once, in every channel.",
        fr="Arrêtez un mandataire ou un cabinet aussitôt, sur tous les canaux.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "appoint"
    either = _fields.whom(
        Words(
            ar="تفويض من تنهي؟",
            en="Whose mandate do you end?",
            fr="De qui terminez-vous le mandat ?",
        )
    )
    seconds = 10
    icon = "user-minus"
    business_key = ("establishment", "delegate", "bureau")

    class Input(Input):
        """Whose mandate."""

        establishment = establishment_field(hinted=True)
        delegate = _fields.delegate()
        bureau = _fields.bureau()

    class Output(Output):
        """Since when it had been held."""

        held_from = Day(
            Words(ar="كان ساريًا من", en="Had held from", fr="Valait depuis le"), optional=True
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Nothing to end is refused; what has been ended already is repeated."""
        _mandates.look_up(batch, kind=PartyKind.ESTABLISHMENT, party="establishment")
        _mandates.look_up_ended(batch, kind=PartyKind.ESTABLISHMENT, party="establishment")
        over = pl.col("mandate").is_null() & pl.col("ended_by").is_not_null()
        batch.repeat(over, pl.col("ended_by"))
        given = [pl.col("raw_delegate").is_not_null(), pl.col("raw_bureau").is_not_null()]
        _facts.say(
            batch,
            [
                _facts.unknown_establishment(),
                _facts.rule(given[0] == given[1], _sentences.ONE_HOLDER, "delegate"),
                *_mandates.held_rules(unless=over),
            ],
        )
        batch.answer(held_from=pl.col("held_since"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """End them, and those of branches that follow."""
        appointments.end(batch.frame.select("mandate", "transaction"), now=batch.context.now)

    examples = (
        Example("a clerk who leaves", _HOLDER, before=(_GIVEN,)),
        Example(
            "the same end twice has one effect",
            _HOLDER,
            before=(_GIVEN, ("mandates.end_delegate", _HOLDER)),
        ),
        Example("somebody who holds none", _HOLDER, then="no-mandate-to-change"),
        Example("nobody named", {"establishment": "{establishment}"}, then="mandate-one-holder"),
        Example(
            "somebody else’s establishment",
            {
                "establishment": "{foreign_establishment}",
                "delegate": "{new_citizen}",
            },
            then="not-covered-by-mandate",
        ),
    )
