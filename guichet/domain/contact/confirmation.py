"""E-mail and mobile of an account, confirmed by a code sent there: by that, and by nothing else,
one comes into force.

The address whose code is on its way is kept by the channel, in its session; the code is good for
that address alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from guichet.domain.contact import codes, message_gateway
from guichet.domain.contact.commands import register_email, register_mobile
from guichet.domain.contact.models import Email, Mobile
from guichet.domain.identity import events
from guichet.domain.identity.queries import Account
from guichet.engine import store
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.identifiers import mobile_of_text
from guichet.lib.locale import here
from guichet.lib.text import Words, plain_digits

MOBILE, EMAIL = "mobile", "email"
_MOBILE = here().mobiles.example
CHANNEL = "confirming"
GOOD_FOR = timedelta(minutes=10)  # a letter takes longer than a text
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}"
)

ADDRESS_WRONG = Refusal(
    "contact-invalid",
    ar=f"«{{value}}» ليس بريدًا إلكترونيًا ولا رقم جوال سعوديًا. اكتبه مثل name@example.com أو {_MOBILE}.",
    en=f"“{{value}}” is neither an e-mail address nor a Saudi mobile number. Type it like name@example.com or {_MOBILE}.",
    fr=f"« {{value}} » n’est ni une adresse électronique ni un mobile saoudien. Saisissez par exemple name@example.com ou {_MOBILE}.",
)
CODE_WRONG = Refusal(
    "contact-code-wrong",
    ar="الرمز غير صحيح أو انتهت مدته. راجع آخر رسالة أو اطلب رمزًا آخر.",
    en="The code is not right, or has expired. Look at the last message, or ask for another code.",
    fr="Le code est faux ou a expiré. Regardez le dernier message, ou demandez un autre code.",
)
_ABOUT = {
    MOBILE: Words(
        ar="تسجيل جوالك", en="registering your mobile", fr="l’enregistrement de votre mobile"
    ),
    EMAIL: Words(
        ar="تأكيد بريدك", en="confirming your e-mail address", fr="la confirmation de votre adresse"
    ),
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An address in force."""

    kind: str  # mobile, email
    address: str
    confirmed_at: datetime


def offered() -> bool:
    """Whether codes can be sent at all."""
    return message_gateway.offered(MOBILE) or message_gateway.offered(EMAIL)


def in_force(account: Account) -> list[Confirmed]:
    """The confirmed e-mail and mobile of the account."""
    mails = Email.objects.filter(account=account, ended_at__isnull=True)
    mobiles = Mobile.objects.filter(account=account, ended_at__isnull=True)
    return [Confirmed(EMAIL, m.address, m.registered_at) for m in mails] + [
        Confirmed(MOBILE, m.number, m.registered_at) for m in mobiles
    ]


def begin(account: Account, typed: str, *, language: str, now: datetime) -> str:
    """Send a code to the address; the address as it will be kept.

    Raises:
        Refused: no address, too many codes, or the code cannot be sent.
    """
    kind, address = _read(typed)
    with store.atomic():
        events.note("contact-code", account.pk, now, what=kind)
    try:
        codes.issue(
            account,
            _purpose(address),
            _ABOUT[kind],
            channel=CHANNEL,
            language=language,
            now=now,
            to=address,
            good_for=GOOD_FOR,
        )
    except Refused as refused:
        raise Refused(refused.refusal, "address", **refused.values) from refused
    return address


def confirm(account: Account, address: str, typed: str, *, now: datetime, sure: bool) -> str:
    """The address counts from now on, in place of the one before; its kind.

    Args:
        account: whose.
        address: where the code went.
        typed: the code.
        now: when.
        sure: the account was proved by more than its password.

    Raises:
        Refused: the code is wrong, late or was tried too often, or the mobile is another account's.
    """
    code = plain_digits(typed).replace(" ", "").strip()[:40]
    if not address or not codes.redeem(account, _purpose(address), code, channel=CHANNEL, now=now):
        with store.atomic():
            events.note("contact-code-failed", account.pk, now)
        raise Refused(CODE_WRONG, "code")
    kind = EMAIL if "@" in address else MOBILE
    if kind == EMAIL:
        register_email(account, address, now=now)
    else:
        register_mobile(account, address, now=now, sure=sure)
    return kind


def _purpose(address: str) -> str:
    return f"address {address}"


def _read(typed: str) -> tuple[str, str]:
    text = plain_digits(typed).strip()
    mobile = mobile_of_text(text)
    if mobile:
        return MOBILE, mobile
    if len(text) <= 254 and _EMAIL.fullmatch(text):
        name, _, host = text.rpartition("@")
        return EMAIL, f"{name}@{host.lower()}"
    raise Refused(ADDRESS_WRONG, "address", value=text[:60])
