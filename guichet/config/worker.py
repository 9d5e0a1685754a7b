"""``guichet worker``: works jobs, and looks again and again what is due by itself, until it is told
to stop.

The queue's own worker ends when the database goes away under it; and once its row is
gone (another worker takes it for dead after half a minute) it can take no job any more. So it is
started anew here for as long as nobody told it to stop: a restart of the database is a pause,
whoever supervises this process.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from procrastinate.app import WorkerOptions

LOOK_S = 5.0  # between two looks at what is due
_PATIENCE_S = 15.0  # for the job at hand when told to stop
_LONGEST_WAIT_S = 15.0
_SETTLED_AFTER_S = 60.0
log = logging.getLogger("guichet.worker")


async def serve(queues: Sequence[str] = ()) -> None:
    """Work until cancelled, with a new worker each time one ends. Of some queues only, or
    of all.
    """
    looking = asyncio.create_task(_look(), name="looking")
    wait = 1.0
    try:
        while True:
            began, why = time.monotonic(), "by itself"
            try:
                await _work(queues)
            except Exception as error:  # noqa: BLE001 - the database comes back, and then so do we
                why = f"with {type(error).__name__}: {error}"
            wait = (
                1.0
                if time.monotonic() - began > _SETTLED_AFTER_S
                else min(2 * wait, _LONGEST_WAIT_S)
            )
            log.warning("the worker ended %s; starting it again in %.0f s", why, wait)
            await asyncio.sleep(wait)
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _work(queues: Sequence[str]) -> None:
    """One life of the queue's worker."""
    from procrastinate import App
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    # An app of its own: what a job queues goes by Django's connection, within the job's `atomic`,
    # not by the worker's.
    worker = App(
        connector=DjangoConnector().get_worker_connector(), worker_defaults=app.worker_defaults
    )
    worker.tasks = app.tasks
    how: WorkerOptions = {
        "shutdown_graceful_timeout": _PATIENCE_S,
        "install_signal_handlers": False,
    }
    if queues:
        how["queues"] = list(queues)
    async with worker.open_async():
        await worker.run_worker_async(**how)


async def _look() -> None:
    """Every few seconds, each worker a little apart from the others; in a thread and on a
    connection of its own.
    """
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="looking") as thread:
        entered = False
        while True:
            try:
                await loop.run_in_executor(thread, look_once, not entered)
                entered = True
            except Exception as error:  # noqa: BLE001 - as above
                log.warning("what is due was not looked at: %s: %s", type(error).__name__, error)
            await asyncio.sleep(LOOK_S * random.uniform(0.8, 1.2))  # noqa: S311 - nothing secret


def look_once(enter: bool = False) -> list[str]:
    """Queue what is due; its names. ``enter``: after giving every round its row."""
    from django.db import close_old_connections, connections
    from django.utils import timezone

    from guichet.engine import periodic

    close_old_connections()
    try:
        if enter:
            periodic.enter(timezone.now())
        return periodic.look(timezone.now())
    except Exception:
        connections.close_all()
        raise


async def _until_told(queues: Sequence[str]) -> None:
    task = asyncio.current_task()
    assert task is not None
    loop = asyncio.get_running_loop()

    def told() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, lambda: None)  # told once is told; who insists kills
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told)
    with suppress(asyncio.CancelledError):
        await serve(queues)


@click.command("worker")
@click.argument("queues", nargs=-1)
def command(queues: tuple[str, ...]) -> None:
    """Work jobs (of QUEUES only, if any are named) and what is due by itself, until told to stop;
    as many as you like.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    import django

    django.setup()
    asyncio.run(_until_told(queues))
    sys.exit(0)


if __name__ == "__main__":
    # By its own name: the queue warns of an app made in a module called __main__.
    importlib.import_module("guichet.config.worker").command()
