"""Referred rows are settled by a person of the institution: approved or declined, with a reason in
words.

The row is asked again in the name of who asked it, with what that one may do *now*, and with the
ruling: approved, a service does not refer it again; declined, it is refused with the reason. The
referred transaction stays as it was; the one that settles it names it in ``resolves``. Two who rule
at the same moment meet at the row of ``engine_waiting``: one of them takes it away, the other finds
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import polars as pl

from guichet.engine import audit, scope, store
from guichet.engine.actor import Actor, PartyKind
from guichet.engine.admission import admit
from guichet.engine.batch import Batch
from guichet.engine.context import Context, Ruling
from guichet.engine.idempotency import input_hash
from guichet.engine.outcome import OUTCOME_CODES, Answer, answer_from
from guichet.engine.perform import decide_and_apply, prepare, settle, work
from guichet.engine.record import iso
from guichet.engine.referrals import Case, find, right_to_rule
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.service import Outcome
from guichet.engine.submission import Header
from guichet.lib.contact import BRANCH

DECLINED = Refusal(
    "declined-by-a-person",
    ar="لم توافق المؤسسة على الطلب: {reason} للاعتراض: " + BRANCH.ar,
    en="The institution declined it: {reason} To object: " + BRANCH.en,
    fr="L’institution l’a refusé\u202f: {reason} Pour contester\u202f: " + BRANCH.fr,
)
SETTLED = Refusal(
    "case-already-settled",
    ar="بُت في هذا الطلب من قبل أو لم يعد محالًا. حدّث القائمة.",
    en="This case has been settled already, or waits for nobody. Reload the list.",
    fr="Ce dossier est déjà tranché, ou n’attend personne. Actualisez la liste.",
)
OWN_CASE = Refusal(
    "case-of-ones-own",
    ar="لا يبت أحد في طلب قدّمه هو أو يخصه أو يخص جهة مفوض عنها. اتركه لزميل.",
    en="Nobody rules on what they asked for themselves, or for a party they act for. Leave it to a colleague.",
    fr="Nul ne tranche sa propre demande, ni celle d’un dossier qu’il représente. Laissez-la à un collègue.",
)
RULER_NOT_SURE = Refusal(
    "case-needs-second-factor",
    ar="الموافقة على هذا الطلب تحرك مالًا وتتطلب إثباتًا حديثًا لهويتك بوسيلة تحقق ثانية. أثبت هويتك ثم أعد المحاولة؛ لم يتغير شيء.",
    en="Approving this moves money and asks for a second factor shown a short while ago. Show yours and try again; nothing was changed.",
    fr="Approuver ce dossier déplace de l’argent et exige un second facteur présenté récemment. Présentez le vôtre et réessayez ; rien n’a changé.",
)
NOT_NOW = Refusal(
    "case-not-checkable-now",
    ar="تتعذر الآن مراجعة جهة يعتمد عليها الطلب. أعد المحاولة بعد دقائق؛ لم يتغير شيء.",
    en="A public body this rests on cannot be asked now. Try again in some minutes; nothing was changed.",
    fr="Un organisme dont cela dépend ne répond pas. Réessayez dans quelques minutes\u202f; rien n’a changé.",
)
NOT_THEIRS = Refusal(
    "case-of-a-higher-level",
    ar="لا يبت في هذا الطلب إلا من مُنح صلاحية البت في مثله. اتركه له، أو اطلب الصلاحية من مدير الصلاحيات.",
    en="Only those given the right to decide such cases rule on this one. Leave it to them, or ask an administrator of rights.",
    fr="Seules les personnes habilitées à trancher de tels dossiers se prononcent. Laissez-le-leur, ou demandez ce droit à un administrateur.",
)
ActorOf = Callable[[int, str], Actor]


@scope.as_institution()
def rule(
    transaction: int,
    *,
    approved: bool,
    reason: str,
    ruler: Actor,
    now: datetime,
    actor_of: ActorOf,
    helper: int | None = None,
    rights: Collection[str] = (),
) -> Answer:
    """Settle a referred transaction; the answer of the one that settles it, which may be a refusal
    after all.

    Args:
        actor_of: who asked, from id and name, with the mandates held *now* (as for
            :func:`resume.resume_held`).
        rights: what the ruler may do among the staff; one of them must be the service's
            (`referred.right_to_rule`).
        helper: the account that typed it for who asked, at a counter; it does not rule either.

    Raises:
        Refused: it is settled already, it is the ruler's own, the ruler is not known surely enough,
            or a check cannot be asked now.
    """
    case = _open(transaction)
    ruling = Ruling(approved, reason, ruler.id, ruler.name)
    context = _context(case, ruling, now, actor_of)
    if ruler.id == helper:
        raise Refused(OWN_CASE)
    require_right(case, rights)
    require_stranger(case, ruler, context)
    if approved and ruler.assurance < case.service.ruling_assurance:
        raise Refused(RULER_NOT_SURE)
    asked = _prepared(case, context)
    digest = input_hash(case.ask)

    def attempt(apart: bool) -> Answer:
        with store.atomic():
            _take(case)
            header = Header.fresh(context, digest)
            frame = work(asked, header.id, apart=apart)
            answer = _answer(case, frame)
            if answer.outcome in (Outcome.HELD, Outcome.REFERRED):
                raise Refused(NOT_NOW)
            header.close_single(case.service, frame)
            _keep(case, ruling, int(frame["id"][0]), now)
        return answer

    return settle(attempt)


@scope.as_institution()
def rehearse(transaction: int, ruler: Actor, now: datetime, actor_of: ActorOf) -> Answer:
    """What would become of it if it were approved now; nothing is kept.

    Raises:
        Refused: it is settled already.
    """
    case = _open(transaction)
    ruling = Ruling(True, "", ruler.id, ruler.name)
    asked = _prepared(case, _context(case, ruling, now, actor_of).rehearsal(), strictly=False)

    def attempt(apart: bool) -> Answer:
        with store.atomic(keep=False):
            batch, frame = decide_and_apply(asked, 0, apart=apart)
        return _answer(case, frame, batch)

    return settle(attempt)


def require_right(case: Case, rights: Collection[str]) -> None:
    """A case is decided, approved or declined, by nobody but those appointed for cases of its kind.

    Raises:
        Refused: the ruler was not appointed for it.
    """
    if right_to_rule(case.service) not in rights or case.service.by_finding:
        raise Refused(NOT_THEIRS)


def require_stranger(case: Case, ruler: Actor, context: Context) -> None:
    """Nobody rules on his own asking, by whichever account, nor on one of a party that he may act
    for.

    Raises:
        Refused: it is the ruler's own.
    """
    asker, service, number = context.actor, case.service, ruler.person_number
    same = ruler.id == case.actor or (
        number is not None and number in (asker.person_number, case.subject)
    )
    party = case.party if service.party_kind is not PartyKind.NOBODY else None
    acts = party is not None and ruler.mandates.covers(
        service.right, service.party_kind, [party], context.today
    )
    if same or acts:
        raise Refused(OWN_CASE)


def _open(transaction: int) -> Case:
    case = find(transaction)
    if case is None:
        raise Refused(SETTLED)
    return case


def _context(case: Case, ruling: Ruling, now: datetime, actor_of: ActorOf) -> Context:
    via = {"ruled_by": str(ruling.by), "ruling": "approved" if ruling.approved else "declined"}
    asker = actor_of(case.actor, case.actor_name)
    return Context(asker, case.channel, now, case.language, via=via, ruling=ruling)


def _prepared(case: Case, context: Context, *, strictly: bool = True) -> Batch:
    """Steps one to four; a declined row is refused and looked at no further: nobody need be asked
    about it.
    """
    ruling = context.ruling
    if ruling is not None and not ruling.approved:
        batch = admit(case.ask, context)
        batch.refuse(pl.lit(True), DECLINED, reason=ruling.reason)
        batch.put_aside(batch.frame["position"])
        return batch
    batch = prepare(case.ask, context)
    if strictly and batch.verdicts().filter(pl.col("outcome") == Outcome.HELD.value).height:
        raise Refused(NOT_NOW)
    return batch


def _take(case: Case) -> None:
    done = store.execute(
        "DELETE FROM engine_waiting WHERE transaction = %(id)s AND outcome = %(referred)s",
        id=case.transaction,
        referred=OUTCOME_CODES[Outcome.REFERRED],
    )
    if done != 1:
        raise Refused(SETTLED)


def _answer(case: Case, frame: pl.DataFrame, batch: Batch | None = None) -> Answer:
    row = frame.row(0, named=True)
    changes = batch.changes if batch else {}
    kept = batch is None
    return answer_from(case.service, row["id"], row["content"], kept=kept, changes=changes)


def _said(case: Case, ruling: Ruling, resolution: int, at: datetime) -> dict[str, object]:
    return {
        "transaction": case.transaction,
        "resolution": resolution,
        "service": case.service.code,
        "approved": ruling.approved,
        "reason": ruling.reason,
        "by": ruling.by,
        "by_name": ruling.by_name,
        "at": iso(at),
    }


def _keep(case: Case, ruling: Ruling, resolution: int, now: datetime) -> None:
    leaf = audit.reserve()
    said = _said(case, ruling, resolution, now)
    audit.note("ruling", said, number=leaf)
    store.insert("engine_ruling", pl.DataFrame([said | {"at": now, "leaf": leaf}], schema=_RULING))


_RULING: dict[str, Any] = {
    "transaction": pl.Int64,
    "resolution": pl.Int64,
    "service": pl.Int64,
    "approved": pl.Boolean,
    "reason": pl.String,
    "by": pl.Int64,
    "by_name": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "leaf": pl.Int64,
}


def rulings_are_whole() -> list[str]:
    """Every ruling that is not what its leaf of the audit log says, and every leaf whose ruling is
    gone; in English.
    """
    rows = store.rows(
        "SELECT l.id, l.body, r.transaction, r.resolution, r.service, r.approved, r.reason, r.by, r.by_name, r.at"
        " FROM (SELECT id, body FROM engine_auditleaf WHERE kind = 'ruling') l"
        " FULL JOIN engine_ruling r ON r.leaf = l.id ORDER BY 1"
    )
    names = ("transaction", "resolution", "service", "approved", "reason", "by", "by_name")
    faults = []
    for number, body, *row, at in rows:
        if number is None or row[0] is None:
            faults.append(
                f"ruling of {row[0]}: no leaf speaks of it"
                if body is None
                else f"leaf {number}: its ruling is gone"
            )
            continue
        said = dict(zip(names, row, strict=True)) | {"at": iso(at), "kind": "ruling"}
        if json.loads(body) != said:
            faults.append(f"ruling of {row[0]}: not what leaf {number} says")
    return faults
