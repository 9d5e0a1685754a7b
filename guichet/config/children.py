"""The processes of ``guichet run``: which there are, how each is started, started again when it
dies, and stopped.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from guichet.lib.process import Process

Echo = Callable[[str], Any]
_PATIENCE_S = 20.0  # for a child asked to stop
_SETTLED_AFTER_S = 60.0  # a child that lived so long starts with a short wait again
_LONGEST_WAIT_S = 30.0


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
        # Compared, not bound.
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
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
        """Start it in a session of its own, so that Ctrl-C reaches only the parent, which stops all
        in order.
        """
        self.started_at = time.monotonic()
        if self.role:
            environment = {
                "GUICHET_DATABASE_ROLE": self.role
            } | environment  # one that was set wins
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


def of(options: Options, beside: list[Process], *, with_roles: bool) -> list[Child]:
    """Web, workers and what runs beside them; ``with_roles``: each takes its role of the
    database.
    """
    python = sys.executable
    web = [
        python,
        "-m",
        "gunicorn",
        "guichet.config.wsgi:application",
        "--bind",
        f"{f'[{options.host}]' if ':' in options.host else options.host}:{options.port}",
        "--workers",
        str(options.web),
        "--worker-class",
        "guichet.config.front.Buffering",
        "--threads",
        "3",
        "--timeout",
        "60",
        "--log-level",
        "warning",
    ]
    worker = [python, "-m", "guichet.config.worker"]
    bound, free = ("guichet_web", "guichet_batch") if with_roles else ("", "")
    found = [Child("web", web, bound)]
    found += [Child(f"worker {n}", worker, free) for n in range(1, options.workers + 1)]
    found += [Child(p.name, [python, "-m", p.module, *p.arguments], free) for p in beside]
    return found
