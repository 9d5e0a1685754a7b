"""A client of the bulk channel: sends a file, waits for its check, confirms, waits for the last
receipt.

The same calls as the channel's own pages make; the jobs are done by the workers that ``guichet
run`` started.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import polars as pl
from django.utils import timezone

from guichet.channels.bulk import file_run, files, tasks
from guichet.channels.bulk.models import File, State
from guichet.domain.identity import queries
from guichet.engine import store

USERNAME = "bureau"
_LOOK_EVERY_S = 0.02
_PATIENCE_S = 1_800.0


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was carried out; seconds from when it was accepted."""

    checked_after: float
    done_after: float
    counts: dict[str, int]


def upload(frame: pl.DataFrame, kind: str) -> File:
    """Have a file accepted, its check queued."""
    content = frame.write_csv().encode()
    pieces = (content[at : at + 65_536] for at in range(0, len(content), 65_536))
    with store.atomic():
        file = files.keep(
            pieces,
            account=account(),
            name="bench.csv",
            kind=kind,
            language="ar",
            now=timezone.now(),
        )
        tasks.defer_check(file)
    return file


def account() -> int:
    """The payroll bureau that may act for every establishment."""
    found = queries.account_of(USERNAME)
    if found is None:
        raise RuntimeError(f"the demonstration has no account {USERNAME!r}")
    return int(found.pk)


def wait(file: File, state: str) -> None:
    """Until the file stands at ``state``.

    Raises:
        RuntimeError: it cannot be read, or it takes too long.
    """
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        file.refresh_from_db(fields=["state"])
        if file.state == state:
            file.refresh_from_db()
            return
        if file.state == State.UNREADABLE:
            file.refresh_from_db()
            raise RuntimeError(f"the file cannot be read: {file.error}")
        time.sleep(_LOOK_EVERY_S)
    raise RuntimeError(f"the file stood at {file.state} for too long")


def carry_out(file: File) -> Sent:
    """From an accepted file to its last receipt; the client confirms as soon as the check
    is done.
    """
    started = time.perf_counter()
    wait(file, State.CHECKED)
    checked = time.perf_counter() - started
    with store.atomic():
        if not file_run.confirm(file, file.as_checked, timezone.now()):
            raise RuntimeError(f"the file could not be confirmed: it is {file.state}")
        tasks.defer_work(file)
    wait(file, State.DONE)
    return Sent(checked, time.perf_counter() - started, file_run.progress_of(file).counts)


def assert_all_done(sent: Sent, rows: int) -> str:
    """Every row has its receipt and none was refused, held or referred; a note if some said what
    was so already.
    """
    repeated = sent.counts.get("repeated", 0)
    if sent.counts.get("accepted", 0) + repeated != rows or repeated * 100 > rows:
        raise RuntimeError(f"{rows:,} rows should have been accepted: {sent.counts}")
    return f"{repeated:,} rows said what was so already" if repeated else ""
