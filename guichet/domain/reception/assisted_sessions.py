"""Sittings: a clerk and a client, from the client's being named to the end, and the consent without
which nothing opens.

A sitting belongs to the clerk who began it, ends by being ended, by silence or by the next one, and
never begins again.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError

from guichet.domain.contact import codes
from guichet.domain.contact.message_gateway import Message, deliver
from guichet.domain.contact.queries import mobile_of
from guichet.domain.identity import queries as identity
from guichet.domain.identity import staff
from guichet.domain.identity.queries import Account
from guichet.domain.reception import clients
from guichet.domain.reception.clients import Named
from guichet.domain.reception.models import Branch, Consent, Sitting, Ticket
from guichet.domain.reception.refusals import (
    NO_PAPER_REFERENCE,
    OWN_MATTER,
    PAPER_USED,
    SITTING_ENDED,
    UNKNOWN_CLIENT,
    WRONG_CODE,
)
from guichet.engine import audit, scope, store
from guichet.engine.actor import Assurance, PartyKind
from guichet.engine.context import HOME
from guichet.engine.record import iso
from guichet.engine.refusal import Refused
from guichet.lib.text import Words, plain_digits

IDLE, LONGEST = timedelta(minutes=15), timedelta(hours=2)
CHANNEL = "counter"
CODE, PAPER = "code", "paper"
_ASSURANCE = {CODE: Assurance.SECOND_FACTOR, PAPER: Assurance.PASSWORD}
_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9/_-]{3,39}")
_ABOUT = Words(ar="خدمتك لدى {name}", en="being served at {name}", fr="vous faire servir à {name}")
# Other codes are for nobody's ears; this one is for the clerk's, and says so.
_TEXT = Words(
    ar="{code} رمز موافقتك على {about}. أعطه للموظف الذي تتحدث معه إن كنت موافقًا على أن يطلع على بياناتك ويعمل عنك، وإلا فلا تعطه أحدًا. صالح لمدة {minutes:minute,oblique}.",
    en="{code} is your consent to {about}. Give it to the member of staff you are speaking with if you agree that they see your data and act for you; otherwise to nobody. Good for {minutes:minute}.",
    fr="{code} : votre consentement pour {about}. Donnez-le à l’agent avec qui vous parlez si vous acceptez qu’il voie vos données et agisse pour vous ; sinon à personne. Valable {minutes:minute}.",
)

_TOLD = Words(
    ar="يخدمك الآن موظف في {name} بناءً على نموذج وقّعته. إن لم تكن هناك فاتصل بنا فورًا.",
    en="A member of staff at {name} is serving you now, on a form you signed. If you are not there, call us at once.",
    fr="Un agent à {name} vous sert en ce moment, sur un formulaire que vous avez signé. Si vous n’y êtes pas, appelez-nous aussitôt.",
)
_TOLD_WITHIN = timedelta(hours=1)


def begin(
    clerk: Account,
    client: Named,
    branch: Branch,
    *,
    establishment: int | None,
    ticket: Ticket | None,
    now: datetime,
) -> Sitting:
    """Begin a sitting, in place of any the clerk still had. It opens nothing before the client
    consents.

    Raises:
        Refused: the clerk would serve themselves, or somebody they stand for.
    """
    require_anothers(clerk, client, establishment, now)
    # Two pages of one clerk at once: the second finds the first's sitting, and ends it.
    return store.settle(lambda: _begun(clerk, client, branch, establishment, ticket, now))


def _begun(
    clerk: Account,
    client: Named,
    branch: Branch,
    establishment: int | None,
    ticket: Ticket | None,
    now: datetime,
) -> Sitting:
    with store.atomic():
        _end(Sitting.objects.select_for_update().filter(clerk=clerk, ended_at__isnull=True), now)
        waiting = Ticket.objects.filter(pk=ticket.pk if ticket else 0, started_at__isnull=True)
        started = ticket if waiting.update(started_at=now) else None
        begun = Sitting.objects.create(
            branch=branch,
            clerk=clerk,
            clerk_name=clerk.name_ar or clerk.name_latin or clerk.username,
            client=client.account,
            person=client.person,
            establishment=establishment,
            ticket=started,
            began_at=now,
            seen_at=now,
        )
        _note("sitting begun", begun, now)
    return begun


def require_anothers(
    clerk: Account, client: Named, establishment: int | None, now: datetime
) -> None:
    """That a clerk serves neither themselves nor somebody they stand for.

    Raises:
        Refused: they would.
    """
    today, number = now.astimezone(HOME).date(), client.person
    own = clerk == client.account or (number is not None and number == clerk.person_number)
    stands = number is not None and identity.stands_for(clerk, PartyKind.PERSON, number, today)
    works = establishment is not None and identity.stands_for(
        clerk, PartyKind.ESTABLISHMENT, establishment, today
    )
    if own or stands or works:
        raise Refused(OWN_MATTER)


def current(clerk: Account, now: datetime) -> Sitting | None:
    """The sitting the clerk is in; one that was silent too long or lasted too long has ended by
    that.
    """
    open_one = Sitting.objects.select_related("client", "branch", "ticket", "clerk")
    found = open_one.filter(clerk=clerk, ended_at__isnull=True).first()
    if found is None:
        return None
    may = found.branch_id in staff.places(clerk, staff.COUNTER, now.astimezone(HOME).date())
    fresh = now - found.seen_at < IDLE and now - found.began_at < LONGEST
    if not may or not fresh or (found.client and not found.client.is_active):
        end(found, now)
        return None
    Sitting.objects.filter(pk=found.pk, ended_at__isnull=True, seen_at__lt=now).update(seen_at=now)
    return found


def end(sitting: Sitting, now: datetime) -> None:
    """End it, and with it every consent given for it."""
    with store.atomic():
        _end(Sitting.objects.select_for_update().filter(pk=sitting.pk, ended_at__isnull=True), now)


def _end(sittings: object, now: datetime) -> None:
    for sitting in sittings:  # type: ignore[attr-defined]
        Sitting.objects.filter(pk=sitting.pk).update(ended_at=now)
        Ticket.objects.filter(pk=sitting.ticket_id, ended_at__isnull=True).update(ended_at=now)
        _note("sitting ended", sitting, now)


def send_code(sitting: Sitting, *, now: datetime) -> None:
    """Text the client a code with which they consent to this sitting.

    Raises:
        Refused: there is no registered mobile, or too many codes were sent.
    """
    if sitting.client is None:
        raise Refused(codes.NO_MOBILE)
    name = Words(
        ar=sitting.branch.name_ar, en=sitting.branch.name_latin, fr=sitting.branch.name_latin
    )
    about = Words(*(_ABOUT.at(x, name=name.at(x)) for x in ("ar", "en", "fr")))
    codes.issue(
        sitting.client,
        _purpose(sitting),
        about,
        channel=CHANNEL,
        language=sitting.client.language,
        now=now,
        text=_TEXT,
    )


def consent_by_code(sitting: Sitting, code: str, *, now: datetime) -> None:
    """The client has read the code out.

    Raises:
        Refused: it is not the code that was sent for this sitting.
    """
    given = plain_digits(code).strip()[:12]
    if sitting.client is None or not codes.redeem(
        sitting.client, _purpose(sitting), given, channel=CHANNEL, now=now
    ):
        raise Refused(WRONG_CODE, "code")
    _record(sitting, CODE, "", now)


def consent_by_paper(sitting: Sitting, reference: str, *, now: datetime) -> None:
    """The client has signed a paper.

    Raises:
        Refused: the reference is none, or belongs to another sitting.
    """
    known = plain_digits(reference).strip().upper()
    if not _REFERENCE.fullmatch(known):
        raise Refused(NO_PAPER_REFERENCE, "reference")
    try:
        _record(sitting, PAPER, known, now)
    except IntegrityError as error:
        raise Refused(PAPER_USED, "reference", value=known) from error
    _tell(sitting, now)


def _tell(sitting: Sitting, now: datetime) -> None:
    """A signature can be forged, so the client is told at once, if there is a mobile: whoever is
    not there will call.
    """
    client = sitting.client
    if client is None:
        return
    scope.enter(client.pk)  # who has consented is read in their own name
    mobile = mobile_of(client)
    if mobile is None:
        return
    ar = client.language == "ar"
    branch = sitting.branch.name_ar if ar else sitting.branch.name_latin
    said = _TOLD.at(client.language, name=branch)
    with suppress(Refused):  # nothing delivers texts here
        deliver(Message(mobile, client.language, said, client.pk, now + _TOLD_WITHIN))


def assurance_of(sitting: Sitting) -> Assurance | None:
    """How surely the client is known by the consents to this sitting; None: there is none, and
    nothing opens.
    """
    kinds = Consent.objects.filter(sitting=sitting).values_list("kind", flat=True)
    return max((_ASSURANCE[kind] for kind in kinds), default=None)


def _record(sitting: Sitting, kind: str, reference: str, now: datetime) -> None:
    with store.atomic():
        # Waits for whoever ends the sitting at this moment; consent to what has ended is none.
        lasting = Sitting.objects.select_for_update().filter(pk=sitting.pk, ended_at__isnull=True)
        if lasting.first() is None:
            raise Refused(SITTING_ENDED)
        if sitting.client is None and sitting.person is not None:
            sitting.client = clients.opened(sitting.person)
            if sitting.client is None:
                raise Refused(UNKNOWN_CLIENT)
            Sitting.objects.filter(pk=sitting.pk).update(client=sitting.client)
        leaf = audit.reserve()
        said = {
            "sitting": sitting.pk,
            "client": sitting.client_id,
            "clerk": sitting.clerk_id,
            "how": kind,
            "reference": reference,
            "at": iso(now),
        }
        audit.note("consent", said, number=leaf)
        Consent.objects.create(
            sitting=sitting, kind=kind, reference=reference, recorded_at=now, leaf=leaf
        )


def _purpose(sitting: Sitting) -> str:
    return f"sitting {sitting.pk}"


def _note(what: str, sitting: Sitting, now: datetime) -> None:
    audit.note(
        "counter",
        {
            "what": what,
            "sitting": sitting.pk,
            "clerk": sitting.clerk_id,
            "client": sitting.client_id,
            "branch": sitting.branch_id,
            "establishment": sitting.establishment,
            "at": iso(now),
        },
    )
