"""``python -m guichet.channels.sms.gateway carry`` or ``answer``: the processes beside the web that
texts need.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress

import click

_REST_S, _LONGEST_REST_S = 0.05, 0.4  # between two looks: longer and longer while nothing comes
_log = logging.getLogger(__name__)


@click.group()
def main() -> None:
    """Carry and answer text messages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    import django

    django.setup()


@main.command("carry")
@click.option(
    "--callback",
    default="http://127.0.0.1:8000/sms/",
    show_default=True,
    help="Where Kannel calls us back.",
)
def carry_command(callback: str) -> None:
    """Link to the providers: send what waits, keep what comes."""
    asyncio.run(_carry(callback))


async def _carry(callback: str) -> None:
    from guichet.channels.sms.backends.aggregator import AggregatorGateway
    from guichet.channels.sms.backends.kannel import KannelGateway
    from guichet.channels.sms.backends.smpp import SmppGateway
    from guichet.channels.sms.carrier import Carrier
    from guichet.channels.sms.providers import configured

    carrier = Carrier()
    for provider in configured():
        if provider.kind == "smpp":
            carrier.add(SmppGateway(provider, carrier.text, carrier.report), provider.weight)
        elif provider.kind == "kannel":
            carrier.add(KannelGateway(provider, callback), provider.weight)
        else:
            carrier.add(AggregatorGateway(provider), provider.weight)
    task = asyncio.create_task(carrier.run())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


@main.command("answer")
def answer_command() -> None:
    """Answer the texts that came in. Several of these may run."""
    from django.db import connections
    from django.utils import timezone

    from guichet.channels.sms import answers

    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    rest = _REST_S
    while not stopping.is_set():
        try:
            answered = answers.answer_some(timezone.now())
        except Exception as error:  # noqa: BLE001 - the database comes back, and then so do we
            _log.error("texts wait to be answered: %s", type(error).__name__)
            connections.close_all()
            stopping.wait(1)
            continue
        rest = _REST_S if answered else min(2 * rest, _LONGEST_REST_S)
        if not answered:
            stopping.wait(rest)


if __name__ == "__main__":
    main()
