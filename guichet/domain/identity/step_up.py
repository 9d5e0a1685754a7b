"""Proving more than a password: the tries counted, what came of them in the audit log.

Tries are counted by account and place, as passwords are (`throttle`): an attacker who guesses codes
slows nobody down but himself. Six digits can be guessed from many places, by somebody who has the
password: wrong ones are counted for a day over all places together, and at ``WRONG_A_DAY`` the
app's codes rest, as codes sent do (`contact.codes`). Recovery codes and passkeys, which nobody
guesses, go on, and the owner is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from guichet.domain.identity import events, factors, throttle
from guichet.domain.identity.models import Account
from guichet.engine import store
from guichet.engine.refusal import Refusal, Refused

CODE_WRONG = Refusal(
    "second-factor-wrong",
    ar="الرمز غير صحيح أو استُخدم من قبل. انتظر الرمز التالي في التطبيق، أو استخدم أحد رموز الاسترداد.",
    en="The code is not right, or was used before. Wait for the app’s next code, or use a recovery code.",
    fr="Le code est faux ou a déjà servi. Attendez le prochain code de l’application, ou prenez un code de secours.",
)
TOO_MANY_TRIES = Refusal(
    "too-many-tries",
    ar="محاولات كثيرة من هذا المكان. انتظر {seconds:second,oblique} ثم أعد المحاولة.",
    en="Too many tries from this place. Wait {seconds:second}, then try again.",
    fr="Trop d’essais depuis cet endroit. Attendez {seconds:second}, puis réessayez.",
)
APP_CODES_REST = Refusal(
    "app-codes-rest",
    ar="أُدخلت رموز خاطئة كثيرة لحسابك اليوم، فلا تُقبل رموز التطبيق حتى الغد. استخدم رمز استرداد أو مفتاح مرور، وغيّر كلمة المرور إن لم تكن أنت من جرّبها.",
    en="Too many wrong codes were entered for your account today, so the app’s codes are not taken until tomorrow. Use a recovery code or a passkey, and change your password if it was not you who tried them.",
    fr="Trop de codes faux ont été saisis pour votre compte aujourd’hui ; ceux de l’application ne sont plus admis avant demain. Prenez un code de secours ou une clé d’accès, et changez de mot de passe si ce n’était pas vous.",
)
WRONG_A_DAY, DAY = 15, timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a try comes from: an address, and the device if this account has signed in with it
    before.
    """

    address: str
    device: str = ""

    @property
    def network(self) -> str:
        """The network for records."""
        return throttle.network_of(self.address)


def show_code(account: Account, code: str, place: Place, *, now: datetime) -> str:
    """How it was proved: ``totp`` or ``recovery``.

    Raises:
        Refused: the code opens nothing, or there were too many tries from this place, or of this
            account's app today.
    """
    key = f"code:{account.pk}"
    wait = throttle.sign_in_wait(key, place.address, now=now, device=place.device)
    if wait:
        raise Refused(TOO_MANY_TRIES, seconds=wait)
    counted = _counted(account, now) if factors.is_of_app(code) else 0
    if counted > WRONG_A_DAY:
        raise Refused(APP_CODES_REST, "code")
    with store.atomic():
        how = factors.use(account, code, now=now)
        if how is None and counted == WRONG_A_DAY:
            events.note("second-factor-rests", account.pk, now, network=place.network)
            events.tell(account.pk, "app-codes-guessed", now)
        if how is None:
            events.note("second-factor-failed", account.pk, now, network=place.network)
        else:
            events.note("second-factor", account.pk, now, how=how, network=place.network)
    if how is None:
        wait = throttle.sign_in_failed(key, place.address, now=now, device=place.device)
        raise Refused(TOO_MANY_TRIES, seconds=wait) if wait else Refused(CODE_WRONG, "code")
    if counted:
        throttle.give_back(_wrong(account))
    throttle.sign_in_succeeded(key, place.address, device=place.device)
    return how


def _counted(account: Account, now: datetime) -> int:
    """The wrong codes of the day with this one: counted before it is looked at, so that tries made
    at once share no count.
    """
    return throttle.hit(_wrong(account), window=DAY, now=now)


def _wrong(account: Account) -> str:
    return f"app-codes-wrong:{account.pk}"
