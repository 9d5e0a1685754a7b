"""When people are not disturbed: notices wait until morning; codes and answers were asked for and
do not.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from guichet.engine.context import HOME


def allowed_from(now: datetime) -> datetime:
    """The first moment from ``now`` on at which a notice may be sent."""
    first, last = _hours(settings.SMS_QUIET_HOURS)
    here = now.astimezone(HOME)
    hour = here.hour
    quiet = first <= hour or hour < last if first > last else first <= hour < last
    if not quiet:
        return now
    morning = here.replace(hour=last % 24, minute=0, second=0, microsecond=0)
    return morning if morning > here else morning + timedelta(days=1)


def _hours(text: str) -> tuple[int, int]:
    """``21-8``: from nine in the evening until eight; empty: never."""
    if not text.strip():
        return 0, 0
    try:
        first, last = (int(part) for part in text.split("-"))
    except ValueError as error:
        raise ImproperlyConfigured("GUICHET_SMS_QUIET_HOURS is two hours, such as 21-8") from error
    if not (0 <= first <= 24 and 0 <= last <= 24):
        raise ImproperlyConfigured("GUICHET_SMS_QUIET_HOURS is two hours of a day, such as 21-8")
    return first, last
