"""Object to a bill, or to one worker's line of it, with the reason; a person of the institution
decides.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue import papers
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.payments import _words
from guichet.catalogue.payments._objections import lines_of, refuse_late_and_waiting, unpaid_of
from guichet.catalogue.registry._establishments import know_establishment
from guichet.domain.contributions import bill_adjustment
from guichet.domain.payments import queries as payments
from guichet.engine.actor import Assurance, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input, Money, Month, NationalId, Text
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.money import amount_text
from guichet.lib.text import Words

NOTHING_CHARGED = Refusal(
    "objection-nothing-charged",
    ar="لا مبلغ في فاتورة {month:yearmonth} عما طلبته. راجع شهر الفاتورة ورقم العامل في صفحة الحساب.",
    en="The bill of {month:yearmonth} charges nothing of what you named. Check the month of the bill and the worker’s number on the account page.",
    fr="La facture {month:yearmonth,de} ne comporte rien de ce que vous indiquez. Vérifiez le mois et le numéro du travailleur sur la page du compte.",
)
TAKEN_BACK = Refusal(
    "objection-taken-back-before",
    ar="أُسقط هذا المبلغ من فاتورة {month:yearmonth} من قبل. لا حاجة إلى الاعتراض عليه.",
    en="This amount of the bill of {month:yearmonth} was taken back before. There is nothing left to object to.",
    fr="Ce montant de la facture {month:yearmonth,de} a déjà été annulé. Il n’y a plus rien à contester.",
)
MORE_THAN_CHARGED = Refusal(
    "objection-more-than-charged",
    ar="المبلغ في الفاتورة {left:amount} ريال، ولا يُعترض على أكثر منه. صحح المبلغ أو اتركه فارغًا للكل.",
    en="The bill charges {left:amount} SAR for it, and no more can be contested. Correct the amount, or leave it empty for all of it.",
    fr="La facture porte {left:amount} SAR à ce titre ; on ne peut contester plus. Corrigez le montant, ou laissez-le vide pour le tout.",
)
A_PERSON_DECIDES = Refusal(
    "objection-referred",
    ar="يبت موظف في اعتراضك على {amount:amount} ريال في موعد أقصاه {by:date}، ونبلغك. الاعتراض لا يوقف غرامة التأخير ولا شرط شهادة الالتزام، والسداد تحت الحساب دون إقرار يوقفهما: غير المسدد حتى شهر الفاتورة {on_account:amount} ريال، ويعود إليك رصيدًا ما يُقبل الاعتراض عليه.",
    en="A member of staff decides on your objection to {amount:amount} SAR by {by:date} at the latest, and you will be told. An objection stops no late penalty and opens no compliance certificate. Paying on account, without admitting it, does: {on_account:amount} SAR is unpaid up to the month of the bill. What you are right about comes back as credit.",
    fr="Un agent tranche au plus tard le {by:date} votre contestation de {amount:amount} SAR, et vous serez prévenu. Contester n’arrête pas les pénalités et n’ouvre pas l’attestation. Un paiement à titre provisoire, sans reconnaissance de dette, y suffit\u202f: {on_account:amount} SAR sont impayés jusqu’au mois de la facture. Ce qui est reconnu fondé vous revient en crédit.",
)


class ObjectToBill(Service):
    """Within two months of the bill (M/33 61, RC59-63); who pays meanwhile admits nothing and gets
    it back (RC37).
    """

    code = 2409
    title = Words(ar="الاعتراض على فاتورة", en="Object to a bill", fr="Contester une facture")
    also = Words(
        ar="شكوى اعتراض فاتورة خاطئة تظلم",
        en="complaint dispute wrong bill appeal",
        fr="réclamation litige facture erronée recours",
    )
    summary = Words(
        ar="اعترض على فاتورة اشتراكات أو على سطر عامل فيها مع بيان السبب، واعرف ما تدفعه تحت الحساب دون إقرار به؛ يبت فيه موظف وتُبلغ بقراره.",
        en="Object to a bill, or to one worker’s line, and say why; see what to pay on account without admitting it. A member of staff decides and you are told.",
        fr="Contestez une facture ou la ligne d’un travailleur en indiquant le motif, et voyez quoi payer à titre provisoire sans rien reconnaître. Un agent décide et vous êtes prévenu.",
    )
    keyword = Words(ar="اعتراض", en="OBJECT", fr="CONTESTER")
    audience = frozenset({Segment.EMPLOYER})
    right = "pay"
    seconds = 40
    icon = "alert"
    business_key = ("establishment", "month", "worker")
    ruling_assurance = Assurance.SECOND_FACTOR

    class Input(Input):
        """Which bill, what of it, and why."""

        establishment = establishment_field(hinted=True)
        month = Month(
            Words(ar="فاتورة شهر", en="Bill of the month", fr="Facture du mois"), sample="2026-10"
        )
        reason = Choice(
            Words(ar="سبب الاعتراض", en="Reason for objecting", fr="Motif de la contestation"),
            {
                "wage": Words(
                    ar="الأجر غير صحيح", en="The wage is wrong", fr="Le salaire est faux"
                ),
                "left": Words(
                    ar="انتهت خدمته قبل ذلك",
                    en="The worker had left",
                    fr="Le travailleur était parti",
                ),
                "not-ours": Words(
                    ar="لم يعمل لدينا",
                    en="Never worked for us",
                    fr="N’a jamais travaillé chez nous",
                ),
                "twice": Words(ar="فُوتر مرتين", en="Billed twice", fr="Facturé deux fois"),
                "rate": Words(
                    ar="النسبة أو الفرع غير صحيح",
                    en="Wrong rate or branch",
                    fr="Taux ou branche erroné",
                ),
            },
        )
        worker = NationalId(
            Words(ar="رقم هوية العامل أو إقامته", en="Worker’s number", fr="Numéro du travailleur"),
            hint=Words(
                ar="إن تُرك فارغًا فالفاتورة كلها.",
                en="Left empty: the whole bill.",
                fr="Vide\u202f: toute la facture.",
            ),
            optional=True,
            sample=samples.person(),
        )
        amount = Money(
            Words(
                ar="المبلغ المعترض عليه (ريال)",
                en="Amount contested (SAR)",
                fr="Montant contesté (SAR)",
            ),
            hint=Words(
                ar="إن تُرك فارغًا فالكل.", en="Left empty: all of it.", fr="Vide\u202f: le tout."
            ),
            least=1,
            optional=True,
            sample="250.00",
        )
        details = Text(
            Words(ar="التفاصيل", en="Details", fr="Précisions"), limit=500, optional=True
        )
        paper = papers.of_engagement()

    class Output(Output):
        """What is contested, and what to pay meanwhile."""

        disputed = Money(Words(ar="المعترض عليه (ريال)", en="Contested (SAR)", fr="Contesté (SAR)"))
        on_account = Money(
            Words(
                ar="يُدفع تحت الحساب (ريال)",
                en="To pay on account (SAR)",
                fr="À payer à titre provisoire (SAR)",
            )
        )
        reference = Text(_words.REFERENCE)
        object_by = Day(
            Words(
                ar="آخر يوم للاعتراض", en="Could be objected to until", fr="Contestable jusqu’au"
            ),
            optional=True,
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """What the bill charges for it; a person says whether it is taken back."""
        know_establishment(batch)
        sums = (
            lines_of(batch)
            .group_by("position")
            .agg(left=pl.col("left").sum(), object_by=pl.col("object_by").first())
        )
        batch.look_up(sums, on="position")
        known, month = (
            pl.col("establishment_id").is_not_null(),
            pl.col("month").dt.to_string("%Y-%m"),
        )
        batch.refuse(known & pl.col("left").is_null(), NOTHING_CHARGED, "month", month=month)
        batch.refuse(pl.col("left") == 0, TAKEN_BACK, "month", month=month)
        batch.compute(disputed=pl.coalesce("amount", "left"))
        more = (pl.col("left") > 0) & (pl.col("disputed") > pl.col("left"))
        batch.refuse(more, MORE_THAN_CHARGED, "amount", left=amount_text(pl.col("left")))
        good = (pl.col("left") > 0) & ~more
        if batch.context.ruling is None:  # what was filed in time is judged whenever it is judged
            good = refuse_late_and_waiting(batch, good)
        batch.look_up(unpaid_of(batch), on="position")
        batch.compute(reference=pl.lit(payments.account_references(batch.frame["establishment"])))
        batch.cite(law=country.parameters().version)
        batch.answer(
            disputed=pl.col("disputed").fill_null(0),
            on_account=pl.col("unpaid").fill_null(0),
            reference=pl.col("reference"),
            object_by=pl.col("object_by"),
        )
        batch.refer(
            good,
            A_PERSON_DECIDES,
            amount=amount_text(pl.col("disputed")),
            on_account=amount_text(pl.col("unpaid").fill_null(0)),
        )

    @staticmethod
    def apply(batch: Batch) -> None:
        """Take it back from the bill's lines; what was paid of it becomes credit."""
        lines = lines_of(batch).join(
            batch.frame.select("position", "transaction", "disputed"), on="position"
        )
        shares = bill_adjustment.share_out(lines.sort("position"), "position")
        bill_adjustment.concede(
            shares.select(
                "establishment", "billed_in", "month", "engagement", "amount", "transaction"
            ),
            batch.context.now,
        )

    examples = (
        Example(
            "the whole bill",
            {"establishment": "{billed}", "month": "2026-10", "reason": "twice"},
            then="referred",
        ),
        Example(
            "a part of one worker’s line",
            {
                "establishment": "{billed}",
                "month": "2026-10",
                "reason": "wage",
                "worker": "{billed_worker}",
                "amount": "250",
            },
            then="referred",
        ),
        Example(
            "more than the bill charges",
            {
                "establishment": "{billed}",
                "month": "2026-10",
                "reason": "wage",
                "amount": "900000",
            },
            then="objection-more-than-charged",
        ),
        Example(
            "a month without a bill",
            {
                "establishment": "{billed}",
                "month": "2026-03",
                "reason": "twice",
            },
            then="objection-nothing-charged",
        ),
        Example(
            "a worker who is not on it",
            {
                "establishment": "{billed}",
                "month": "2026-10",
                "reason": "left",
                "worker": "{new_citizen}",
            },
            then="objection-nothing-charged",
        ),
        Example(
            "after the last day for it",
            {
                "establishment": "{billed}",
                "month": "2026-07",
                "reason": "twice",
            },
            then="objection-too-late",
        ),
        Example(
            "somebody else’s bill",
            {
                "establishment": "{foreign_establishment}",
                "month": "2026-10",
                "reason": "twice",
            },
            then="not-covered-by-mandate",
        ),
    )
