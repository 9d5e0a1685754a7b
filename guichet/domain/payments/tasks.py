"""What is done without anybody asking: bills that changed go to the consolidator, and each day is
agreed with it.
"""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from django.conf import settings

from guichet.domain.ledger.queries import LAST_JOURNAL, LAST_MOVED_AT
from guichet.domain.payments.bank import inbox
from guichet.domain.payments.presenting import consolidation, presentment, requests, settled_days
from guichet.engine import periodic

# Ids are given before they are committed: the neighbours of the last one are looked at again, each
# minute, while it is young.
_YOUNG = "%(now)s - interval '10 minutes' AND coalesce(r.done_at, '-infinity') < %(now)s - interval '1 minute'"
_MOVED = f"""
    {LAST_JOURNAL} > (SELECT coalesce(max(journal), 0) FROM payments_look)
        OR {LAST_MOVED_AT} > {_YOUNG}
"""
# So do versions of bills: one that was committed late may have a lower number than one that was
# sent.
_UNTOLD = f"""
    (SELECT max(id) FROM payments_billversion)
        > (SELECT coalesce(max(bill_id), 0) FROM payments_delivery
            WHERE scheme = '{consolidation.SCHEME}')
    OR (SELECT at FROM payments_billversion ORDER BY id DESC LIMIT 1) > {_YOUNG}
"""


def _has_consolidator() -> bool:
    return bool(settings.CONSOLIDATOR_URL and settings.CONSOLIDATOR_SECRET)


def _bank_has_put_something() -> bool:
    return bool(settings.PAYOUT_INBOX) and any(Path(settings.PAYOUT_INBOX).glob(inbox.FILES))


@periodic.every(
    "payments.present",
    seconds=10,
    due=_MOVED,
    takes_up="every account that moved since the last look is presented",
)
def present(now: datetime) -> None:
    """Present what changed."""
    presentment.present_moved(now)


@periodic.every(
    "payments.upload",
    seconds=10,
    due=_UNTOLD,
    applies=_has_consolidator,
    takes_up="every version of a bill that the consolidator was not sent is sent",
)
def upload(now: datetime) -> None:
    """Send what was presented; what is not answered goes with the next."""
    other = consolidation.other_side(now)
    if other is not None:
        consolidation.upload(other, now)


@periodic.every(
    "payments.end-of-day",
    at=time(5, 10),
    takes_up="every day that is over and not agreed about is agreed about, the oldest first",
)
def end_of_day(now: datetime) -> None:
    """Look at every account once, then agree about each day that is over and not settled yet."""
    presentment.present_all(now)
    other = consolidation.other_side(now)
    if other is not None:
        consolidation.upload(other, now)
        settled_days.settle_all(other, now)


@periodic.every(
    "payments.inbox",
    seconds=10,
    applies=_bank_has_put_something,
    takes_up="every file in the bank's folder is taken",
)
def bank_files(now: datetime) -> None:
    """Take what the bank has put into its folder for us."""
    inbox.take_in(now)


@periodic.every(
    "payments.request-to-pay",
    at=time(10),
    applies=lambda: bool(settings.REQUEST_TO_PAY),
    takes_up="every bill of which the banks were not asked is asked for",
)
def request_to_pay(now: datetime) -> None:
    """Ask for bills that are new or changed, each morning, where the institution wants it."""
    requests.request(now)
