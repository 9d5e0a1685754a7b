"""A certificate of the pensions a person is paid, on its day."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN, known
from guichet.catalogue.certificates import _issue
from guichet.catalogue.parties import own_number_field
from guichet.catalogue.tables import lines_text
from guichet.domain.benefits.queries import pension_of
from guichet.domain.benefits.words import KINDS, NO_PENSIONS
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Field, Input, Lines, Money, Month, Text
from guichet.engine.paper import Paper
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.contact import BRANCH
from guichet.lib.text import Words

NO_PENSION = Refusal(
    "no-pension-in-payment",
    ar="لا يُصرف معاش برقم الهوية {value} هذا الشهر، فلا شيء يُشهد به. إن كنت تستحق معاشًا: "
    + BRANCH.ar,
    en="No pension is paid to {value} this month, so there is nothing to certify. If you are entitled to one: "
    + BRANCH.en,
    fr="Aucune pension n’est versée au numéro {value} ce mois-ci : il n’y a rien à attester. Si vous y avez droit : "
    + BRANCH.fr,
)
_COLUMNS: dict[str, Field] = {
    "kind": Choice(Words(ar="المعاش", en="Pension", fr="Pension"), KINDS),
    "monthly": Money(Words(ar="شهريًا (ريال)", en="Monthly (SAR)", fr="Par mois (SAR)")),
    "paid_from": Month(Words(ar="ابتداءً من", en="Paid since", fr="Versée depuis")),
    "paid_till": Month(Words(ar="حتى", en="Until", fr="Jusqu’à"), optional=True),
}
PENSIONS = Lines(Words(ar="المعاشات", en="Pensions", fr="Pensions"), _COLUMNS)


class Pension(Service):
    """What a bank, a landlord or another body asks a pensioner for."""

    code = 3103
    keyword = Words(ar="معاش", en="PENSION", fr="PENSION")
    title = Words(ar="شهادة معاش", en="Pension certificate", fr="Attestation de pension")
    also = Words(
        ar="تقاعد متقاعد راتب تقاعدي تعريف",
        en="retirement pensioner letter",
        fr="retraite retraité attestation",
    )
    summary = Words(
        ar="شهادة موقعة بالمعاشات التي تُصرف لك، يتحقق منها من تقدمها له برمزها.",
        en="A signed certificate of the pensions you are paid; whoever receives it can check it by its code.",
        fr="Une attestation signée des pensions qui vous sont versées ; le destinataire la vérifie par son code.",
    )
    audience = frozenset({Segment.BENEFICIARY, Segment.CONTRIBUTOR})
    right = "certificates"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    seconds = 10
    icon = "pension"
    business_key = ("person",)

    class Input(Input):
        """Whose."""

        person = own_number_field()

    class Output(Output):
        """What the certificate says."""

        name_ar = Text(Words(ar="الاسم", en="Name in Arabic", fr="Nom en arabe"))
        name_latin = Text(Words(ar="الاسم باللاتينية", en="Name", fr="Nom"), optional=True)
        total = Money(Words(ar="مجموعها شهريًا", en="Monthly in all", fr="Total par mois"))
        pensions = PENSIONS
        code = _issue.CODE

    paper = Paper(
        attests=Words(
            ar="تشهد المؤسسة بأن المعاشات أدناه تُصرف في {day} إلى {name_ar} برقم الهوية {person}.",
            en="The institution certifies that on {day} the pensions below are in payment to {name_ar}, number {person}.",
            fr="L’institution atteste qu’au {day} les pensions ci-dessous sont versées à {name_ar}, numéro {person}.",
        ),
        shows=("person", "name_ar", "total", "pensions"),
        latin={"name_ar": "name_latin"},
    )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the persons and what they are paid this month, of all rows at once."""
        numbers = batch.frame["person"].drop_nulls().unique()
        batch.look_up(known(numbers), on="person")
        unknown = pl.col("person_id").is_null()
        batch.refuse(unknown, CONTRIBUTOR_UNKNOWN, "person")
        paid = pension_of(numbers, batch.context.today).filter(~pl.col("kind").is_in(NO_PENSIONS))
        sums = paid.group_by("person").agg(total=pl.col("monthly").sum())
        batch.look_up(
            lines_text(paid, PENSIONS, ["person"], "text").join(sums, on="person"), on="person"
        )
        batch.refuse(pl.col("text").is_null() & ~unknown, NO_PENSION, "person")
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            total=pl.col("total"),
            pensions=pl.col("text"),
        )
        _issue.repeat_of_today(batch)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Issue; the papers are composed by the workers, or when one is asked for."""
        _issue.issue(batch)

    examples = (
        Example("what one is paid", {"person": "{worker}"}),
        Example(
            "asked twice on one day, it is one certificate",
            {"person": "{worker}"},
            before=(("certificates.pension", {"person": "{worker}"}),),
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
    )
