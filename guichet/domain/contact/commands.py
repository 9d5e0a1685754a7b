"""Registering a mobile or a mail address, and setting the PIN of telephone and kiosks."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise

from django.conf import settings
from django.db import IntegrityError

from guichet.domain.contact.audit_lines import note
from guichet.domain.contact.codes import NO_MOBILE, TOO_MANY_CODES
from guichet.domain.contact.message_gateway import Message, deliver
from guichet.domain.contact.models import Code, Email, Mobile, Pin, PinTry
from guichet.domain.contact.numbers import masked
from guichet.domain.contact.pin_hash import hashed, holds
from guichet.domain.contact.queries import first_pins, mobile_of
from guichet.domain.contact.refusals import (
    FIRST_PIN_SPENT,
    MOBILE_TAKEN,
    PIN_EASY,
    PIN_NOT_DIGITS,
    PIN_TEXTED,
)
from guichet.domain.identity import events, throttle
from guichet.domain.identity.queries import Account
from guichet.engine import scope, store
from guichet.engine.fields.kinds import MOBILE_INVALID
from guichet.engine.refusal import Refused
from guichet.lib import institution
from guichet.lib.identifiers import mobile_of_text
from guichet.lib.text import Words

PIN_DIGITS = 6
FIRST_PIN_GOOD_FOR = timedelta(days=1)
FIRST_PINS, FIRST_PINS_WITHIN = 3, timedelta(hours=1)
_REPLACED = Words(
    ar="استُبدلت وسيلة التواصل هذه في حسابك في {institution}. إن لم تطلب ذلك فاتصل بنا.",
    en="This address was replaced in your account, {institution}. If you did not ask for that, call us.",
    fr="Cette adresse a été remplacée dans votre compte, {institution}. Si vous ne l’avez pas demandé, appelez-nous.",
)
_FIRST_PIN = Words(
    ar="{pin} رقمك السري الأول للهاتف والأجهزة الذاتية. ستختار رقمًا غيره عند أول دخول خلال يوم. لا تخبر به أحدًا، ولو قال إنه موظف.",
    en="{pin} is your first PIN for telephone and kiosks. You choose another when you first enter, within a day. Tell nobody, not even staff.",
    fr="{pin} est votre premier code secret pour le téléphone et les bornes. Vous en choisirez un autre à la première entrée, dans la journée. Ne le dites à personne, pas même au personnel.",
)


def register_mobile(
    account: Account, number: str, *, now: datetime, at_counter: bool = False, sure: bool = True
) -> str:
    """Register the mobile of an account, in place of any before it; as ``+9665XXXXXXXX``.

    Whoever calls this has proved that the number is the client's: by a one-time code sent to it. A
    number that takes another's place, or that was told to a clerk, confirms no change of money for
    some days: time for its owner to hear of it. One registered on a password alone (not ``sure``)
    waits as a second factor does that was added so. The one before is told at once.

    Raises:
        Refused: it is no mobile number, or somebody else's.
    """
    known = mobile_of_text(number)
    if known is None:
        raise Refused(MOBILE_INVALID, "mobile", value=number)
    if Mobile.objects.filter(account=account, number=known, ended_at__isnull=True).exists():
        return known
    before = Mobile.objects.filter(account=account)
    replaced = before.filter(ended_at__isnull=True).values_list("number", flat=True).first()
    days = timedelta(days=settings.MOBILE_COOLING_DAYS if at_counter or before.exists() else 0)
    wait = max(days, timedelta(hours=0 if sure else settings.FACTOR_WAIT_HOURS))
    try:
        with store.atomic():
            end_mobile(account, now=now)
            Mobile.objects.create(
                account=account,
                number=known,
                registered_at=now,
                money_from=now + wait if wait else None,
            )
            note(
                account,
                "registered",
                now,
                mobile=masked(known),
                channel="counter" if at_counter else "web",
            )
    except IntegrityError as error:
        raise Refused(MOBILE_TAKEN, "mobile", value=number) from error
    if replaced is not None:
        _tell_replaced(account, replaced, now)
    return known


def register_email(account: Account, address: str, *, now: datetime) -> None:
    """Register the mail address of an account, in place of any before it, which is told.

    Whoever calls this has proved the address by a code sent there.
    """
    with store.atomic():
        _lock(account)  # two confirmed at once must leave one in force
        live = Email.objects.filter(account=account, ended_at__isnull=True)
        replaced = live.values_list("address", flat=True).first()
        if replaced == address:
            return
        live.update(ended_at=now)
        Email.objects.create(account=account, address=address, registered_at=now)
        note(account, "confirmed", now, email=masked(address))
        events.tell(account.pk, "email-confirmed", now)
    if replaced is not None:
        _tell_replaced(account, replaced, now)


def _tell_replaced(account: Account, address: str, now: datetime) -> None:
    name = institution.name().at(account.language)
    said, until = _REPLACED.at(account.language, institution=name), now + timedelta(days=1)
    with suppress(Refused):  # a notice that could not be sent holds nothing up
        deliver(Message(address, account.language, said, account.pk, until))


def end_mobile(account: Account, *, now: datetime) -> None:
    """The account's mobile is no longer its own; codes under way to it are worth nothing."""
    with store.atomic():
        ended = Mobile.objects.filter(account=account, ended_at__isnull=True).update(ended_at=now)
        Code.objects.filter(account=account, closed_at__isnull=True).update(closed_at=now)
        if ended:
            note(account, "mobile ended", now)


def set_pin(account: Account, pin: str, *, now: datetime) -> None:
    """Set the PIN that its owner chose; wrong tries of the one before are forgotten.

    Raises:
        Refused: it is not made of six digits, is one that people try first, or the one that was
            texted.
    """
    _require_good(account, pin)
    kept = hashed(pin, account.pk)
    with store.atomic():
        _lock(account)
        _replace_pin(account, kept, now, None)
        note(account, "pin set", now)
        events.tell(account.pk, "pin-set", now)


@scope.as_institution()
def choose_pin(account: Account, pin: str, *, now: datetime, channel: str = "web") -> None:
    """Set the PIN in place of the first one, which was texted and has just let its owner in.

    Raises:
        Refused: as :func:`set_pin`, or there is no first PIN any more.
    """
    _require_good(account, pin)
    kept = hashed(pin, account.pk)
    with store.atomic():
        _lock(account)
        if not first_pins(account, now).exists():  # a twin was quicker, or a newer one was sent
            raise Refused(FIRST_PIN_SPENT, "pin")
        _replace_pin(account, kept, now, None)
        note(account, "pin chosen", now, channel=channel)
        events.tell(account.pk, "pin-set", now)


def send_first_pin(account: Account, *, now: datetime) -> str:
    """Text a PIN to the registered mobile that only lets its owner choose one, in place of any
    before; the mobile, masked.

    Nobody sees it but whoever holds the mobile: not the clerk who asked for it, and no log.

    Raises:
        Refused: there is no mobile, too many were sent, or nothing delivers texts.
    """
    mobile = mobile_of(account)
    if mobile is None:
        raise Refused(NO_MOBILE)
    if not throttle.within(
        f"first-pin:{account.pk}", limit=FIRST_PINS, window=FIRST_PINS_WITHIN, now=now
    ):
        raise Refused(TOO_MANY_CODES, minutes=int(FIRST_PINS_WITHIN.total_seconds() // 60))
    pin = _drawn(account)
    kept, until = hashed(pin, account.pk), now + FIRST_PIN_GOOD_FOR
    with store.atomic():
        _lock(account)
        _replace_pin(account, kept, now, until)
        note(account, "first pin sent", now, channel="counter")
        said = _FIRST_PIN.at(account.language, pin=pin)
        deliver(Message(mobile, account.language, said, account.pk, until))
    return masked(mobile)


def _drawn(account: Account) -> str:
    while True:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        if not _easy(pin) and not _part_of_own_numbers(account, pin):
            return pin


def _require_good(account: Account, pin: str) -> None:
    if len(pin) != PIN_DIGITS or not pin.isascii() or not pin.isdigit():
        raise Refused(PIN_NOT_DIGITS, "pin", digits=PIN_DIGITS)
    if _easy(pin) or _part_of_own_numbers(account, pin):
        raise Refused(PIN_EASY, "pin")
    texted = Pin.objects.filter(account=account, ended_at__isnull=True, good_until__isnull=False)
    if any(holds(kept, pin, account.pk) for kept in texted.values_list("hash", flat=True)):
        raise Refused(PIN_TEXTED, "pin")


@scope.as_institution()  # at a counter it is the client's row, which no clerk may change
def _lock(account: Account) -> None:
    """Two changes at once must leave one in force: the second waits for the account's row."""
    Account.objects.select_for_update().get(pk=account.pk)


def _replace_pin(account: Account, kept: str, now: datetime, until: datetime | None) -> None:
    Pin.objects.filter(account=account, ended_at__isnull=True).update(ended_at=now)
    Pin.objects.create(account=account, hash=kept, set_at=now, good_until=until)
    PinTry.objects.filter(account=account).delete()


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
