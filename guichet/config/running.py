"""``guichet run``: everything a trial or a small site needs, started in order, watched, and stopped cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from guichet.config import discovery
from guichet.lib.process import Process

Echo = Callable[[str], Any]
BASE = Path(__file__).resolve().parents[2]
_PATIENCE_S = 20.0  # for a child asked to stop
_READY_WITHIN_S = 90.0
_SETTLED_AFTER_S = 60.0  # a child that lived so long starts with a short wait again
_LONGEST_WAIT_S = 30.0
_DEMONSTRATED_ROWS = 100_000
_BODIES = "demo.public_bodies.processes"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``guichet run`` was told."""

    host: str = "127.0.0.1"
    port: int = 8000
    web: int = 2
    workers: int = 2
    bare: bool = False  # web, workers and public bodies only

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


@dataclass
class Child:
    """One process that is kept alive."""

    name: str
    command: list[str]
    role: str = ""  # of the database
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    again_at: float = field(default=0.0)

    def start(self, environment: dict[str, str]) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the parent, which stops all in order."""
        self.started_at = time.monotonic()
        if self.role:
            environment = {"GUICHET_DATABASE_ROLE": self.role} | environment  # one that was set wins
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command, env=environment, start_new_session=True, stdin=subprocess.DEVNULL
        )

    def look(self, environment: dict[str, str], echo: Echo) -> None:
        """Start it again if it has died, later and later if it keeps dying."""
        if self.process is None:
            if time.monotonic() >= self.again_at:
                self.start(environment)
            return
        status = self.process.poll()
        if status is None:
            return
        lived = time.monotonic() - self.started_at
        self.failures = 0 if lived > _SETTLED_AFTER_S else self.failures + 1
        wait = min(2.0 ** max(self.failures - 1, 0), _LONGEST_WAIT_S)
        echo(f"{self.name} ended with status {status}; starting it again in {wait:.0f} s")
        self.process, self.again_at = None, time.monotonic() + wait

    def stop(self) -> None:
        """Ask it to finish what it is doing; insist if it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def run(options: Options, echo: Echo) -> int:
    """Prepare, start, watch until told to stop; the exit status."""
    beside = _processes(options)
    for port in {options.port, *(port for process in beside for port in process.ports)}:
        if _taken(options.host, port):
            echo(f"Port {port} is in use. Stop what uses it, or choose another port (see guichet run --help).")
            return 1
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    environment = _environment(beside)
    environment.setdefault("GUICHET_ADDRESS", options.address)  # where sandboxes find us
    os.environ.update(environment)
    prepare(echo)
    from guichet.config import roles

    beside = [process for process in beside if process.when()]
    children = _children(options, beside, with_roles=roles.usable(echo))
    try:
        for child in children:
            if not stopping.is_set():  # told to stop while still preparing
                child.start(environment)
        _watch(children, environment, options, stopping, lambda: _welcome(options, beside, echo), echo)
    finally:
        echo("Stopping …")
        for child in children:  # the web first: nothing new comes in while workers finish
            child.stop()
    echo("Stopped. The embedded PostgreSQL keeps running; `guichet stop` ends it.")
    return 0


def prepare(echo: Echo) -> None:
    """The database with its tables, keys, words, static files and, in an empty trial, a population."""
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
    """What the folders bring beside web and workers; in a trial, what the demonstration brings too."""
    from guichet.lib import env

    modules = [] if options.bare else discovery.load("processes")
    if env.flag("GUICHET_TRIAL", True) and _demonstration():
        from demo.parts import parts

        modules += [part for part in parts("processes") if not options.bare or part.__name__ == _BODIES]
    return [process for module in modules for process in module.PROCESSES]  # type: ignore[attr-defined]


def _offer_file(echo: Echo) -> None:
    try:
        echo(f"A file to send: {write_movement_file(BASE / 'demo', _DEMONSTRATED_ROWS)}")
    except (OSError, ValueError) as error:  # a folder that is not ours to write: the institution starts all the same
        echo(f"No demonstration file was written: {error}. `guichet demo-data --folder …` writes one elsewhere.")


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


def _children(options: Options, beside: list[Process], *, with_roles: bool) -> list[Child]:
    python = sys.executable
    web = [
        python, "-m", "gunicorn", "guichet.config.wsgi:application",
        "--bind", f"{f'[{options.host}]' if ':' in options.host else options.host}:{options.port}",
        "--workers", str(options.web), "--worker-class", "guichet.config.front.Buffering", "--threads", "3", "--timeout", "60", "--log-level", "warning",
    ]  # fmt: skip
    worker = [python, "-m", "django", "procrastinate", "worker", "--shutdown-graceful-timeout", "15"]
    bound, free = ("guichet_web", "guichet_batch") if with_roles else ("", "")
    children = [Child("web", web, bound)]
    children += [Child(f"worker {n}", worker, free) for n in range(1, options.workers + 1)]
    children += [Child(p.name, [python, "-m", p.module, *p.arguments], free) for p in beside]
    return children


def _watch(
    children: list[Child],
    environment: dict[str, str],
    options: Options,
    stopping: threading.Event,
    welcome: Callable[[], None],
    echo: Echo,
) -> None:
    waiting_since: float | None = time.monotonic()
    while not stopping.wait(0.5):
        for child in children:
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
    for module in discovery.load("announcing"):
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
