"""Proving more than a password: the tries counted, what came of them in the audit log.

Tries are counted by account and place, as passwords are (`throttle`): an attacker who guesses codes slows nobody down
but himself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a try comes from: an address, and the device if this account has signed in with it before."""

    address: str
    device: str = ""

    @property
    def network(self) -> str:
        """The network for records."""
        return throttle.network_of(self.address)


def show_code(account: Account, code: str, place: Place, *, now: datetime) -> str:
    """How it was proved: ``totp`` or ``recovery``.

    Raises:
        Refused: the code opens nothing, or there were too many tries from this place.
    """
    key = f"code:{account.pk}"
    wait = throttle.sign_in_wait(key, place.address, now=now, device=place.device)
    if wait:
        raise Refused(TOO_MANY_TRIES, seconds=wait)
    with store.atomic():
        how = factors.use(account, code, now=now)
        if how is None:
            events.note("second-factor-failed", account.pk, now, network=place.network)
        else:
            events.note("second-factor", account.pk, now, how=how, network=place.network)
    if how is None:
        wait = throttle.sign_in_failed(key, place.address, now=now, device=place.device)
        raise Refused(TOO_MANY_TRIES, seconds=wait) if wait else Refused(CODE_WRONG, "code")
    throttle.sign_in_succeeded(key, place.address, device=place.device)
    return how
