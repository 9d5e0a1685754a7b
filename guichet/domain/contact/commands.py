"""Registering a mobile or a mail address, and setting a telephone PIN."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from django.db import IntegrityError

from guichet.domain.contact.hashing import hashed
from guichet.domain.contact.models import Code, Email, Mobile, Pin, PinTry
from guichet.domain.contact.numbers import masked
from guichet.domain.identity import events
from guichet.domain.identity.queries import Account
from guichet.engine import audit, store
from guichet.engine.fields.kinds import MOBILE_INVALID
from guichet.engine.record import iso
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.identifiers import mobile_of_text

PIN_DIGITS = 6

MOBILE_TAKEN = Refusal(
    "mobile-registered-elsewhere",
    ar="رقم الجوال {value} مسجل لحساب آخر. استخدم رقمًا آخر، أو ألغه من ذلك الحساب أولًا.",
    en="The mobile {value} is registered for another account. Use another number, or remove it there first.",
    fr="Le mobile {value} est enregistré pour un autre compte. Utilisez un autre numéro, ou retirez-le d’abord de ce compte.",
)
PIN_NOT_DIGITS = Refusal(
    "pin-not-digits",
    ar="الرقم السري الهاتفي مكوّن من {digits} أرقام. اختر {digits} أرقام.",
    en="The telephone PIN has {digits} digits. Choose {digits} digits.",
    fr="Le code secret téléphonique a {digits} chiffres. Choisissez {digits} chiffres.",
)
PIN_EASY = Refusal(
    "pin-easy-to-guess",
    ar="هذا الرقم السري سهل التخمين. تجنب الأرقام المتكررة أو المتسلسلة وأجزاء رقم هويتك أو جوالك.",
    en="This PIN is easy to guess. Avoid repeated or counted digits, and parts of your ID or mobile number.",
    fr="Ce code secret est facile à deviner. Évitez les chiffres répétés ou qui se suivent, et les parties de votre numéro d’identité ou de mobile.",
)


def register_mobile(account: Account, number: str, *, now: datetime) -> str:
    """Register the mobile of an account, in place of any before it; as ``+9665XXXXXXXX``.

    Whoever calls this has proved that the number is the client's: by a one-time code sent to it, or at a counter.

    Raises:
        Refused: it is no mobile number, or somebody else's.
    """
    known = mobile_of_text(number)
    if known is None:
        raise Refused(MOBILE_INVALID, "mobile", value=number)
    if Mobile.objects.filter(account=account, number=known, ended_at__isnull=True).exists():
        return known
    try:
        with store.atomic():
            end_mobile(account, now=now)
            Mobile.objects.create(account=account, number=known, registered_at=now)
            audit.note(
                "contact",
                {
                    "account": account.pk,
                    "mobile": masked(known),
                    "what": "registered",
                    "at": iso(now),
                },
            )
    except IntegrityError as error:
        raise Refused(MOBILE_TAKEN, "mobile", value=number) from error
    return known


def register_email(account: Account, address: str, *, now: datetime) -> None:
    """Register the mail address of an account, in place of any before it. The caller has proved it by a code sent there."""
    with store.atomic():
        # Two confirmed at once must leave one in force: the second waits for the account's row.
        Account.objects.select_for_update().get(pk=account.pk)
        live = Email.objects.filter(account=account, ended_at__isnull=True)
        if live.filter(address=address).exists():
            return
        live.update(ended_at=now)
        Email.objects.create(account=account, address=address, registered_at=now)
        said = {
            "account": account.pk,
            "email": masked(address),
            "what": "confirmed",
            "at": iso(now),
        }
        audit.note("contact", said)
        events.tell(account.pk, "email-confirmed", now)


def end_mobile(account: Account, *, now: datetime) -> None:
    """The account's mobile is no longer its own; codes under way to it are worth nothing."""
    with store.atomic():
        ended = Mobile.objects.filter(account=account, ended_at__isnull=True).update(ended_at=now)
        Code.objects.filter(account=account, closed_at__isnull=True).update(closed_at=now)
        if ended:
            audit.note("contact", {"account": account.pk, "what": "mobile ended", "at": iso(now)})


def set_pin(account: Account, pin: str, *, now: datetime) -> None:
    """Set the telephone PIN; wrong tries of the one before are forgotten.

    Raises:
        Refused: it is not made of six digits, or is one that people try first.
    """
    if len(pin) != PIN_DIGITS or not pin.isascii() or not pin.isdigit():
        raise Refused(PIN_NOT_DIGITS, "pin", digits=PIN_DIGITS)
    if _easy(pin) or _part_of_own_numbers(account, pin):
        raise Refused(PIN_EASY, "pin")
    kept = hashed(pin, account.pk)
    with store.atomic():
        # Two changes at once must leave one PIN: the second waits for the account's row.
        Account.objects.select_for_update().get(pk=account.pk)
        Pin.objects.filter(account=account, ended_at__isnull=True).update(ended_at=now)
        Pin.objects.create(account=account, hash=kept, set_at=now)
        PinTry.objects.filter(account=account).delete()
        audit.note("contact", {"account": account.pk, "what": "pin set", "at": iso(now)})
        events.tell(account.pk, "pin-set", now)


def _easy(pin: str) -> bool:
    """Repeated (112112, 777777), or counted up or down (123456, 987654, 890123)."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    repeated = any(pin == pin[:size] * (len(pin) // size) for size in (1, 2, 3))
    return repeated or steps in ({1}, {9})


def _part_of_own_numbers(account: Account, pin: str) -> bool:
    live = Mobile.objects.filter(account=account, ended_at__isnull=True).values_list(
        "number", flat=True
    )
    return any(pin in text for text in (str(account.person_number or ""), *live))
