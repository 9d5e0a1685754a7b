"""Rights of the staff are given by two: one administrator proposes, another confirms, and neither
is who gets it.

Taking a right away is one administrator's act, at once. The first two administrators are named at
the server, while there are not two. The database keeps the same rules (the triggers of migration
0014): a right that nobody confirmed cannot be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from guichet.domain.identity import staff
from guichet.domain.identity.models import Account, RightProposal
from guichet.domain.identity.staff_words import NEEDS_RIGHT, name_of
from guichet.engine import audit, store
from guichet.engine.context import HOME
from guichet.engine.record import iso
from guichet.engine.refusal import Refusal, Refused

NOT_STAFF = Refusal(
    "staff-account-unknown",
    ar="لا يوجد موظف باسم المستخدم «{username}». تحقق من الاسم.",
    en="There is no member of staff with the user name “{username}”. Check the name.",
    fr="Aucun agent n’a le nom d’utilisateur « {username} ». Vérifiez le nom.",
)
UNKNOWN = Refusal(
    "staff-right-unknown",
    ar="لا توجد صلاحية باسم «{right}». اختر صلاحية من القائمة.",
    en="There is no right “{right}”. Choose one of the list.",
    fr="Le droit « {right} » n’existe pas. Choisissez-en un dans la liste.",
)
OWN = Refusal(
    "staff-right-own",
    ar="لا يمنح أحد صلاحية لنفسه. اطلب ذلك من مديرَين آخرين للصلاحيات.",
    en="Nobody gives a right to himself. Ask two other administrators of rights.",
    fr="Nul ne se donne un droit à soi-même. Demandez-le à deux autres administrateurs des droits.",
)
SAME_PERSON = Refusal(
    "staff-right-same-person",
    ar="أنت من اقترح هذه الصلاحية؛ يجب أن يؤكدها مدير صلاحيات آخر.",
    en="You proposed this right yourself; another administrator of rights must confirm it.",
    fr="Vous avez proposé ce droit vous-même ; un autre administrateur des droits doit le confirmer.",
)
HELD = Refusal(
    "staff-right-held",
    ar="هذه الصلاحية ممنوحة من قبل أو اقتُرحت وتنتظر التأكيد. حدّث الصفحة.",
    en="This right is held already, or was proposed and waits to be confirmed. Reload the page.",
    fr="Ce droit est déjà accordé, ou déjà proposé et en attente de confirmation. Actualisez la page.",
)
NOT_HELD = Refusal(
    "staff-right-not-held",
    ar="ليست هذه الصلاحية للموظف الآن؛ لعلها سُحبت من قبل. حدّث الصفحة.",
    en="This right is not held now; it may have been withdrawn already. Reload the page.",
    fr="Ce droit n’est pas détenu actuellement ; il a peut-être déjà été retiré. Actualisez la page.",
)
OVER = Refusal(
    "staff-proposal-over",
    ar="أُكد هذا الاقتراح أو رُفض من قبل. حدّث الصفحة.",
    en="This proposal was confirmed or declined already. Reload the page.",
    fr="Cette proposition a déjà été confirmée ou écartée. Actualisez la page.",
)
NOT_SURE = Refusal(
    "staff-right-second-factor",
    ar="يتطلب منح صلاحية إثباتًا حديثًا لهويتك بعامل ثانٍ. أثبت هويتك ثم أعد المحاولة؛ لم يتغير شيء.",
    en="Giving a right asks for a second factor shown a short while ago. Show yours and try again; nothing was changed.",
    fr="Donner un droit exige un second facteur présenté récemment. Présentez le vôtre et réessayez ; rien n’a changé.",
)
BEGUN = Refusal(
    "staff-begun-already",
    ar="للصلاحيات مديران على الأقل. اطلب من أحدهما اقتراح الصلاحية ومن الآخر تأكيدها.",
    en="There are two administrators of rights or more. Ask them to propose and confirm it.",
    fr="Il y a déjà au moins deux administrateurs des droits. Demandez-leur de proposer et de confirmer.",
)


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who gives or takes: an account of the staff, and whether it showed a second factor a short
    while ago.
    """

    account: Account
    sure: bool = False


def require(account: Account, right: str, now: datetime) -> None:
    """Let only those go on who hold a right today.

    Raises:
        Refused: they do not.
    """
    if not staff.may(account, right, now.astimezone(HOME).date()):
        raise Refused(NEEDS_RIGHT, right=name_of(right))


def propose(
    by: Administrator,
    account: Account,
    right: str,
    place: int = staff.HEAD_OFFICE,
    *,
    now: datetime,
) -> RightProposal:
    """Propose that somebody of the staff may do ``right``; another administrator confirms it.

    Args:
        place: for the counter the number of the branch, which the caller has looked up.

    Raises:
        Refused: who proposes is no administrator, or would get it; there is no such right or member
            of staff; it is held.
    """
    require(by.account, staff.ADMINISTER, now)
    if not staff.is_staff(account):
        raise Refused(NOT_STAFF, "username", username=account.username)
    if not staff.known(right):
        raise Refused(UNKNOWN, "right", right=right)
    if account == by.account:
        raise Refused(OWN, "username")
    today = now.astimezone(HOME).date()
    if place in staff.places(account, right, today):
        raise Refused(HELD, "right")
    made = RightProposal(
        account=account, right=right, place=place, proposed_by=by.account, proposed_at=now
    )
    try:
        with store.atomic():
            made.save(force_insert=True)
            _note("proposed", made, now)
    except IntegrityError as error:
        raise Refused(HELD, "right") from error
    return made


def confirm(by: Administrator, proposal: int, *, now: datetime) -> None:
    """Give the right that another administrator proposed; who served at a branch serves at the new
    one only.

    Raises:
        Refused: who confirms is no administrator, proposed it or would get it, or is not known
            surely enough; it is over.
    """
    require(by.account, staff.ADMINISTER, now)
    with store.atomic():
        found = _open(proposal)
        if by.account == found.account:
            raise Refused(OWN)
        if by.account == found.proposed_by:
            raise Refused(SAME_PERSON)
        if not by.sure:
            raise Refused(NOT_SURE)
        if not staff.is_staff(found.account):
            raise Refused(NOT_STAFF, username=found.account.username)
        staff.take(found.account, found.right, now=now)
        _close(found, by.account, now, confirmed=True)
        staff.give(found)


def decline(by: Administrator, proposal: int, *, now: datetime) -> None:
    """Drop a proposal: one's own, or another's.

    Raises:
        Refused: who does is no administrator; it is over.
    """
    require(by.account, staff.ADMINISTER, now)
    with store.atomic():
        _close(_open(proposal), by.account, now, confirmed=False)


def withdraw(by: Administrator, account: Account, right: str, *, now: datetime) -> None:
    """Take a right away at once, also one's own.

    Raises:
        Refused: who does is no administrator, or not known surely enough; the right is not held.
    """
    require(by.account, staff.ADMINISTER, now)
    if not by.sure:
        raise Refused(NOT_SURE)
    with store.atomic():
        ended = staff.take(account, right, now=now)
        if not ended:
            raise Refused(NOT_HELD)
        said = {"what": "withdrawn", "account": account.pk, "right": right, "mandates": ended}
        audit.note("staff-right", said | {"by": by.account.pk, "at": iso(now)})


def begin(accounts: Sequence[Account], now: datetime) -> None:
    """Name the first administrators, at the server: only while there are not two who could name
    others.

    Raises:
        Refused: there are two, or one of these is not the staff's.
    """
    with store.atomic():
        store.execute("SELECT pg_advisory_xact_lock(hashtext('staffing.begin'))")
        if len(staff.living_holders(staff.ADMINISTER)) > 1:
            raise Refused(BEGUN)
        for account in accounts:
            if not staff.is_staff(account):
                raise Refused(NOT_STAFF, username=account.username)
            staff.take(account, staff.ADMINISTER, now=now)
            made = RightProposal.objects.create(
                account=account,
                right=staff.ADMINISTER,
                place=staff.HEAD_OFFICE,
                origin="begun",
                proposed_at=now,
                closed_at=now,
                confirmed=True,
            )
            _note("confirmed", made, now)
            staff.give(made)


def waiting() -> list[RightProposal]:
    """What was proposed and waits, the oldest first."""
    found = RightProposal.objects.filter(closed_at__isnull=True)
    return list(found.select_related("account", "proposed_by").order_by("proposed_at", "pk"))


def _open(number: int) -> RightProposal:
    found = (
        RightProposal.objects.select_for_update(of=("self",))
        .select_related("account", "proposed_by")
        .filter(pk=number, closed_at__isnull=True)
        .first()
    )
    if found is None:
        raise Refused(OVER)
    return found


def _close(proposal: RightProposal, by: Account, now: datetime, *, confirmed: bool) -> None:
    proposal.closed_by, proposal.closed_at, proposal.confirmed = by, now, confirmed
    proposal.save(update_fields=["closed_by", "closed_at", "confirmed"])
    _note("confirmed" if confirmed else "declined", proposal, now)


def _note(what: str, of: RightProposal, now: datetime) -> None:
    audit.note(
        "staff-right",
        {
            "what": what,
            "proposal": of.pk,
            "account": of.account_id,
            "right": of.right,
            "place": of.place,
            "origin": of.origin,
            "proposed_by": of.proposed_by_id,
            "closed_by": of.closed_by_id,
            "at": iso(now),
        },
    )
