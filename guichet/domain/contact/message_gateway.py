"""Hands a message to whatever delivers it: to a mobile or to a mail address; the text channel
brings its own.

A courier is a function ``deliver(message)`` named by the setting ``CODE_COURIER`` for mobiles,
``EMAIL_COURIER`` for mail addresses. It must not write the text to a log; it raises
:class:`Undelivered` if it was not taken.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from guichet.engine.refusal import Refusal, Refused

log = logging.getLogger(__name__)

NO_COURIER = Refusal(
    "codes-not-delivered",
    ar="لا يمكن إرسال رمز التحقق الآن. أعد المحاولة لاحقًا أو استخدم الفرع الافتراضي.",
    en="No one-time code can be sent at present. Try again later, or use the virtual branch.",
    fr="Aucun code à usage unique ne peut être envoyé pour le moment. Réessayez plus tard, ou utilisez l’agence virtuelle.",
)
NOT_SENT = Refusal(
    "contact-code-not-sent",
    ar="تعذر إرسال الرمز الآن. أعد المحاولة بعد قليل.",
    en="The code cannot be sent now. Try again in a while.",
    fr="Le code ne peut pas être envoyé. Réessayez dans un moment.",
)


class Undelivered(Exception):
    """A courier could not take a message; the text is for the log, and holds nothing of the
    message.
    """


@dataclass(frozen=True, slots=True)
class Message:
    """A text to a mobile or mail address. Its words are left out of whatever prints it."""

    to: str  # +9665XXXXXXXX, or name@example.com
    language: str
    text: str = field(repr=False)
    account: int
    expires_at: datetime  # of no use later: do not deliver it then


def offered(kind: str) -> bool:
    """Whether anything delivers messages to addresses of a kind: ``mobile`` or ``email``."""
    return bool(_named(kind))


def deliver(message: Message) -> None:
    """Give the message to the courier the settings name.

    Raises:
        Refused: there is none, or it did not take the message.
    """
    name = _named("email" if "@" in message.to else "mobile")
    if not name:
        raise Refused(NO_COURIER)
    try:
        cast("Callable[[Message], None]", import_string(name))(message)
    except Undelivered as error:
        log.warning("courier: %s", error)
        raise Refused(NOT_SENT) from error


def _named(kind: str) -> str:
    return str(settings.EMAIL_COURIER if kind == "email" else settings.CODE_COURIER)
