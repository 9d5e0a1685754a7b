"""Object to a decision on one's own benefit: another officer decides by a day of the law, then a
committee; what was wrong is decided anew by what is on record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import polars as pl

from guichet.catalogue.benefits import _objection
from guichet.catalogue.benefits import _objection_words as said
from guichet.catalogue.papers import paper_field
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import anew, board_appeals, contested, disability
from guichet.domain.registry.histories import numbers_of
from guichet.engine import referrals
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input, Money, Text
from guichet.engine.levels import Level
from guichet.engine.outcome import Answer
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import reference, samples
from guichet.lib.text import Words


class ObjectToDecision(Service):
    """The same service opens both levels: which one follows from what was decided before (M/33 61,
    RC59-63: within two months, then thirty days; silence is a decision).
    """

    code = contested.CODE
    title = Words(
        ar="الاعتراض على قرار منفعة",
        en="Object to a decision on my benefit",
        fr="Contester une décision sur ma prestation",
    )
    also = Words(
        ar="تظلم استئناف اعتراض رفض معاش لجنة قرار خاطئ",
        en="appeal complaint dispute pension refused wrong decision committee",
        fr="recours appel réclamation pension refus décision erronée commission",
    )
    summary = Words(
        ar="اعترض على قرار بشأن منفعتك: مبلغها أو رفضها أو إيقافها أو نصيبك أو استرداد ما صُرف. يبت فيه موظف آخر بموعد نظامي، ثم لجنة إن لم يُقبل، وما ثبت خطؤه يُعاد البت فيه ويُصرف فرقه.",
        en="Object to a decision on your benefit: its amount, a refusal, a stop, your share, or money asked back. Another officer decides by a legal deadline, then a committee; what was wrong is decided anew and the difference is paid.",
        fr="Contestez une décision sur votre prestation : montant, refus, arrêt, part ou remboursement réclamé. Un autre agent tranche dans un délai légal, puis une commission ; ce qui était faux est repris et la différence versée.",
    )
    keyword = Words(ar="تظلم", en="APPEAL", fr="RECOURS")
    audience = frozenset({Segment.CONTRIBUTOR, Segment.BENEFICIARY})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.PASSWORD
    ruling_assurance = Assurance.SECOND_FACTOR
    seconds = 40
    icon = "scale"
    business_key = ("person", "about")
    levels = {
        said.COMMITTEE: Level(
            "committee",
            lambda on: contested.terms(on).appeal_within,
            lambda on: contested.terms(on).appeal_people,
        ),
        # A board is the doctors' own, and its silence says nothing of somebody's health.
        said.BOARD: Level(
            "medical",
            lambda on: timedelta(days=disability.board_rules(on)["within_days"]),
            by_finding=True,
        ),
    }

    class Input(Input):
        """Whose, which decision, and why."""

        person = own_number_field()
        about = Choice(
            Words(
                ar="على أي قرار تعترض؟",
                en="Which decision do you object to?",
                fr="Quelle décision contestez-vous ?",
            ),
            said.ABOUT,
            hint=Words(
                ar="أحدث قرار من هذا النوع.",
                en="The latest of that kind.",
                fr="La dernière de ce type.",
            ),
        )
        reason = Choice(
            Words(ar="سبب الاعتراض", en="Reason for objecting", fr="Motif de la contestation"),
            said.REASONS,
        )
        details = Text(
            Words(ar="التفاصيل", en="Details", fr="Précisions"), limit=500, optional=True
        )
        paper = paper_field(
            Words(
                ar="عقد أو كشف راتب أو تقرير",
                en="A contract, a payslip or a report",
                fr="Un contrat, un bulletin de paie ou un rapport",
            )
        )

    class Output(Output):
        """Which decision it is, who decides, and what it comes to if it is decided anew."""

        decision = Text(
            Words(ar="رقم القرار", en="Number of the decision", fr="Numéro de la décision")
        )
        decided_on = Day(Words(ar="صدر في", en="Decided on", fr="Prise le"))
        level = Choice(Words(ar="المستوى", en="Level", fr="Niveau"), said.LEVELS)
        object_by = Day(
            Words(
                ar="آخر يوم للاعتراض", en="Could be objected to until", fr="Contestable jusqu’au"
            ),
            optional=True,
        )
        paid = Money(
            Words(ar="يُصرف الآن شهريًا (ريال)", en="Paid a month (SAR)", fr="Versé par mois (SAR)"),
            optional=True,
        )
        due = Money(
            Words(
                ar="بعد إعادة البت شهريًا (ريال)",
                en="A month, decided anew (SAR)",
                fr="Par mois, après réexamen (SAR)",
            ),
            optional=True,
        )

    @staticmethod
    def decided_within(on: date) -> timedelta:
        """The first level's time, by the law of the day."""
        return contested.terms(on).decides_within

    @staticmethod
    def unanswered(level: str, on: date) -> bool | None:
        """Silence is a decision; which one the law says."""
        return None if level == said.BOARD else contested.terms(on).silence_accepts

    @staticmethod
    def declined(
        level: str, on: date, unanswered: date | None
    ) -> tuple[Refusal, Mapping[str, str]] | None:
        """Where to turn next, and until when."""
        terms, second = contested.terms(on), level == said.COMMITTEE
        until = {"until": (terms.court_by if second else terms.appeal_by).isoformat()}
        if unanswered is None:
            return said.DECLINED_SECOND if second else said.DECLINED_FIRST, until
        silent = said.UNANSWERED_SECOND if second else said.UNANSWERED_FIRST
        return silent, until | {"due": unanswered.isoformat()}

    @staticmethod
    def barred(answer: Answer) -> Collection[int]:
        """Whoever ruled on the claim, or on an earlier objection to the same decision."""
        decision = str(answer.output.get("decision"))
        numbers = numbers_of(pl.Series([int(str(answer.input["person"]))]))["number"]
        before = [
            one.answer.transaction
            for one in referrals.filed(said.KEY, numbers.to_list())
            if one.answer.output.get("decision") == decision and one.due_at is None
        ]
        claim = reference.decode(decision)
        return contested.took_part(
            decision.removeprefix("stopped-"), before if claim is None else [*before, claim]
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """The decision on record and the law's days; a person says whether it was right."""
        _objection.look_up(batch)
        good = _objection.refuse(batch)
        batch.cite(law=country.parameters().version)
        batch.answer(
            **{
                name: pl.col(name)
                for name in ("decision", "decided_on", "level", "object_by", "paid", "due")
            }
        )
        if batch.frame["decision"].null_count() != batch.frame.height:
            _refer(batch, good)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Decide anew what was objected to."""
        by_boards = batch.frame.filter(pl.col("about") == contested.BOARD)
        for objection in by_boards.get_column("resolves") if by_boards.height else ():
            found = board_appeals.found(objection)
            if found is not None:
                board_appeals.put_in_force(found, batch.context.now)
        names = ("about", "person", "award", "decision", "claim", "transaction")
        others = batch.frame.filter(pl.col("about") != contested.BOARD)
        for row in others.select(names).iter_rows(named=True):
            about, person, award, decision, claim, transaction = row.values()
            anew.put_in_force(
                about, person, award, decision, claim or transaction, batch.context.now
            )

    examples = (
        Example(
            "money is asked back",
            {"person": "{overpaid}", "about": "recovery", "reason": "facts"},
            then="referred",
        ),
        Example(
            "with details",
            {
                "person": "{overpaid}",
                "about": "recovery",
                "reason": "other",
                "details": "I told of it in August.",
            },
            then="referred",
        ),
        Example(
            "of what was never decided",
            {"person": "{worker}", "about": "share", "reason": "facts"},
            then="objection-no-decision",
        ),
        Example(
            "somebody else",
            {"person": "{recent_worker}", "about": "amount", "reason": "rule"},
            then="not-covered-by-mandate",
        ),
        Example(
            "a number with a wrong digit",
            {"person": samples.slip(), "about": "amount", "reason": "rule"},
            then="national-id-mistyped",
        ),
    )


def _refer(batch: Batch, good: pl.Expr) -> None:
    terms = contested.terms(batch.context.today)
    first = good & (pl.col("level") == said.FIRST)
    accepts = terms.silence_accepts
    batch.refer(first, said.AN_OFFICER_DECIDES_OR_NOBODY if accepts else said.AN_OFFICER_DECIDES)
    second = good & (pl.col("level") == said.COMMITTEE)
    people = str(terms.appeal_people)
    batch.refer(second, said.THE_COMMITTEE_DECIDES, level=said.COMMITTEE, people=people)
    medical = good & (pl.col("level") == said.BOARD)
    members = str(terms.board_people)
    batch.refer(medical, said.A_BOARD_DECIDES, level=said.BOARD, people=members)
