"""Notices, and housekeeping of texts."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from guichet.channels.sms import answering, notices, outbox


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="sms.notices", pass_context=False)
def write_notices(timestamp: int) -> None:
    """Write the notices of what happened; nothing where no provider carries them."""
    if settings.SMS_PROVIDERS:
        notices.gather(datetime.now(UTC))


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="sms.sweep", pass_context=False)
def sweep_texts(timestamp: int) -> None:
    """Forget conversations that ended, and texts of long ago."""
    now = datetime.fromtimestamp(timestamp, UTC)
    answering.sweep(now)
    outbox.sweep(now)
