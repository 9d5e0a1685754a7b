"""What I was paid beyond what was due: for which months, why, and what is withheld for it."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN, known
from guichet.catalogue.benefits import _debt
from guichet.catalogue.parties import own_number_field
from guichet.catalogue.tables import lines_text
from guichet.domain.benefits.words import DEBT_CAUSES
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Field, Input, Lines, Money, Month
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.text import Words

YES, NO = "yes", "no"
_ANSWERS = {
    YES: Words(ar="عليك مبلغ", en="You owe an amount", fr="Vous devez un montant"),
    NO: Words(ar="لا شيء عليك", en="You owe nothing", fr="Vous ne devez rien"),
}
_COLUMNS: dict[str, Field] = {
    "month": Month(Words(ar="عن شهر", en="For the month", fr="Pour le mois")),
    "amount": Money(Words(ar="زيادة (ريال)", en="Paid beyond (SAR)", fr="Versé en trop (SAR)")),
    "cause": Choice(Words(ar="السبب", en="Why", fr="Motif"), DEBT_CAUSES),
}
LINES = Lines(Words(ar="تفصيله", en="In detail", fr="Détail"), _COLUMNS)


class WhatIOwe(Service):
    """An enquiry: it changes nothing."""

    code = 3331
    keyword = Words(ar="ديني", en="DEBT", fr="DETTE")
    title = Words(
        ar="ما عليّ من زيادة صُرفت", en="What do I owe back?", fr="Que dois-je rembourser ?"
    )
    also = Words(
        ar="دين زيادة صرف استرداد خصم من المعاش مبالغ صرفت بالخطأ",
        en="overpayment overpaid debt recovery deduction withheld paid by mistake",
        fr="trop-perçu indu dette retenue remboursement versé par erreur",
    )
    summary = Words(
        ar="اعرف ما صُرف لك زيادة عن المستحق وسببه، وما خُصم منه وما بقي، وآخر يوم للاعتراض.",
        en="See what you were paid beyond what was due and why, what has been withheld, what is left, and until when you may object.",
        fr="Consultez ce qui vous a été versé en trop et pourquoi, ce qui a été retenu, ce qui reste, et jusqu’à quand contester.",
    )
    audience = frozenset({Segment.BENEFICIARY, Segment.CONTRIBUTOR})
    right = "view"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    enquiry = True
    assurance = Assurance.PIN
    seconds = 15
    icon = "pension"

    class Input(Input):
        """Whose."""

        person = own_number_field()

    class Output(Output):
        """What is left, what is withheld for it and from when, and each month."""

        found = Choice(Words(ar="النتيجة", en="Found", fr="Résultat"), _ANSWERS)
        open = _debt.OPEN
        withheld = Money(
            Words(ar="خُصم حتى الآن (ريال)", en="Withheld so far (SAR)", fr="Déjà retenu (SAR)")
        )
        monthly = Money(_debt.MONTHLY_WORDS, optional=True)
        begins = Month(
            Words(ar="يبدأ الخصم من", en="Withheld from", fr="Retenu à partir de"), optional=True
        )
        object_by = Day(
            Words(ar="آخر يوم للاعتراض", en="Object by", fr="Contestable jusqu’au"), optional=True
        )
        debts = LINES

    @staticmethod
    def decide(batch: Batch) -> None:
        """Look for all rows at once."""
        numbers, today = batch.frame["person"].drop_nulls().unique(), batch.context.today
        batch.look_up(known(numbers), on="person")
        batch.refuse(pl.col("person_id").is_null(), CONTRIBUTOR_UNKNOWN, "person")
        batch.look_up(_debt.standing(numbers, today), on="person")
        batch.look_up(lines_text(_debt.debts_of(numbers), LINES, ["person"], "text"), on="person")
        owes = pl.col("open").fill_null(0) > 0
        a_month = pl.min_horizontal("open", pl.coalesce("chosen", "usual"), "most")
        batch.answer(
            found=pl.when(owes).then(pl.lit(YES)).otherwise(pl.lit(NO)),
            open=pl.col("open").fill_null(0),
            withheld=pl.col("withheld").fill_null(0),
            monthly=pl.when(owes & pl.col("pension").is_not_null()).then(a_month),
            begins=pl.when(owes & pl.col("pension").is_not_null()).then("begins"),
            object_by=pl.when(owes).then("object_by"),
            debts=pl.col("text").fill_null("[]"),
        )

    examples = (
        Example("nothing", {"person": "{worker}"}),
        Example("two months of a pension that was lowered late", {"person": "{overpaid}"}),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
    )
