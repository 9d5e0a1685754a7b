"""``python -m guichet.channels.voice.gateway asterisk`` or ``sip``: the process that carries calls
to the web processes' documents.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import signal
import time
from contextlib import suppress
from pathlib import Path

import click

from guichet.channels.voice import asterisk, lines, sip
from guichet.channels.voice.backends.pages import fetching
from guichet.channels.voice.browser import Fetch
from guichet.channels.voice.speech import Speech, can_speak

_MEDIA = range(20_000, 24_000, 2)


@click.group()
def main() -> None:
    """Carry telephone calls."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")


@main.command("asterisk")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=4573, show_default=True)
@click.option(
    "--web", default="http://127.0.0.1:8000", show_default=True, help="Where the documents are."
)
@click.option(
    "--peers",
    default=",".join(sorted(asterisk.LOOPBACK)),
    show_default=True,
    help="The exchanges, separated by commas.",
)
def asterisk_command(host: str, port: int, web: str, peers: str) -> None:
    """Answer Asterisk's FastAGI."""

    async def run() -> None:
        async with fetching() as fetch:
            service = _service(web, fetch)
            server = await asterisk.listen(service, host, port, _peers(peers))
            async with server:
                await _until_told(service)

    asyncio.run(run())


@main.command("sip")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5070, show_default=True)
@click.option(
    "--web", default="http://127.0.0.1:8000", show_default=True, help="Where the documents are."
)
@click.option(
    "--peers", default="127.0.0.1", show_default=True, help="Who may call, separated by commas."
)
@click.option("--most", default=400, show_default=True, help="Calls at once.")
@click.option("--report", default=0.0, help="Say every so many seconds how late the clock is.")
def sip_command(host: str, port: int, web: str, peers: str, most: int, report: float) -> None:
    """Answer SIP calls ourselves."""

    async def run() -> None:
        async with fetching() as fetch:
            service = _service(web, fetch)
            endpoint = sip.Endpoint(service, host, port, _peers(peers), _MEDIA, most)
            await endpoint.start()
            reporting = asyncio.create_task(_report(endpoint, report)) if report else None
            await _until_told(service)
            if reporting:
                reporting.cancel()
            await endpoint.stop()

    asyncio.run(run())


def _peers(listed: str) -> frozenset[str]:
    return frozenset(peer.strip() for peer in listed.split(","))


def _service(web: str, fetch: Fetch) -> lines.Service:
    import django

    django.setup()
    from django.conf import settings

    from guichet.channels.voice.access import gateway_key
    from guichet.channels.voice.script import said_in_every_call

    recorded = Path(settings.VOICE_RECORDINGS) if settings.VOICE_RECORDINGS else None
    common = frozenset(said_in_every_call())
    speech = Speech(Path(settings.STATE) / "speech", recorded, common)
    return lines.Service(f"{web.rstrip('/')}/voice/?key={gateway_key()}", fetch, speech)


def _be_punctual() -> None:
    """Sound goes out every 20 ms: before other work where we may, and without stopping to look
    through what was loaded.
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)
    gc.collect()
    gc.freeze()


async def _until_told(service: lines.Service) -> None:
    _be_punctual()
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    click.echo("ready")
    if can_speak():
        warming = asyncio.create_task(_warm(service.speech))
        await stopping.wait()
        warming.cancel()
    else:
        click.echo(
            "Neither espeak-ng nor sox is installed: only what is recorded can be heard.", err=True
        )
        await stopping.wait()


async def _warm(speech: Speech) -> None:
    """Make what every call says, so that nobody waits for it; then see to it that what was said to
    somebody does not stay.
    """
    from guichet.channels.voice.script import said_in_every_call

    for text, language in said_in_every_call():
        await speech.sound(text, language)
    while True:
        await asyncio.to_thread(speech.sweep, time.time())
        await asyncio.sleep(60)


async def _report(endpoint: sip.Endpoint, every: float) -> None:
    before, used = time.monotonic(), time.process_time()
    while True:
        await asyncio.sleep(every)
        now, cpu = time.monotonic(), time.process_time()
        late = sorted(list(endpoint.clock.late)[-int(every / 0.02) :]) or [0.0]
        said = {
            "calls": len(endpoint.lines),
            "carried": endpoint.carried,
            "cpu": round((cpu - used) / (now - before), 3),
            "late_ms_p50": round(1000 * late[len(late) // 2], 2),
            "late_ms_p99": round(1000 * late[int(len(late) * 0.99)], 2),
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        click.echo(json.dumps(said))
        before, used = now, cpu


if __name__ == "__main__":
    main()
