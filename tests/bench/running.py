"""``guichet run`` as it is: web, workers and sandbox public bodies, watched by what they cost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.bench import processes
from tests.bench.institution import STATE, postmaster

WORKERS = WEB = 2
_READY_WITHIN_S = 180.0
_WORKER, _WEB, _BODIES = "guichet.config.worker", "gunicorn", "demo.public_bodies"


@dataclass
class Cost:
    """What a stretch of work cost, known after it."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peaks: dict[int, float] = field(default_factory=dict)

    @property
    def peak_mib(self) -> float:
        """The highest of any one process."""
        return max(self.peaks.values(), default=0.0)


@dataclass(frozen=True, slots=True)
class Running:
    """The processes that were started."""

    parent: int
    port: int
    bodies: int  # the port of the public bodies

    def named(self, mark: str) -> list[int]:
        """Those whose command line has ``mark``."""
        return [pid for pid in processes.tree(self.parent) if mark in processes.command(pid)]

    def used(self) -> float:
        """CPU seconds so far: ours and PostgreSQL's. The public bodies are not ours."""
        ours = processes.tree(
            self.parent, postmaster(), without=lambda pid: _BODIES in processes.command(pid)
        )
        return processes.cpu_seconds(ours)

    @contextmanager
    def costing(self) -> Iterator[Cost]:
        """Measure what happens inside. Peaks are those of web and worker processes."""
        cost, pids = Cost(), self.named(_WORKER) + self.named(_WEB)
        for pid in pids:
            processes.forget_peak(pid)
        used, started = self.used(), time.perf_counter()
        yield cost
        cost.seconds = time.perf_counter() - started
        cost.cpu_seconds = self.used() - used
        cost.peaks = {pid: processes.peak_mib(pid) for pid in pids}


@contextmanager
def running() -> Iterator[Running]:
    """Start ``guichet run``; given when the web answers and every worker has signed on."""
    port, bodies_port = _free_ports(2)
    command = [
        sys.executable,
        "-m",
        "guichet.config.cli",
        "run",
        "--port",
        str(port),
        "--bodies-port",
        str(bodies_port),
        "--web",
        str(WEB),
        "--workers",
        str(WORKERS),
        "--bare",
    ]
    log = STATE / "run.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        try:
            _await_ready(process, port)
            with _asking_bodies_at(bodies_port):
                yield Running(process.pid, port, bodies_port)
        except RuntimeError as error:
            raise RuntimeError(f"{error}; see {log}") from error
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


@contextmanager
def _asking_bodies_at(port: int) -> Iterator[None]:
    """What this very process carries out asks the same public bodies, not whoever is at their usual
    port.
    """
    from django.conf import settings
    from django.test import override_settings

    usual = "http://127.0.0.1:8701/"
    moved = {
        name: value.replace(usual, f"http://127.0.0.1:{port}/")
        for name in dir(settings)
        if isinstance(value := getattr(settings, name), str) and value.startswith(usual)
    }
    if not moved:
        raise RuntimeError(f"no setting leads to {usual}")
    with override_settings(**moved):
        yield


def _await_ready(process: subprocess.Popen[bytes], port: int) -> None:
    from guichet.engine import store

    until = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("guichet run ended by itself")
        if store.value("SELECT count(*) FROM procrastinate_workers") >= WORKERS and _answers(port):
            return
        time.sleep(0.2)
    raise RuntimeError("guichet run was not ready in time")


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


@contextmanager
def costing_here() -> Iterator[Cost]:
    """Measure this very process and PostgreSQL."""
    cost, here = Cost(), os.getpid()
    processes.forget_peak(here)
    used, started = (
        processes.cpu_seconds([here, *processes.tree(postmaster())]),
        time.perf_counter(),
    )
    yield cost
    cost.seconds = time.perf_counter() - started
    cost.cpu_seconds = processes.cpu_seconds([here, *processes.tree(postmaster())]) - used
    cost.peaks = {here: processes.peak_mib(here)}
