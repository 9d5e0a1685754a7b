"""Answer banks and ATM networks over ISO 8583 until told to stop, each acquirer on its profile's
port.
"""

from __future__ import annotations

import asyncio
import signal
import ssl
from pathlib import Path

import click
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from guichet.channels.bank.host import Host
from guichet.channels.bank.message_batch import settle
from guichet.channels.bank.message_queue import MessageDesk
from guichet.channels.bank.profile import Profile, ProfileError, installed


@click.command("bank")
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--profiles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of profiles; by default GUICHET_BANK_PROFILES.",
)
def command(address: str, profiles: Path | None) -> None:
    """Answer banks and ATM networks until told to stop, each acquirer on the port of its
    profile.
    """
    folder = profiles or settings.BANK_PROFILES
    try:
        found = installed(folder) if folder else ()
    except ProfileError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    if not found:
        raise click.ClickException(
            "no acquirer has a profile: set GUICHET_BANK_PROFILES to a folder of them"
        )
    with asyncio.Runner() as runner:
        runner.run(_serve(found, address))


async def _serve(profiles: tuple[Profile, ...], address: str) -> None:
    desk = MessageDesk(settle, timezone.now, _database_is_away)
    tls = _tls()
    hosts = [Host(profile, desk, timezone.now) for profile in profiles]
    servers = [await host.listen(address, tls) for host in hosts]
    work = asyncio.create_task(desk.work())
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    for profile in profiles:
        click.echo(f"{profile.name} on {address}:{profile.port}")
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({stopped, work}, return_when=asyncio.FIRST_COMPLETED)
    for server in servers:
        server.close()
    await asyncio.gather(*(host.hang_up() for host in hosts))
    if work.done():
        work.result()  # it never ends by itself: say why it did
    work.cancel()


def _tls() -> ssl.SSLContext | None:
    """The private line may end here: our certificate, and the authority of the acquirers' own."""
    if not settings.BANK_CERTIFICATE:
        return None
    context = ssl.create_default_context(
        ssl.Purpose.CLIENT_AUTH, cafile=settings.BANK_CLIENTS or None
    )
    context.load_cert_chain(settings.BANK_CERTIFICATE, settings.BANK_KEY or None)
    if settings.BANK_CLIENTS:
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _database_is_away(error: Exception) -> bool:
    if isinstance(error, OperationalError | InterfaceError):
        connection.close()  # of the desk's own thread; the next message opens another
        return True
    return False
