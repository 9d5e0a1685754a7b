"""A former employer says why a worker left; a claim that waits for the answer goes on by itself."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.benefits import _claim
from guichet.catalogue.parties import establishment_field, person_field
from guichet.catalogue.registry import _facts, _single_asking
from guichet.catalogue.registry.end_engagement import REASONS
from guichet.domain.benefits import leaving_reasons, unemployment, waiting_claims
from guichet.domain.benefits.words import LEAVING
from guichet.domain.registry.histories import numbers_of
from guichet.engine.actor import Actor, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input
from guichet.engine.refusal import Refusal, Remedy
from guichet.engine.service import Example, Output, Service
from guichet.lib.contact import BRANCH
from guichet.lib.text import Words

NOT_LEFT = Refusal(
    "leaving-not-reported",
    ar="العامل {value} مسجل لديكم على رأس العمل، فلا سبب ترك يؤكد. أنهوا تسجيله أولًا إن كان قد ترك.",
    en="{value} is registered with you as working, so there is no leaving to give a reason for. If they have left, report that first.",
    fr="{value} est inscrit chez vous comme salarié : aucun départ à motiver. S’il est parti, déclarez d’abord son départ.",
    remedy=Remedy("registry.end_engagement"),
)
ANSWERED_OTHERWISE = Refusal(
    "leaving-reason-given-before",
    ar="أجبتم من قبل عن سبب ترك العامل {value} بجواب آخر، ويُبت في الطلبات على أساسه. لتصحيحه: "
    + BRANCH.ar,
    en="You have given another reason for the leaving of {value} before, and claims are decided by it. To correct it: "
    + BRANCH.en,
    fr="Vous avez déjà indiqué un autre motif pour le départ de {value}, et les demandes en dépendent. Pour le corriger : "
    + BRANCH.fr,
)

NOT_ASKED = Refusal(
    "leaving-reason-not-asked",
    ar="لا يلزم تأكيد سبب ترك العامل {value}: السبب المسجل واضح، ولا طلب ينتظر جوابكم. نسألكم إن لزم.",
    en="No answer is needed on why {value} left: the reason on record is clear, and nobody waits for it. We ask you if somebody does.",
    fr="Aucune réponse n’est nécessaire sur le départ de {value} : le motif enregistré est clair et aucune demande n’attend. Nous vous interrogerons s’il le faut.",
)
OWN_LEAVING = Refusal(
    "leaving-of-oneself",
    ar="الرقم {value} رقمك أنت، ولا يؤكد أحد سبب تركه هو للعمل باسم صاحب العمل. ليجب عنه مفوض آخر عن المنشأة.",
    en="{value} is your own number, and nobody answers for the employer why they left themselves. Have somebody else of the establishment answer.",
    fr="Le numéro {value} est le vôtre : nul ne répond pour l’employeur du motif de son propre départ. Faites répondre une autre personne de l’établissement.",
)


class ConfirmLeavingReason(Service):
    """The employer's word counts (REG230 76); it is asked where the register does not tell."""

    code = 3313
    keyword = Words(ar="سبب", en="REASON", fr="MOTIF")
    title = Words(
        ar="تأكيد سبب ترك عامل للعمل",
        en="Confirm why a worker left",
        fr="Confirmer le motif d’un départ",
    )
    also = Words(
        ar="ساند (التعطل عن العمل) سبب إنهاء الخدمة فصل استقالة",
        en="saned reason for leaving dismissal unemployment claim",
        fr="saned motif départ licenciement chômage",
    )
    summary = Words(
        ar="أكّد سبب ترك عامل سابق للعمل. إن كان ينتظر جوابك في طلب تعويض التعطل بُت فيه في الحال.",
        en="Say why a former worker left. If a claim for unemployment benefit waits for your answer, it is decided at once.",
        fr="Indiquez pourquoi un ancien salarié est parti. Si une demande d’allocation attend votre réponse, elle est décidée aussitôt.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "register"
    subject = "worker"
    seconds = 15
    icon = "user-minus"
    business_key = ("establishment", "worker")

    class Input(Input):
        """Whose leaving, and why."""

        establishment = establishment_field()
        worker = person_field()
        reason = Choice(
            Words(ar="سبب الترك", en="Why they left", fr="Motif du départ"),
            LEAVING,
            sample="closure",
        )

    class Output(Output):
        """What is on record of the leaving."""

        name_ar = _single_asking.name_field()
        name_latin = _single_asking.latin_name_field()
        left_on = Day(
            Words(ar="آخر يوم عمل", en="Last day of work", fr="Dernier jour de travail"),
            optional=True,
        )
        reported = Choice(
            Words(ar="السبب المسجل", en="Reason on record", fr="Motif enregistré"),
            REASONS,
            optional=True,
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Somebody who has left, and of whom nothing else was answered."""
        batch.compute(today=pl.lit(batch.context.today))
        _facts.look_up(batch, on="today", wages=False)
        before = leaving_reasons.answers(batch.frame["engagement_id"]).select(
            said="reason", said_by="transaction", engagement_id="engagement"
        )
        batch.look_up(before, on="engagement_id")
        mine = pl.col("worker").is_in(_own_numbers(batch.context.actor).implode())
        _look_up_need(batch)
        until, said = pl.col("until"), pl.col("said")
        there = pl.col("engagement_id").is_not_null()
        gone = until.is_not_null() & (until <= pl.col("today"))
        batch.repeat(~mine & (said == pl.col("reason")), pl.col("said_by"))
        _facts.say(
            batch,
            [
                _facts.unknown_establishment(),
                _facts.stranger(),
                _facts.rule(there & mine, OWN_LEAVING, "worker"),
                _facts.rule(there & ~gone, NOT_LEFT, "worker"),
                _facts.rule(gone & said.is_null() & ~pl.col("needed"), NOT_ASKED, "worker"),
                _facts.rule(said != pl.col("reason"), ANSWERED_OTHERWISE, "worker"),
            ],
        )
        known = pl.col("end_reason").is_in(list(REASONS))
        reported = pl.when(known).then("end_reason")
        batch.answer(**_single_asking.names(batch), left_on=until, reported=reported)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Keep the answer; claims that waited for it go on."""
        rows = batch.frame.select(
            "establishment", "reason", "transaction", person="worker", engagement="engagement_id"
        )
        leaving_reasons.answer(rows, batch.context.now)
        waiting_claims.go_on(rows, batch.context.now)

    examples = (
        Example(
            "a worker who was dismissed without a fault",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "reason": "dismissal_without_fault",
            },
            before=_claim.DISMISSED[:1],
        ),
        Example(
            "answered twice the same",
            {"establishment": "{establishment}", "worker": "{worker}", "reason": "closure"},
            before=(
                *_claim.DISMISSED[:1],
                (
                    "benefits.confirm_leaving_reason",
                    {"establishment": "{establishment}", "worker": "{worker}", "reason": "closure"},
                ),
            ),
        ),
        Example(
            "answered otherwise before",
            {"establishment": "{establishment}", "worker": "{worker}", "reason": "resignation"},
            before=(
                *_claim.DISMISSED[:1],
                (
                    "benefits.confirm_leaving_reason",
                    {"establishment": "{establishment}", "worker": "{worker}", "reason": "closure"},
                ),
            ),
            then="leaving-reason-given-before",
        ),
        Example(
            "a reason on record that is clear, and nobody asked",
            {"establishment": "{establishment}", "worker": "{worker}", "reason": "closure"},
            before=_claim.STOPPED[:1],
            then="leaving-reason-not-asked",
        ),
        Example(
            "somebody who still works here",
            {"establishment": "{establishment}", "worker": "{worker}", "reason": "closure"},
            then="leaving-not-reported",
        ),
        Example(
            "somebody who never worked here",
            {"establishment": "{establishment}", "worker": "{new_citizen}", "reason": "closure"},
            then="worker-not-engaged",
        ),
        Example(
            "another employer's worker",
            {"establishment": "{foreign_establishment}", "worker": "{worker}", "reason": "closure"},
            then="not-covered-by-mandate",
        ),
    )


def _own_numbers(actor: Actor) -> pl.Series:
    """Every number under which whoever asks is or was known."""
    me = pl.Series([actor.person_number], dtype=pl.Int64)
    return numbers_of(me)["number"]


def _look_up_need(batch: Batch) -> None:
    """Add ``needed``: the register names no reason or none that tells, or the employer was asked.

    An answer given otherwise would stand above a clear reason on record.
    """
    rows = batch.frame.select("cohort", reason="end_reason")
    judged = unemployment.judged_reasons(rows, batch.context.today)
    batch.look_up(judged.rename({"reason": "end_reason"}), on=["cohort", "end_reason"])
    questions = waiting_claims.open_questions(batch.frame["establishment"])
    asked = questions.select(engagement_id="engagement", asked=pl.lit(value=True))
    batch.look_up(asked, on="engagement_id")
    silent = pl.col("end_reason").is_null()
    unclear = (pl.col("reason_counts") == unemployment.UNCLEAR).fill_null(value=False)
    batch.compute(needed=silent | unclear | pl.col("asked").is_not_null())
