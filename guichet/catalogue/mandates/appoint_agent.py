"""Let somebody act for you in your own matters."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.mandates import _fields, _mandates, _sentences
from guichet.catalogue.registry import _facts
from guichet.catalogue.registry._persons import PERSON_DEAD, PERSON_UNKNOWN
from guichet.domain.identity import appointments
from guichet.domain.verification.checks import civil
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input, NationalId, Text
from guichet.engine.service import Example, Output, Power, Service
from guichet.lib import samples
from guichet.lib.text import Words


def agent() -> NationalId:
    """Who acts."""
    return NationalId(
        Words(
            ar="رقم هوية الوكيل",
            en="The agent’s national number",
            fr="Numéro d’identité du représentant",
        ),
        sample=samples.person(1),
    )


class AppointAgent(Service):
    """The agent may do what was chosen, the bank account only by name, and appoints nobody."""

    code = 3901
    title = Words(ar="توكيل شخص عنك", en="Let somebody act for you", fr="Désigner un représentant")
    also = Words(
        ar="وكيل وكالة ابن أب",
        en="agent proxy son parent power of attorney",
        fr="procuration mandataire fils parent",
    )
    summary = Words(
        ar="اسمح لشخص تثق به أن يفعل عنك ما تختاره إلى يوم تحدده. نبلغك بكل ما يفعله، وتنهي توكيله متى شئت.",
        en="Let somebody you trust do for you what you choose, until a day you set. We tell you of each act; end it when you like.",
        fr="Laissez une personne de confiance faire ce que vous choisissez, jusqu’au jour fixé. Nous vous informons de chaque acte ; mettez-y fin quand vous voulez.",
    )
    audience = frozenset({Segment.CONTRIBUTOR, Segment.BENEFICIARY})
    right = "appoint"
    assurance = Assurance.SECOND_FACTOR
    power = Power.RIGHTS
    party_kind = PartyKind.PERSON
    party = "person"
    seconds = 20
    icon = "user-plus"
    business_key = ("person", "delegate")
    checks = (civil(field="delegate"),)

    class Input(Input):
        """Who acts, to do what, and how long."""

        person = _fields.person()
        delegate = agent()
        rights = _fields.agent_rights()
        since = _fields.since()
        until = _fields.until(optional=False)

    class Output(Output):
        """Who may act now, and from when."""

        holder_name = Text(Words(ar="الوكيل", en="Agent", fr="Représentant"), names="delegate")
        holds_from = Day(Words(ar="يسري من", en="Holds from", fr="Valable à partir du"))

    @staticmethod
    def decide(batch: Batch) -> None:
        """Refuse a second mandate of the same agent; the same one again is the first."""
        _mandates.look_up(batch, kind=PartyKind.PERSON, party="person")
        same = (pl.col("held_since") == pl.col("start")) & (pl.col("held_until") == pl.col("until"))
        same &= _mandates.same_rights("held_rights", "rights")
        batch.compute(same=(same & (pl.col("held_by") > 0)).fill_null(value=False))
        same = pl.col("same")
        batch.repeat(same, pl.col("held_by"))
        _facts.say(
            batch,
            [
                _facts.rule(
                    pl.col("delegate") == pl.col("person"), _sentences.HOLDER_IS_SELF, "delegate"
                ),
                _facts.rule(pl.col("person_status") == "unknown", PERSON_UNKNOWN, "delegate"),
                _facts.rule(pl.col("person_status") == "dead", PERSON_DEAD, "delegate"),
                *_mandates.age_rules(batch, unless=same),
                *_mandates.day_rules(batch, unless=same),
                _facts.rule(
                    pl.col("mandate").is_not_null() & ~same,
                    _sentences.AGENT_ALREADY,
                    "delegate",
                    since=pl.col("held_since"),
                ),
            ],
        )
        batch.answer(holder_name=_mandates.holder_name(batch), holds_from=pl.col("start"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Give the mandates."""
        appointments.appoint(
            _mandates.given(batch, party="person", basis="agent"),
            kind=PartyKind.PERSON.value,
            now=batch.context.now,
            today=batch.context.today,
        )

    examples = (
        Example(
            "a son for his father",
            {
                "person": "{worker}",
                "delegate": "{new_citizen}",
                "rights": "view,certificates",
                "since": "2026-11-22",
                "until": "2027-11-21",
            },
        ),
        Example(
            "the same twice has one effect",
            {
                "person": "{worker}",
                "delegate": "{new_citizen}",
                "rights": "view",
                "until": "2027-11-21",
            },
            before=(
                (
                    "mandates.appoint_agent",
                    {
                        "person": "{worker}",
                        "delegate": "{new_citizen}",
                        "rights": "view",
                        "until": "2027-11-21",
                    },
                ),
            ),
        ),
        Example(
            "an agent already, until another day",
            {
                "person": "{worker}",
                "delegate": "{new_citizen}",
                "rights": "view",
                "until": "2027-12-31",
            },
            before=(
                (
                    "mandates.appoint_agent",
                    {
                        "person": "{worker}",
                        "delegate": "{new_citizen}",
                        "rights": "view",
                        "until": "2027-11-21",
                    },
                ),
            ),
            then="agent-already-appointed",
        ),
        Example(
            "oneself",
            {"person": "{worker}", "delegate": "{worker}", "rights": "view", "until": "2027-11-21"},
            then="mandate-holder-is-self",
        ),
        Example(
            "one who may change the bank account, because it is said so",
            {
                "person": "{worker}",
                "delegate": "{new_citizen}",
                "rights": "self,bank",
                "until": "2027-11-21",
            },
        ),
        Example(
            "an agent already, to do something else",
            {
                "person": "{worker}",
                "delegate": "{new_citizen}",
                "rights": "view,bank",
                "until": "2027-11-21",
            },
            before=(
                (
                    "mandates.appoint_agent",
                    {
                        "person": "{worker}",
                        "delegate": "{new_citizen}",
                        "rights": "view",
                        "until": "2027-11-21",
                    },
                ),
            ),
            then="agent-already-appointed",
        ),
        Example(
            "nothing chosen",
            {
                "person": "{worker}",
                "delegate": "{new_citizen}",
                "until": "2027-11-21",
            },
            then="field-required",
        ),
        Example(
            "a child",
            {
                "person": "{worker}",
                "delegate": "{child}",
                "rights": "view",
                "until": "2027-11-21",
            },
            then="mandate-holder-minor",
        ),
        Example(
            "without an end",
            {"person": "{worker}", "delegate": "{new_citizen}", "rights": "view"},
            then="field-required",
        ),
        Example(
            "in somebody else’s name",
            {
                "person": "{recent_worker}",
                "delegate": "{new_citizen}",
                "rights": "view",
                "until": "2027-11-21",
            },
            then="not-covered-by-mandate",
        ),
    )
