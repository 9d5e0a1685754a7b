"""The folder in which the bank puts what it has to say: each file is taken once, and goes aside
with what it came to.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from guichet.domain.iso20022 import account_reports, standard, statuses
from guichet.domain.payments.bank import statements
from guichet.domain.payments.presenting import requests
from guichet.domain.payouts import returned_payouts
from guichet.engine.refusal import Refused

log = logging.getLogger(__name__)

# of the folder that are meant for us; some banks write the ending in capitals
FILES = "[!.]*.[xX][mM][lL]"
_KINDS = (statuses.KIND, statuses.OF_REQUESTS, *account_reports.KINDS)


def take_in(now: datetime) -> int:
    """Take every file of the inbox, the oldest name first; how many were taken.

    What cannot be taken goes to the folder ``refused`` with the reason beside it. One that dies on
    the way leaves its file, and taking it again changes nothing.

    Raises:
        Exception: whatever the first of the files that went wrong raised, once the others are
            taken; it stays where it is.
    """
    if not settings.PAYOUT_INBOX:
        return 0
    inbox, taken = Path(settings.PAYOUT_INBOX), 0
    failed: list[Exception] = []
    # Answers before statements: what was refused is not expected to have left.
    for file in sorted(inbox.glob(FILES), key=lambda f: (".pain." not in f.name, f.name)):
        try:
            taken += _taken(file, now)
        except (
            Exception
        ) as error:  # whatever it is, it is this file's: those behind it have waited as long
            log.exception("a file of the bank stays where it is: %s", file.name)
            failed.append(error)
    if failed:
        raise failed[0]
    return taken


def _taken(file: Path, now: datetime) -> bool:
    """Take one and put it aside; False where it was refused, or another worker was quicker."""
    inbox = file.parent
    try:
        done = take(file.read_bytes(), now)
    except FileNotFoundError:
        return False
    except Refused as refused:
        said = refused.sentence("en")
        log.error("a file of the bank was refused: %s: %s", file.name, said)
        _aside(file, inbox / "refused").with_suffix(".txt").write_text(said, "utf-8")
        return False
    place = _aside(file, inbox / "taken")
    if isinstance(done, statements.Booked) and done.waiting:
        waits = [f"{one.key}: {one.why.sentence('en')}" for one in done.waiting]
        log.error("lines of the bank's file %s wait: %s", file.name, "; ".join(waits))
        place.with_suffix(".txt").write_text("\n".join(waits), "utf-8")
    return True


def take(
    content: bytes, now: datetime
) -> returned_payouts.Answered | requests.Answered | statements.Booked:
    """Book one file of the bank, whatever it is.

    Raises:
        Refused: it is none that we read, breaks the standard, or speaks of what is not ours.
    """
    kind = standard.kind_of(content, _KINDS)
    if kind == statuses.KIND:
        return returned_payouts.take_answer(content, now)
    if kind == statuses.OF_REQUESTS:
        return requests.take_answer(content, now)
    return statements.book(content, now)


def _aside(file: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    place = folder / file.name
    with suppress(FileNotFoundError):  # another worker took the very same, which changed nothing
        file.replace(place)
    return place
