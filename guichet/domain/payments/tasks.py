"""What is done without anybody asking: bills that changed go to the consolidator, and each day is agreed with it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from guichet.domain.payments import consolidating, inbox, presenting, requesting
from guichet.domain.payments.backends.consolidator import ConsolidatorDown
from guichet.engine.context import HOME

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="payments.upload", pass_context=False)
def upload(timestamp: int) -> None:
    """Present what changed and send it, every twenty seconds; what is not answered goes with the next."""
    now = datetime.now(UTC)
    presenting.present_moved(now)
    other = consolidating.other_side(now)
    if other is None:
        return
    try:
        consolidating.upload(other, now)
    except ConsolidatorDown as error:
        log.warning("bills wait for the consolidator: %s", error)


@app.periodic(cron="10 2 * * *")
@app.task(queueing_lock="payments.end-of-day", retry=3, pass_context=False)
def end_of_day(timestamp: int) -> None:
    """Agree about yesterday, after looking at every account once."""
    now = datetime.now(UTC)
    presenting.present_all(now)
    other = consolidating.other_side(now)
    if other is not None:
        consolidating.upload(other, now)
        consolidating.end_of_day(other, now.astimezone(HOME).date() - timedelta(days=1), now)


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="payments.inbox", pass_context=False)
def bank_files(timestamp: int) -> None:
    """Take what the bank has put into its folder for us, every ten seconds."""
    inbox.take_in(datetime.now(UTC))


@app.periodic(cron="0 7 * * *")
@app.task(queueing_lock="payments.request-to-pay", pass_context=False)
def request_to_pay(timestamp: int) -> None:
    """Ask for bills that are new or changed, each morning, where the institution wants it."""
    if settings.REQUEST_TO_PAY:
        requesting.request(datetime.now(UTC))
