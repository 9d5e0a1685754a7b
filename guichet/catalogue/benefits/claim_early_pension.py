"""Claim a pension before the normal age, with the months the law asks for that; decided at once."""

from __future__ import annotations

from guichet.catalogue.benefits import _claim, _old_age
from guichet.catalogue.parties import own_number_field
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input
from guichet.engine.service import Example, Service
from guichet.lib import samples
from guichet.lib.text import Words

WAYS = ("early",)


class ClaimEarlyPension(Service):
    """Nobody looks at it: months and wages are on record, the account too."""

    code = 3303
    title = Words(
        ar="طلب معاش التقاعد المبكر",
        en="Claim an early pension",
        fr="Demander une pension anticipée",
    )
    also = Words(
        ar="تقاعد مبكر قبل السن خمس وعشرين سنة خدمة",
        en="early retirement before age twenty-five years of service",
        fr="retraite anticipée avant l’âge vingt-cinq ans",
    )
    summary = Words(
        ar="اطلب معاشك قبل السن النظامية إذا اكتملت أشهر التقاعد المبكر وتركت العمل. يُقرر في الحال ويُصرف إلى حسابك المسجل.",
        en="Claim your pension before the normal age, if you have the months for it and have stopped working. It is decided at once and paid to your account on record.",
        fr="Demandez votre pension avant l’âge normal, si vous avez les mois requis et avez cessé de travailler. Elle est décidée aussitôt et versée sur votre compte enregistré.",
    )
    audience = frozenset({Segment.CONTRIBUTOR, Segment.BENEFICIARY})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    seconds = 20
    icon = "pension"
    business_key = ("person",)
    paper = _claim.NOTICE

    class Input(Input):
        """Whose."""

        person = own_number_field()

    class Output(_claim.Awarded):
        """What was decided."""

    @staticmethod
    def decide(batch: Batch) -> None:
        """A right before the normal age."""
        _old_age.decide(batch, WAYS, _old_age.NOT_EARLY)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Award it, bring it into payment, and issue the notice."""
        _old_age.apply(batch)

    examples = (
        Example(
            "with the months, and after leaving", {"person": "{worker}"}, before=_claim.STOPPED
        ),
        Example(
            "claimed twice, it is awarded once",
            {"person": "{worker}"},
            before=(*_claim.STOPPED, ("benefits.claim_early_pension", {"person": "{worker}"})),
        ),
        Example("while still working", {"person": "{worker}"}, then="pension-still-working"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
    )
