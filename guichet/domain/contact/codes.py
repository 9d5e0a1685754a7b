"""One-time codes: six digits sent to the registered mobile or to an address being registered, good
for one purpose, one use, a few minutes and three tries.

Wrong codes of an account are counted for a day over all channels together: at ``WRONG_A_DAY`` its
codes rest, whoever holds the mobile, and the account's owner is told.

The purpose is part of what is kept, so a code that confirms one asking confirms no other. A newer
code replaces the one before it. The code itself exists in the text to the mobile only: it is kept
as a keyed digest, and logged nowhere.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from guichet.domain.contact.audit_lines import note
from guichet.domain.contact.message_gateway import Message, deliver
from guichet.domain.contact.models import Code
from guichet.domain.contact.queries import masked, mobile_of, money_from
from guichet.domain.contact.refusals import MOBILE_NEW
from guichet.domain.identity import events, throttle
from guichet.domain.identity.queries import Account
from guichet.engine import audit, scope, store
from guichet.engine.context import HOME
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.text import Words

DIGITS, TRIES = 6, 3
GOOD_FOR = timedelta(minutes=5)
SENT_AT_MOST, SENT_WINDOW = 5, timedelta(minutes=15)
WRONG_A_DAY, DAY = 15, timedelta(days=1)
ELSEWHERE_WINDOW = timedelta(hours=1)  # to an address that is not known to be the account's

NO_MOBILE = Refusal(
    "no-registered-mobile",
    ar="لا يوجد رقم جوال مسجل لك. سجّل جوالك في الفرع الافتراضي أو في أحد الفروع ثم أعد المحاولة.",
    en="You have no registered mobile. Register it in the virtual branch or at a branch and try again.",
    fr="Vous n’avez pas de mobile enregistré. Enregistrez-le dans l’agence virtuelle ou en agence, puis réessayez.",
)
TOO_MANY_CODES = Refusal(
    "too-many-codes",
    ar="أُرسلت إليك رموز كثيرة. انتظر {minutes:minute,oblique} ثم اطلب رمزًا جديدًا.",
    en="Too many codes were sent to you. Wait {minutes:minute}, then ask for a new one.",
    fr="Trop de codes vous ont été envoyés. Attendez {minutes:minute}, puis demandez-en un nouveau.",
)
CODES_REST = Refusal(
    "codes-rest",
    ar="أُدخلت رموز خاطئة كثيرة لحسابك اليوم، فلا تُرسل رموز أخرى حتى الغد. استخدم وسيلة تحقق إضافية في الفرع الافتراضي، أو راجع أحد الفروع.",
    en="Too many wrong codes were entered for your account today, so no more are sent until tomorrow. Use a second factor in the virtual branch, or go to a branch.",
    fr="Trop de codes faux ont été saisis pour votre compte aujourd’hui ; aucun autre ne sera envoyé avant demain. Utilisez un second facteur dans l’agence virtuelle, ou allez en agence.",
)
_TEXT = Words(
    ar="{code} رمز التحقق من {about}. صالح لمدة {minutes:minute,oblique}. لا تخبر به أحدًا، ولو قال إنه موظف.",
    en="{code} is your code for: {about}. Good for {minutes:minute}. Tell nobody, not even staff.",
    fr="{code} est votre code pour : {about}. Valable {minutes:minute}. Ne le dites à personne, pas même au personnel.",
)


@scope.as_institution()
def issue(
    account: Account,
    purpose: str,
    about: Words,
    *,
    channel: str,
    language: str,
    now: datetime,
    to: str | None = None,
    text: Words = _TEXT,
    money: bool = False,
    good_for: timedelta = GOOD_FOR,
) -> str:
    """Send a new code; the address it went to, masked.

    Args:
        purpose: what the code is for, to the letter: :func:`redeem` must name the same.
        about: the same in the client's words, for the text.
        to: an address being registered, which proves itself so; without it, the registered mobile.
        text: what is written, with places for ``code``, ``about`` and ``minutes``.
        money: whether it confirms a change of money, for which a mobile must have been registered
            for some days.
        good_for: how long.

    Raises:
        Refused: there is no mobile, it is too new, too many codes were sent or entered wrongly, or
            nothing delivers them.
    """
    if throttle.used(_wrong(account), window=DAY, now=now) >= WRONG_A_DAY:
        raise Refused(CODES_REST)
    where = to or mobile_of(account)
    if where is None:
        raise Refused(NO_MOBILE)
    if money:
        require_settled(account, now)
    _require_few(account, channel, to, now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    until = now + good_for
    with store.atomic():
        _live(account, channel).update(closed_at=now)
        Code.objects.create(
            account=account,
            channel=channel,
            digest=_digest(account, channel, purpose, code),
            issued_at=now,
            expires_at=until,
        )
    said = text.at(language, code=code, about=about.at(language), minutes=good_for.seconds // 60)
    deliver(Message(where, language, said, account.pk, until))
    return masked(where)


def require_settled(account: Account, now: datetime) -> None:
    """That the registered mobile may confirm changes of money.

    Raises:
        Refused: it was registered too lately.
    """
    since = money_from(account, now)
    if since is not None:
        raise Refused(MOBILE_NEW, until=since.astimezone(HOME).date())


@scope.as_institution()
def redeem(account: Account, purpose: str, code: str, *, channel: str, now: datetime) -> bool:
    """Whether the code is right; a right one is used up. Three wrong tries spoil it."""
    newest = (
        _live(account, channel)
        .filter(expires_at__gt=now, issued_at__lte=now)
        .order_by("-issued_at", "-pk")
        .values_list("pk", flat=True)
        .first()
    )
    if newest is None:
        return False
    kept = store.value(
        "UPDATE contact_code SET tries = tries + 1 WHERE id = %(id)s AND tries < %(most)s AND closed_at IS NULL"
        " RETURNING digest",
        id=newest,
        most=TRIES,
    )
    if kept is None:
        return False
    # Counted before it is looked at, so that tries made at once do not share one count; a right one
    # is given back.
    tries = throttle.hit(_wrong(account), window=DAY, now=now)
    if tries > WRONG_A_DAY:
        return False
    if not compare_digest(bytes(kept), _digest(account, channel, purpose, code)):
        if tries == WRONG_A_DAY:
            _rest(account, channel, now)
        return False
    throttle.give_back(_wrong(account))
    with store.atomic():
        # Of two who name it at once, one has used it.
        used = Code.objects.filter(pk=newest, closed_at__isnull=True).update(closed_at=now)
        if used:
            audit.note("contact", {"account": account.pk, "channel": channel, "what": "code used"})
    return bool(used)


def _rest(account: Account, channel: str, now: datetime) -> None:
    """At the ceiling no code opens any more, and the owner hears of it."""
    with store.atomic():
        Code.objects.filter(account=account, closed_at__isnull=True).update(closed_at=now)
        note(account, "codes guessed at", now, channel=channel)
        events.tell(account.pk, "codes-guessed", now)


def _wrong(account: Account) -> str:
    return f"codes-wrong:{account.pk}"


def _require_few(account: Account, channel: str, to: str | None, now: datetime) -> None:
    """A code costs money and rings: few for an account, and few to an address whoever names it."""
    counted = [(f"codes:{channel}:{account.pk}", SENT_WINDOW)]
    if to is not None:
        for what in (f"account {account.pk}", to):
            key = f"codes-to:{sha256(what.encode()).hexdigest()}"
            counted.append((key, ELSEWHERE_WINDOW))
    for key, window in counted:
        if not throttle.within(key, limit=SENT_AT_MOST, window=window, now=now):
            raise Refused(TOO_MANY_CODES, minutes=window.seconds // 60)


def sweep(now: datetime) -> int:
    """Drop codes that nobody can use any more; how many there were."""
    return Code.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()[0]


def _live(account: Account, channel: str) -> QuerySet[Code]:
    return Code.objects.filter(account=account, channel=channel, closed_at__isnull=True)


def _digest(account: Account, channel: str, purpose: str, code: str) -> bytes:
    value = "\0".join((str(account.pk), channel, purpose, code))
    return salted_hmac("guichet.contact.code", value, algorithm="sha256").digest()
