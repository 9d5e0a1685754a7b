"""Take an agent's mandate back."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.mandates import _fields, _mandates, _sentences
from guichet.catalogue.mandates.appoint_agent import agent
from guichet.catalogue.registry import _facts
from guichet.domain.identity import appointments
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

_HOLDER = {"person": "{worker}", "delegate": "{new_citizen}"}
_GIVEN = ("mandates.appoint_agent", _HOLDER | {"rights": "view", "until": "2027-11-21"})


class EndAgent(Service):
    """It ends at once, in every channel; a court's guardian is not ended here."""

    code = 3902
    title = Words(
        ar="إنهاء توكيل", en="Stop somebody acting for you", fr="Mettre fin à une représentation"
    )
    also = Words(
        ar="إلغاء وكيل وكالة",
        en="revoke agent proxy",
        fr="révoquer mandataire procuration",
    )
    summary = Words(
        ar="أوقف فورًا من كان يتابع شؤونك عنك.",
        en="Stop at once whoever was seeing to your matters.",
        fr="Arrêtez aussitôt la personne qui suivait vos démarches.",
    )
    keyword = Words(ar="عزل", en="REVOKE", fr="REVOQUER")
    audience = frozenset({Segment.CONTRIBUTOR, Segment.BENEFICIARY})
    right = "appoint"
    party_kind = PartyKind.PERSON
    party = "person"
    seconds = 10
    icon = "user-minus"
    business_key = ("person", "delegate")

    class Input(Input):
        """Whose mandate."""

        person = _fields.person()
        delegate = agent()

    class Output(Output):
        """Since when it had been held."""

        held_from = Day(
            Words(ar="كان ساريًا من", en="Had held from", fr="Valait depuis le"), optional=True
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Nothing to end is refused; what has been ended already is repeated."""
        _mandates.look_up(batch, kind=PartyKind.PERSON, party="person")
        _mandates.look_up_ended(batch, kind=PartyKind.PERSON, party="person")
        over = pl.col("mandate").is_null() & pl.col("ended_by").is_not_null()
        batch.repeat(over, pl.col("ended_by"))
        court = pl.col("held_basis").is_in(["guardian", "custodian"])
        _facts.say(
            batch,
            [
                *_mandates.held_rules(unless=over),
                _facts.rule(court, _sentences.BY_COURT, "delegate"),
            ],
        )
        batch.answer(held_from=pl.col("held_since"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """End them."""
        appointments.end(batch.frame.select("mandate", "transaction"), now=batch.context.now)

    examples = (
        Example("no longer needed", _HOLDER, before=(_GIVEN,)),
        Example(
            "the same end twice has one effect",
            _HOLDER,
            before=(_GIVEN, ("mandates.end_agent", _HOLDER)),
        ),
        Example("somebody who is no agent", _HOLDER, then="no-mandate-to-change"),
        Example(
            "in somebody else’s name",
            {
                "person": "{recent_worker}",
                "delegate": "{new_citizen}",
            },
            then="not-covered-by-mandate",
        ),
    )
