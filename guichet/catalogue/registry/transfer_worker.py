"""Move a worker between two establishments of one owner."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.parties import person_field
from guichet.catalogue.registry import _facts, _single_asking
from guichet.catalogue.registry._joining import ALREADY_ENGAGED, EARLIER_PERIOD
from guichet.domain.registry import commands, locks
from guichet.domain.registry.queries import engagements_of
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.authorise import NOT_COVERED
from guichet.engine.batch import Batch
from guichet.engine.fields import Day, EstablishmentNumber, Input, Money
from guichet.engine.idempotency import CONFLICTING_ROWS
from guichet.engine.refusal import Refusal, Remedy
from guichet.engine.service import Example, Output, Service
from guichet.lib.text import Words

SAME_ESTABLISHMENT = Refusal(
    "transfer-to-itself",
    ar="المنشأة المنقول إليها {value} هي نفسها المنقول منها. اختر منشأة أخرى.",
    en="{value} is the establishment the worker is leaving. Choose another one.",
    fr="{value} est l’établissement que la personne quitte. Choisissez-en un autre.",
)
OTHER_OWNER = Refusal(
    "transfer-to-other-owner",
    ar="المنشأة {value} لمالك آخر. أنهِ الخدمة هنا، وتسجّله المنشأة الأخرى لديها.",
    en="Establishment {value} has another owner. End the engagement here; the other employer registers the worker.",
    fr="L’établissement {value} appartient à un autre propriétaire. Déclarez le départ ici ; l’autre employeur inscrira la personne.",
)
ENGAGEMENT_OVER = Refusal(
    "engagement-over",
    ar="انتهت خدمة العامل في {until:date}، فلا يمكن نقله. سجّله في المنشأة الأخرى.",
    en="The engagement ended on {until:date}; there is nothing to move. Register the worker with the other establishment.",
    fr="La période s’est terminée le {until:date} ; il n’y a rien à transférer. Inscrivez la personne dans l’autre établissement.",
    remedy=Remedy("registry.register_worker"),
)
MOVE_BEFORE_START = Refusal(
    "transfer-before-start",
    ar="يجب أن يكون النقل بعد تاريخ المباشرة {since:date} بيوم على الأقل. صحح التاريخ.",
    en="The move must be at least a day after the first day of work, {since:date}. Correct the date.",
    fr="Le transfert doit suivre d’au moins un jour l’entrée, le {since:date}. Corrigez la date.",
)


class TransferWorker(Service):
    """One engagement ends, another begins the day after, with the same wage; both or neither."""

    code = 2105
    keyword = Words(ar="نقل", en="TRANSFER", fr="TRANSFERT")
    title = Words(
        ar="نقل عامل بين منشآتك",
        en="Transfer a worker between your establishments",
        fr="Transférer un travailleur",
    )
    also = Words(
        ar="تحويل فرع موظف",
        en="move branch employee",
        fr="mutation transfert succursale",
    )
    summary = Words(
        ar="انقل عاملًا إلى منشأة أخرى للمالك نفسه، بأجره وبلا انقطاع.",
        en="Move a worker to another establishment of the same owner, with the wage and without a gap.",
        fr="Transférez un travailleur vers un autre établissement du même propriétaire, avec son salaire et sans interruption.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "register"
    subject = "worker"
    icon = "arrow-left-right"
    business_key = ("establishment", "worker")

    class Input(Input):
        """What is asked."""

        establishment = EstablishmentNumber(
            Words(ar="من المنشأة", en="From establishment", fr="De l’établissement"),
            sample="500000001",
        )
        worker = person_field()
        target = EstablishmentNumber(
            Words(ar="إلى المنشأة", en="To establishment", fr="Vers l’établissement"),
            sample="500000002",
        )
        moved_on = Day(
            Words(
                ar="أول يوم في المنشأة الجديدة",
                en="First day at the new one",
                fr="Premier jour dans le nouveau",
            ),
            sample="2026-11-22",
            default="today",
        )

    class Output(Output):
        """Who moves, and the wage that goes along."""

        name_ar = _single_asking.name_field()
        name_latin = _single_asking.latin_name_field()

        basic = Money(
            Words(ar="الأجر الأساسي", en="Basic wage", fr="Salaire de base"), optional=True
        )
        housing = Money(Words(ar="بدل السكن", en="Housing", fr="Logement"), optional=True)

    @staticmethod
    def decide(batch: Batch) -> None:
        """Both establishments must be the actor's and of one owner; a move already made is
        repeated.
        """
        _facts.look_up(batch, on="moved_on")
        _facts.cite_law(batch)
        there = engagements_of(
            batch.frame["target"], batch.frame["worker"], on=batch.frame["moved_on"], wages=False
        )
        batch.add(batch.frame.hstack(there.rename(lambda name: f"to_{name}")))
        made = (
            (pl.col("to_since") == pl.col("moved_on"))
            & (pl.col("until") == pl.col("moved_on").dt.offset_by("-1d"))
            & (pl.col("end_reason") == "transfer")
            & (pl.col("to_joined_by") > 0)
        )
        batch.compute(same=made.fill_null(value=False))
        same = pl.col("same")
        batch.repeat(same, pl.col("to_joined_by"))
        _facts.say(
            batch,
            [
                _facts.unknown_establishment(),
                _facts.closed_establishment(on="moved_on", unless=same),
                _facts.stranger(),
                *_target_rules(batch),
                *_day_rules(),
                _facts.far_ahead(batch, "moved_on", unless=same),
                *_facts.too_old(batch, "moved_on", unless=same),
                *_facts.late(batch, "joining", "moved_on", unless=same),
            ],
        )
        _refuse_meeting_moves(batch)
        batch.answer(
            **_single_asking.names(batch),
            basic=pl.col("wage_basic"),
            housing=pl.col("wage_housing"),
        )
        batch.changes["transfers"] = batch.standing().height

    @staticmethod
    def apply(batch: Batch) -> None:
        """End here, begin there."""
        rows, today = batch.frame, batch.context.today
        target = rows.select(establishment_id="to_establishment_id", closed_on="to_closed_on")
        locks.establishments(seen=pl.concat([rows.select("establishment_id", "closed_on"), target]))
        locks.engagements(
            seen=rows.select("engagement_id", "since", "until", "wage_by", day="moved_on")
        )
        commands.end_engagements(
            ends=rows.select(
                "engagement_id",
                "transaction",
                ended_on=pl.col("moved_on").dt.offset_by("-1d"),
                end_reason=pl.lit("transfer"),
            ),
            today=today,
        )
        commands.open_engagements(
            engagements=rows.select(
                "person_id",
                "transaction",
                establishment_id="to_establishment_id",
                started_on="moved_on",
                basic="wage_basic",
                housing="wage_housing",
            ),
            today=today,
            like=rows["engagement_id"],
        )

    examples = (
        Example(
            "to a branch of the same owner",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "target": "{branch}",
                "moved_on": "2026-11-22",
            },
        ),
        Example(
            "the same move twice has one effect",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "target": "{branch}",
                "moved_on": "2026-11-22",
            },
            before=(
                (
                    "registry.transfer_worker",
                    {
                        "establishment": "{establishment}",
                        "worker": "{worker}",
                        "target": "{branch}",
                        "moved_on": "2026-11-22",
                    },
                ),
            ),
        ),
        Example(
            "to itself",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "target": "{establishment}",
                "moved_on": "2026-11-22",
            },
            then="transfer-to-itself",
        ),
        Example(
            "to somebody else’s establishment",
            {
                "establishment": "{establishment}",
                "worker": "{worker}",
                "target": "{foreign_establishment}",
                "moved_on": "2026-11-22",
            },
            then="not-covered-by-mandate",
        ),
        Example(
            "somebody who does not work here",
            {
                "establishment": "{establishment}",
                "worker": "{new_citizen}",
                "target": "{branch}",
                "moved_on": "2026-11-22",
            },
            then="worker-not-engaged",
        ),
    )


def _refuse_meeting_moves(batch: Batch) -> None:
    """Two moves of one worker to one place, from different places, contradict each other."""
    if batch.frame.height < 2:
        return
    moves = batch.standing().filter(~pl.col("same"))
    meeting = moves.filter(pl.struct("target", "worker").is_duplicated())
    where = pl.col("position").is_in(meeting["position"].implode())
    rows = " · ".join(map(str, meeting["row"].head(8)))
    batch.refuse(where, CONFLICTING_ROWS, "target", rows=rows)


def _target_rules(batch: Batch) -> list[_facts.Rule]:
    target, new = pl.col("target"), ~pl.col("same")
    asked = batch.frame["target"].unique().drop_nulls().to_list()
    actor, today = batch.context.actor, batch.context.today
    ours = actor.mandates.covers(TransferWorker.right, PartyKind.ESTABLISHMENT, asked, today)
    covered = target.is_in(list(ours))
    unknown = covered & pl.col("to_establishment_id").is_null()
    other = covered & (pl.col("to_owner_id") != pl.col("owner_id")) & new
    closed_on = pl.col("to_closed_on")
    closed = covered & (closed_on < pl.col("moved_on")) & new
    return [
        _facts.rule(target == pl.col("establishment"), SAME_ESTABLISHMENT, "target"),
        # As in the engine: a stranger must not learn whether an establishment exists.
        _facts.rule(~covered, NOT_COVERED, "target"),
        _facts.rule(unknown, _facts.ESTABLISHMENT_UNKNOWN, "target"),
        _facts.rule(other, OTHER_OWNER, "target"),
        _facts.rule(closed, _facts.ESTABLISHMENT_CLOSED, "target", closed=closed_on),
    ]


def _day_rules() -> list[_facts.Rule]:
    new = ~pl.col("same") & (pl.col("target") != pl.col("establishment"))
    day, since, until = pl.col("moved_on"), pl.col("since"), pl.col("until")
    over = until.is_not_null()
    to_since, to_until = pl.col("to_since"), pl.col("to_until")
    there = pl.col("to_engagement_id").is_not_null() & new
    inside = there & (day <= to_until)
    return [
        _facts.rule(over & new, ENGAGEMENT_OVER, "worker", until=until),
        _facts.rule((day <= since) & ~over & new, MOVE_BEFORE_START, "moved_on", since=since),
        _facts.rule(there & to_until.is_null(), ALREADY_ENGAGED, "worker", since=to_since),
        _facts.rule(inside, EARLIER_PERIOD, "moved_on", since=to_since, until=to_until),
    ]
