"""Let somebody act for you in your own matters."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.mandates import giving, sentences
from guichet.catalogue.registry import facts
from guichet.catalogue.registry.persons import PERSON_DEAD, PERSON_UNKNOWN
from guichet.domain.identity import appointing
from guichet.domain.verification.checks import civil
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input, NationalId, Text
from guichet.engine.service import Example, Output, Power, Service
from guichet.lib.text import Words


def agent() -> NationalId:
    """Who acts."""
    return NationalId(
        Words(
            ar="رقم هوية الوكيل",
            en="The agent’s national number",
            fr="Numéro d’identité du représentant",
        ),
        sample="1000000016",
    )


class AppointAgent(Service):
    """The agent may do in the person's matters whatever the person may, but appoint others."""

    code = 3901
    title = Words(ar="توكيل شخص عنك", en="Let somebody act for you", fr="Désigner un représentant")
    summary = Words(
        ar="اسمح لشخص تثق به أن يتابع شؤونك التأمينية عنك إلى يوم تحدده.",
        en="Let somebody you trust see to your insurance matters for you, until a day you set.",
        fr="Laissez une personne de confiance suivre vos démarches, jusqu’au jour que vous fixez.",
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
        """Who acts, and how long."""

        person = giving.person()
        delegate = agent()
        since = giving.since()
        until = giving.until(optional=False)

    class Output(Output):
        """Who may act now, and from when."""

        holder_name = Text(
            Words(ar="الوكيل", en="Agent", fr="Représentant"), names="delegate"
        )
        holds_from = Day(Words(ar="يسري من", en="Holds from", fr="Valable à partir du"))

    @staticmethod
    def decide(batch: Batch) -> None:
        """Refuse a second mandate of the same agent; the same one again is the first."""
        giving.look_up(batch, kind=PartyKind.PERSON, party="person")
        same = (pl.col("held_since") == pl.col("start")) & (pl.col("held_until") == pl.col("until"))
        batch.compute(
            same=(same & (pl.col("held_by") > 0)).fill_null(value=False), rights=pl.lit("self")
        )
        same = pl.col("same")
        batch.repeat(same, pl.col("held_by"))
        facts.say(
            batch,
            [
                facts.rule(pl.col("delegate") == pl.col("person"), sentences.HOLDER_IS_SELF, "delegate"),
                facts.rule(pl.col("person_status") == "unknown", PERSON_UNKNOWN, "delegate"),
                facts.rule(pl.col("person_status") == "dead", PERSON_DEAD, "delegate"),
                *giving.day_rules(batch, unless=same),
                facts.rule(pl.col("mandate").is_not_null() & ~same, sentences.AGENT_ALREADY, "delegate",
                    since=pl.col("held_since")),
            ],
        )  # fmt: skip
        batch.answer(holder_name=giving.holder_name(batch), holds_from=pl.col("start"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Give the mandates."""
        appointing.appoint(
            giving.given(batch, party="person", basis="agent"),
            kind=PartyKind.PERSON.value, now=batch.context.now, today=batch.context.today,
        )  # fmt: skip

    examples = (
        Example("a son for his father", {
            "person": "{worker}", "delegate": "{new_citizen}", "since": "2026-11-22", "until": "2027-11-21",
        }),
        Example("the same twice has one effect", {
            "person": "{worker}", "delegate": "{new_citizen}", "until": "2027-11-21",
        }, before=(("mandates.appoint_agent", {
            "person": "{worker}", "delegate": "{new_citizen}", "until": "2027-11-21",
        }),)),
        Example("an agent already, until another day", {
            "person": "{worker}", "delegate": "{new_citizen}", "until": "2027-12-31",
        }, before=(("mandates.appoint_agent", {
            "person": "{worker}", "delegate": "{new_citizen}", "until": "2027-11-21",
        }),), then="agent-already-appointed"),
        Example("oneself", {"person": "{worker}", "delegate": "{worker}", "until": "2027-11-21"},
            then="mandate-holder-is-self"),
        Example("without an end", {"person": "{worker}", "delegate": "{new_citizen}"}, then="field-required"),
        Example("in somebody else’s name", {
            "person": "{recent_worker}", "delegate": "{new_citizen}", "until": "2027-11-21",
        }, then="not-covered-by-mandate"),
    )  # fmt: skip
