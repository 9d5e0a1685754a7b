"""Act for somebody by a deed: a court's guardian or custodian, a notary's attorney."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from guichet.catalogue.mandates import _sentences
from guichet.catalogue.registry import _facts
from guichet.domain.identity import appointments, holders
from guichet.domain.verification.checks import justice
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, Input, NationalId, RegistrationNumber
from guichet.engine.service import Example, Output, Power, Service
from guichet.lib.text import Words

# A deed without an end is asked about again once a year (proxies are renewed periodically, REG230
# 88).
LONGEST = timedelta(days=365)
_DEED_FACTS = {
    "status": pl.String,
    "kind": pl.String,
    "principal_number": pl.Int64,
    "agent_number": pl.Int64,
    "valid_until": pl.Date,
}


class RegisterDeed(Service):
    """The Ministry of Justice says who may act for whom; nothing else is believed."""

    code = 3903
    title = Words(
        ar="العمل بصك وكالة أو ولاية",
        en="Act by a deed or guardianship",
        fr="Agir par procuration ou tutelle",
    )
    also = Words(
        ar="صك وكالة ولاية قاصر حارس",
        en="power of attorney guardian minor court",
        fr="procuration tutelle mineur notaire",
    )
    summary = Words(
        ar="أدخل رقم الصك فقط، ونتحقق منه لدى وزارة العدل، ثم تابع شؤون موكلك أو من تحت ولايتك.",
        en="Give the deed’s number alone; we verify it with the Ministry of Justice, and you see to the other’s matters.",
        fr="Donnez le seul numéro de l’acte ; nous le vérifions auprès du ministère de la Justice.",
    )
    audience = frozenset({Segment.CONTRIBUTOR, Segment.BENEFICIARY})
    right = "self"
    assurance = Assurance.SECOND_FACTOR
    power = Power.RIGHTS
    party_kind = PartyKind.NOBODY
    seconds = 15
    icon = "scale"
    business_key = ("deed",)
    checks = (justice(field="deed"),)

    class Input(Input):
        """Only its number."""

        deed = RegistrationNumber(
            Words(ar="رقم الصك", en="Deed number", fr="Numéro de l’acte"),
            hint=Words(
                ar="10 أرقام، باسمك.", en="10 digits, in your name.", fr="10 chiffres, à votre nom."
            ),
            sample="9000000008",
        )

    class Output(Output):
        """For whom, and until when."""

        principal = NationalId(
            Words(ar="رقم هوية من تعمل عنه", en="You may act for", fr="Vous pouvez agir pour")
        )
        holds_until = Day(Words(ar="يسري إلى", en="Holds until", fr="Valable jusqu’au"))

    @staticmethod
    def decide(batch: Batch) -> None:
        """Only the agent the deed names; the same deed again is the first."""
        absent = {n: k for n, k in _DEED_FACTS.items() if f"deed_{n}" not in batch.frame.columns}
        batch.compute(**{f"deed_{name}": pl.lit(None, kind) for name, kind in absent.items()})
        today, me = batch.context.today, batch.context.actor.person_number
        batch.compute(
            holder=pl.lit(me, pl.Int64),
            last=pl.min_horizontal(pl.col("deed_valid_until"), pl.lit(today + LONGEST)),
        )
        found = holders.living(
            batch.frame.select("holder", party="deed_principal_number"),
            kind=PartyKind.PERSON.value,
            on=today,
        )
        batch.look_up(
            found.rename({"party": "deed_principal_number"}), on=["deed_principal_number", "holder"]
        )
        same = (pl.col("held_basis") == pl.col("deed_kind")) & (pl.col("held_by") > 0)
        batch.compute(same=same.fill_null(value=False))
        batch.repeat(pl.col("same"), pl.col("held_by"))
        status, mine = (
            pl.col("deed_status"),
            pl.col("deed_agent_number") == pl.lit(me, dtype=pl.Int64),
        )
        over = (status == "revoked") | (pl.col("deed_valid_until") < today)
        held = pl.col("mandate").is_not_null() & ~pl.col("same")
        _facts.say(
            batch,
            [
                _facts.rule(pl.lit(me is None), _sentences.ACTOR_NOT_KNOWN, "deed"),
                _facts.rule(status == "unknown", _sentences.DEED_UNKNOWN, "deed"),
                # Whose a deed is, or that it was revoked, is told to its agent only.
                _facts.rule((status != "unknown") & ~mine, _sentences.DEED_UNKNOWN, "deed"),
                _facts.rule(mine & over, _sentences.DEED_OVER, "deed"),
                _facts.rule(
                    mine & held, _sentences.ACTS_ALREADY, "deed", since=pl.col("held_since")
                ),
            ],
        )
        batch.answer(principal=pl.col("deed_principal_number"), holds_until=pl.col("last"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Give the mandates; of whom they are about nothing is changed.

        A court's guardian and custodian keep the other's money. What powers a notary's deed names
        the ministry does not say, so an attorney gets none over money: the principal gives it by
        name.
        """
        now, today = batch.context.now, batch.context.today
        mandates = batch.frame.select(
            "transaction",
            party="deed_principal_number",
            delegate="holder",
            bureau=pl.lit(None, pl.Int64),
            holder_ar=pl.lit(batch.context.actor.name),
            holder_latin=pl.lit(""),
            basis="deed_kind",
            rights=pl.when(pl.col("deed_kind") == "attorney")
            .then(pl.lit("self"))
            .otherwise(pl.lit("self,bank")),
            since=pl.lit(today),
            until="last",
            with_branches=pl.lit(value=False),
        )
        appointments.appoint(mandates, kind=PartyKind.PERSON.value, now=now, today=today)

    examples = (
        Example("a deed in one’s own name", {"deed": "{deed}"}),
        Example(
            "the same deed twice has one effect",
            {"deed": "{deed}"},
            before=(("mandates.register_deed", {"deed": "{deed}"}),),
        ),
        Example(
            "somebody else’s deed is as good as none",
            {"deed": "{foreign_deed}"},
            then="deed-unknown",
        ),
        Example("a deed that was revoked", {"deed": "{revoked_deed}"}, then="deed-over"),
        Example("a number nobody has", {"deed": "7000000008"}, then="deed-unknown"),
        Example("too few digits", {"deed": "12345"}, then="number-invalid"),
    )
