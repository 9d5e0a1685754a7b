"""``guichet run``: everything a trial or a small site needs, started in order, watched, and stopped
cleanly.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from guichet.config import children, discovery
from guichet.config.children import Child, Echo, Options
from guichet.lib.process import Process

BASE = Path(__file__).resolve().parents[2]
_READY_WITHIN_S = 90.0
_DEMONSTRATED_ROWS = 100_000
_BODIES = "demo.public_bodies.processes"


def run(options: Options, echo: Echo) -> int:
    """Prepare, start, watch until told to stop; the exit status."""
    beside = _processes(options)
    for port in {options.port, *(port for process in beside for port in process.ports)}:
        if _taken(options.host, port):
            echo(
                f"Port {port} is in use. Stop what uses it, or choose another port (see guichet run --help)."
            )
            return 1
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    environment = _environment(beside)
    for name in (
        "GUICHET_ADDRESS",
        "GUICHET_PUBLIC_ADDRESS",
    ):  # where sandboxes and readers of papers find us
        environment.setdefault(name, options.address)
    os.environ.update(environment)
    prepare(echo)
    from guichet.config import roles

    beside = [process for process in beside if process.when()]
    started = children.of(options, beside, with_roles=roles.usable(echo))
    try:
        for child in started:
            if not stopping.is_set():  # told to stop while still preparing
                child.start(environment)
        _watch(
            started, environment, options, stopping, lambda: _welcome(options, beside, echo), echo
        )
    finally:
        echo("Stopping …")
        for child in started:  # the web first: nothing new comes in while workers finish
            child.stop()
    echo("Stopped. The embedded PostgreSQL keeps running; `guichet stop` ends it.")
    return 0


def prepare(echo: Echo) -> None:
    """The database with its tables, keys, words, static files and, in an empty trial, a
    population.
    """
    from guichet.config import messages

    messages.compile_all()
    echo("Starting the database …")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from guichet.engine import keys

    call_command("migrate", verbosity=0)
    if not list(settings.SIGNING_KEYS.glob("*.key.pem")):
        echo(f"Signing key {keys.create(settings.SIGNING_KEYS)} created in {settings.SIGNING_KEYS}")
    if _static_is_stale(settings.STATIC_ROOT):
        call_command("collectstatic", interactive=False, verbosity=0)
    demonstration = _demonstration()
    if settings.TRIAL and demonstration and demonstration.is_empty():
        echo("Seeding the demonstration institution …")
        demonstration.main(echo=echo)
        _offer_file(echo)
    from django.db import connections

    connections.close_all()


def _demonstration() -> Any:
    try:
        from demo import seed
    except ImportError:  # an installation without the demonstration
        return None
    return seed


def _processes(options: Options) -> list[Process]:
    """What the folders bring beside web and workers; in a trial, what the demonstration
    brings too.
    """
    from guichet.lib import env

    modules = [] if options.bare else discovery.load("processes")
    if env.flag("GUICHET_TRIAL", True) and _demonstration():
        from demo.parts import parts

        modules += [
            part for part in parts("processes") if not options.bare or part.__name__ == _BODIES
        ]
    return [process for module in modules for process in module.PROCESSES]  # type: ignore[attr-defined]


def _offer_file(echo: Echo) -> None:
    try:
        echo(f"A file to send: {write_movement_file(BASE / 'demo', _DEMONSTRATED_ROWS)}")
    except (
        OSError,
        ValueError,
    ) as error:  # a folder that is not ours to write: the institution starts all the same
        echo(
            f"No demonstration file was written: {error}. `guichet demo-data --folder …` writes one elsewhere."
        )


def write_movement_file(folder: Path, rows: int) -> Path:
    """Write a monthly movement file that fits the seeded institution; its path.

    Raises:
        ValueError: the institution has too few workers for so many rows.
    """
    from django.utils import timezone

    from demo.files import write_movement
    from guichet.engine.context import HOME

    short = f"{rows // 1000}k" if rows % 1000 == 0 else str(rows)
    path = folder / f"monthly-movement-{short}.csv"
    return write_movement(path, rows, timezone.now().astimezone(HOME).date())


def _static_is_stale(root: Path) -> bool:
    from django.contrib.staticfiles.finders import get_finders

    manifest = root / "staticfiles.json"
    if not manifest.exists():
        return True
    made = manifest.stat().st_mtime
    return any(
        Path(storage.path(name)).stat().st_mtime > made
        for finder in get_finders()
        for name, storage in finder.list([])
    )


def _environment(beside: list[Process]) -> dict[str, str]:
    given = dict(os.environ)
    given.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    for process in beside:
        for name, value in process.environment.items():
            given.setdefault(name, value)
    given["PYTHONPATH"] = os.pathsep.join(filter(None, [str(BASE), given.get("PYTHONPATH", "")]))
    return given


def _watch(
    started: list[Child],
    environment: dict[str, str],
    options: Options,
    stopping: threading.Event,
    welcome: Callable[[], None],
    echo: Echo,
) -> None:
    waiting_since: float | None = time.monotonic()
    while not stopping.wait(0.5):
        for child in started:
            child.look(environment, echo)
        if waiting_since is None:
            continue
        if _answers(options.address):
            waiting_since = None
            welcome()
        elif time.monotonic() - waiting_since > _READY_WITHIN_S:
            echo(f"{options.address} does not answer yet; still trying. See the lines above.")
            waiting_since = time.monotonic()


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/", timeout=5) as response:  # noqa: S310 - our own address
            return bool(response.status < 500)
    except HTTPError as error:
        return error.code < 500
    except (URLError, OSError):
        return False


def _taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return True
    return False


def _welcome(options: Options, beside: list[Process], echo: Echo) -> None:
    echo("")
    echo(f"Guichet is ready:  {options.address}/")
    echo(f"API reference:     {options.address}/api/v1/docs")
    for module in discovery.load("front_pages"):
        for name, path in module.ADDRESSES:  # type: ignore[attr-defined]
            echo(f"{f'{name}:':<19}{options.address}/{path}")
    for process in beside:
        if process.says:
            echo(process.says)
    demonstration = _demonstration()
    if demonstration:
        echo("")
        for sign_in in demonstration.sign_ins():
            echo(f"  {sign_in.username:<12} {sign_in.password:<20} {sign_in.who.at('en')}")
    echo("")
    echo("Ctrl-C ends it.")
