"""Referred rows are settled by a person of the institution: approved or declined, with a reason in
words.

The row is asked again in the name of who asked it, with what that one may do *now*, and with the
ruling: approved, a service does not refer it again; declined, it is refused with the reason. The
referred transaction stays as it was; the one that settles it names it in ``resolves``. Two who rule
at the same moment meet at the row of ``engine_waiting``: one of them takes it away, the other finds
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

import polars as pl

from guichet.engine import assignments, opinions, rulings, scope, store
from guichet.engine.actor import Actor, PartyKind
from guichet.engine.admission import admit
from guichet.engine.batch import Batch
from guichet.engine.context import HOME, Context, Ruling
from guichet.engine.idempotency import input_hash
from guichet.engine.levels import by_finding
from guichet.engine.outcome import OUTCOME_CODES, Answer, answer_from
from guichet.engine.perform import decide_and_apply, prepare, settle, work
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
DECIDED_BEFORE = Refusal(
    "case-decided-before",
    ar="شاركت في القرار الذي يطعن فيه هذا الطلب، فلا تبت فيه. اتركه لزميل.",
    en="You took part in the decision that this contests, and do not rule on it. Leave it to a colleague.",
    fr="Vous avez pris part à la décision contestée ; vous ne la tranchez pas. Laissez-la à un collègue.",
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
NOT_AS_IT_STANDS = Refusal(
    "case-not-as-it-stands",
    ar="لا يُنفذ كما هو: {why}",
    en="It cannot be carried out as it stands: {why}",
    fr="Il ne peut être exécuté tel quel : {why}",
)
NOT_THEIRS = Refusal(
    "case-of-a-higher-level",
    ar="لا يبت في هذا الطلب إلا من مُنح صلاحية البت في مثله. اتركه له، أو اطلب الصلاحية من مدير الصلاحيات.",
    en="Only those given the right to decide such cases rule on this one. Leave it to them, or ask an administrator of rights.",
    fr="Seules les personnes habilitées à trancher de tels dossiers se prononcent. Laissez-le-leur, ou demandez ce droit à un administrateur.",
)
NOBODY = 0  # rules where the law settles what nobody has decided
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

    Of what several decide together the answer is the case's own, referred still, until enough are
    of one mind.
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
    require_unbiased(case, ruler.id)
    assignments.require_in_hand(case.transaction, ruler.id)
    if not opinions.enough(case, ruling, now):
        return case.answer
    return _settled(case, ruling, _prepared(case, context), now)


def _settled(case: Case, ruling: Ruling, asked: Batch, now: datetime) -> Answer:
    digest, context = input_hash(case.ask), asked.context

    def attempt(apart: bool) -> Answer:
        with store.atomic():
            _take(case)
            opinions.keep_last(case, ruling, now)
            header = Header.fresh(context, digest)
            frame = work(asked, header.id, apart=apart)
            answer = _answer(case, frame)
            if answer.outcome is Outcome.HELD:
                raise Refused(NOT_NOW)
            if answer.outcome is Outcome.REFERRED:
                why = " ".join(found.sentence(context.language) for found in answer.errors)
                raise Refused(NOT_AS_IT_STANDS, why=why)
            header.close_single(case.service, frame)
            rulings.keep(case, ruling, int(frame["id"][0]), now)
        return answer

    return settle(attempt)


def by_law(case: Case, ruling: Ruling, now: datetime, actor_of: ActorOf) -> Answer:
    """Settle a case as the law does where nobody has: the answer of what settles it.

    Raises:
        Refused: somebody has meanwhile, or a check cannot be asked now.
    """
    asked = _prepared(case, _context(case, ruling, now, actor_of))
    return _settled(case, ruling, asked, now)


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
    theirs = right_to_rule(case.service, case.level) in rights
    if not theirs or by_finding(case.service, case.level):
        raise Refused(NOT_THEIRS)


def require_unbiased(case: Case, account: int) -> None:
    """Whoever took part in what a case contests, or has said already what they think of it, does
    not rule on it.

    Raises:
        Refused: they did.
    """
    if account in case.service.barred(case.answer):
        raise Refused(DECIDED_BEFORE)
    if account in opinions.given_by(case.transaction):
        raise Refused(opinions.SAID_BEFORE)


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
        silent = case.due_at.astimezone(HOME).date() if ruling.by == NOBODY else None
        own = case.service.declined(case.level, context.today, silent)
        said, values = own or (DECLINED, {})
        batch.refuse(pl.lit(True), said, reason=ruling.reason, **values)
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
