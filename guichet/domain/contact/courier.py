"""Hands a one-time code to whatever delivers it to the mobile; the text channel brings its own.

A courier is a function ``deliver(message)`` named by the setting ``CODE_COURIER``. It must not write the text to a log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from guichet.engine.refusal import Refusal, Refused

NO_COURIER = Refusal(
    "codes-not-delivered",
    ar="لا يمكن إرسال رمز التحقق الآن. أعد المحاولة لاحقًا أو استخدم الفرع الافتراضي.",
    en="No one-time code can be sent at present. Try again later, or use the virtual branch.",
    fr="Aucun code à usage unique ne peut être envoyé pour le moment. Réessayez plus tard, ou utilisez l’agence virtuelle.",
)


@dataclass(frozen=True, slots=True)
class Message:
    """A text to a mobile. Its words are left out of whatever prints it."""

    mobile: str  # +9665XXXXXXXX
    language: str
    text: str = field(repr=False)
    account: int
    expires_at: datetime  # of no use later: do not deliver it then


def deliver(message: Message) -> None:
    """Give the message to the courier the settings name.

    Raises:
        Refused: there is none.
    """
    if not settings.CODE_COURIER:
        raise Refused(NO_COURIER)
    cast("Callable[[Message], None]", import_string(settings.CODE_COURIER))(message)
