"""E-mail and mobile, confirmed by a code sent there: six digits, ten minutes, five tries, never logged nor kept in clear."""

from __future__ import annotations

import logging
import re
import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.db.models import F

from guichet.domain.identity import events, sealing, throttle
from guichet.domain.identity.backends import messages
from guichet.domain.identity.backends.http import ProviderDown
from guichet.domain.identity.models import Account, Contact
from guichet.engine import store
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.identifiers import mobile_of_text
from guichet.lib.text import Words, plain_digits

log = logging.getLogger(__name__)

LIVES, TRIES = timedelta(minutes=10), 5
SENT, SENT_WINDOW = 5, timedelta(hours=1)  # codes to one address, and for one account
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}"
)
KINDS = ("email", "mobile")

ADDRESS_WRONG = Refusal(
    "contact-invalid",
    ar="«{value}» ليس بريدًا إلكترونيًا ولا رقم جوال سعوديًا. اكتبه مثل name@example.com أو 0551234567.",
    en="“{value}” is neither an e-mail address nor a Saudi mobile number. Type it like name@example.com or 0551234567.",
    fr="« {value} » n’est ni une adresse électronique ni un mobile saoudien. Saisissez par exemple name@example.com ou 0551234567.",
)
NOT_SENT = Refusal(
    "contact-code-not-sent",
    ar="تعذر إرسال الرمز الآن. أعد المحاولة بعد قليل.",
    en="The code cannot be sent now. Try again in a while.",
    fr="Le code ne peut pas être envoyé. Réessayez dans un moment.",
)
TOO_MANY_CODES = Refusal(
    "contact-too-many-codes",
    ar="أُرسلت رموز كثيرة. انتظر ساعة ثم اطلب رمزًا آخر.",
    en="Too many codes were sent. Wait an hour, then ask for another.",
    fr="Trop de codes ont été envoyés. Attendez une heure avant d’en demander un autre.",
)
CODE_WRONG = Refusal(
    "contact-code-wrong",
    ar="الرمز غير صحيح أو انتهت مدته. راجع آخر رسالة أو اطلب رمزًا آخر.",
    en="The code is not right, or has expired. Look at the last message, or ask for another code.",
    fr="Le code est faux ou a expiré. Regardez le dernier message, ou demandez un autre code.",
)
_TEXT = Words(
    ar="رمز التأكيد لحسابك في التأمينات الاجتماعية: {code}. صالح 10 دقائق. لا تعطه لأحد.",
    en="The code that confirms this address for your social insurance account: {code}. Good for 10 minutes. Give it to nobody.",
    fr="Le code qui confirme cette adresse pour votre compte d’assurance sociale : {code}. Valable 10 minutes. Ne le donnez à personne.",
)
_REPLACED = Words(
    ar="استُبدلت وسيلة التواصل هذه في حسابك في التأمينات الاجتماعية. إن لم تفعل ذلك فتواصل معنا.",
    en="This address was replaced in your social insurance account. If it was not you, write to us.",
    fr="Cette adresse a été remplacée dans votre compte d’assurance sociale. Si ce n’est pas vous, écrivez-nous.",
)


def offered() -> bool:
    """Whether codes can be sent at all."""
    return bool(settings.MESSAGES_URL)


def in_force(account: Account) -> list[Contact]:
    """The confirmed e-mail and mobile of the account."""
    return list(
        Contact.objects.filter(
            account=account, confirmed_at__isnull=False, replaced_at__isnull=True
        ).order_by("kind")
    )


def begin(account: Account, typed: str, *, language: str, now: datetime) -> Contact:
    """Send a code to the address.

    Raises:
        Refused: no address, too many codes, or the code cannot be sent.
    """
    kind, address = _read(typed)
    for key in (f"contact:{account.pk}", f"contact:{address}"):
        if not throttle.within(key, limit=SENT, window=SENT_WINDOW, now=now):
            raise Refused(TOO_MANY_CODES, "address")
    code = f"{secrets.randbelow(1_000_000):06d}"
    with store.atomic():
        Contact.objects.filter(account=account, confirmed_at__isnull=True).delete()
        made = Contact.objects.create(
            account=account, kind=kind, address=address, added_at=now,
            code_digest=sealing.keyed_digests(code, f"contact of {account.pk}: {address}")[0],
            code_until=now + LIVES,
        )  # fmt: skip
        events.note("contact-code", account.pk, now, what=kind)
    _send(address, _TEXT.at(language, code=code))
    return made


def waiting(account: Account, now: datetime) -> Contact | None:
    """The address whose code was sent and can still be tried."""
    return Contact.objects.filter(
        account=account, confirmed_at__isnull=True, code_until__gt=now
    ).last()


def confirm(account: Account, typed: str, *, language: str, now: datetime) -> Contact:
    """The address counts from now on, in place of the one before, which is told.

    Raises:
        Refused: the code is wrong, late, or was tried too often.
    """
    contact = waiting(account, now)
    # Counted before it is looked at: a hundred guesses at the same moment are still five.
    tried = contact is not None and Contact.objects.filter(
        pk=contact.pk, code_tries__lt=TRIES, confirmed_at__isnull=True
    ).update(code_tries=F("code_tries") + 1)
    if contact is None or not tried or not _right(contact, typed):
        with store.atomic():
            events.note("contact-code-failed", account.pk, now)
        raise Refused(CODE_WRONG, "code")
    with store.atomic():
        before = Contact.objects.filter(
            account=account, kind=contact.kind, confirmed_at__isnull=False, replaced_at__isnull=True
        )
        replaced = list(before.exclude(address=contact.address).values_list("address", flat=True))
        before.update(replaced_at=now)
        Contact.objects.filter(pk=contact.pk).update(
            confirmed_at=now, code_digest=None, code_until=None
        )
        if contact.kind == "mobile":
            Account.objects.filter(pk=account.pk).update(mobile=contact.address)
        events.note("contact-confirmed", account.pk, now, what=contact.kind)
    for address in replaced:
        _tell(address, language)
    return contact


def _right(contact: Contact, typed: str) -> bool:
    code = plain_digits(typed).replace(" ", "").strip()[:40]
    owner = f"contact of {contact.account_id}: {contact.address}"
    kept = bytes(contact.code_digest or b"")
    return any(compare_digest(kept, digest) for digest in sealing.keyed_digests(code, owner))


def _read(typed: str) -> tuple[str, str]:
    text = plain_digits(typed).strip()
    mobile = mobile_of_text(text)
    if mobile:
        return "mobile", mobile
    if len(text) <= 254 and _EMAIL.fullmatch(text):
        name, _, host = text.rpartition("@")
        return "email", f"{name}@{host.lower()}"
    raise Refused(ADDRESS_WRONG, "address", value=text[:60])


def _send(address: str, text: str) -> None:
    try:
        messages.send(address, text)
    except ProviderDown as error:
        log.warning("messages: %s", error)
        raise Refused(NOT_SENT, "address") from error


def _tell(address: str, language: str) -> None:
    """A notice that could not be sent holds nothing up."""
    try:
        messages.send(address, _REPLACED.at(language))
    except ProviderDown as error:
        log.warning("messages: %s", error)
