"""The password once more: whoever finds an open browser must not get a second way in."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from guichet.channels.shared.address import address_of
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.language import page_language
from guichet.domain.identity import throttle
from guichet.domain.identity.queries import Account
from guichet.lib.text import Words

WRONG_PASSWORD = Words(
    ar="كلمة المرور الحالية غير صحيحة. أعد المحاولة.",
    en="The present password is not right. Try again.",
    fr="Le mot de passe actuel n’est pas juste. Réessayez.",
)
WAIT = Words(
    ar="محاولات كثيرة. انتظر {seconds:second,oblique} ثم أعد المحاولة.",
    en="Too many tries. Wait {seconds:second}, then try again.",
    fr="Trop d’essais. Attendez {seconds:second}, puis réessayez.",
)


def password_problems(
    request: HttpRequest, account: Account, now: datetime, anchor: str
) -> list[Problem]:
    """What is wrong with the form's ``password``; wrong ones are counted as at the sign-in."""
    address, language = address_of(request), page_language()
    wait = throttle.sign_in_wait(account.username, address, now=now)
    if wait:
        return [Problem(WAIT.at(language, seconds=wait), anchor)]
    if not account.check_password(request.POST.get("password", "")):
        throttle.sign_in_failed(account.username, address, now=now)
        return [Problem(WRONG_PASSWORD.at(language), anchor)]
    return []
