"""Claim the pension of the normal age; decided at once from what is on record."""

from __future__ import annotations

from guichet.catalogue.benefits import _claim, _old_age
from guichet.catalogue.parties import own_number_field
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input
from guichet.engine.service import Example, Service
from guichet.lib import samples
from guichet.lib.text import Words

WAYS = ("normal", "arduous", "prison")


class ClaimOldAgePension(Service):
    """Nobody looks at it: age, months and wages are on record, the account too."""

    code = 3302
    title = Words(
        ar="طلب معاش التقاعد", en="Claim my old-age pension", fr="Demander ma pension de vieillesse"
    )
    also = Words(
        ar="تقاعد متقاعد راتب تقاعدي صرف معاش الستين",
        en="retire retirement pension age sixty",
        fr="retraite départ pension âge",
    )
    summary = Words(
        ar="اطلب معاشك بعد بلوغ السن النظامية وترك العمل. يُحسب من مددك وأجورك ويُقرر في الحال، ويُصرف إلى حسابك المسجل.",
        en="Claim your pension once you have reached the age and stopped working. It is reckoned from your periods and wages, decided at once, and paid to your account on record.",
        fr="Demandez votre pension une fois l’âge atteint et le travail arrêté. Elle est calculée sur vos périodes et salaires, décidée aussitôt et versée sur votre compte enregistré.",
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
        """A right at the normal age, or before it after arduous work."""
        _old_age.decide(batch, WAYS, _old_age.ONLY_EARLY)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Award it, bring it into payment, and issue the notice."""
        _old_age.apply(batch)

    examples = (
        Example("for somebody past the age, by their agent", {"person": "{retired}"}),
        Example(
            "claimed twice, it is awarded once",
            {"person": "{retired}"},
            before=(("benefits.claim_old_age_pension", {"person": "{retired}"}),),
        ),
        Example(
            "too young, but with the months of an early pension",
            {"person": "{worker}"},
            before=_claim.STOPPED,
            then="pension-only-early",
        ),
        Example("while still working", {"person": "{worker}"}, then="pension-still-working"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
    )
