"""Two hundred callers at once: sipp dials, presses and listens; one gateway process on one core
carries them all.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import processes
from tests.bench.figures import Figure
from tests.bench.institution import STATE
from tests.bench.running import running

CALLS, A_SECOND = 200, 2
REPEATS = 7  # of the answer, 12 s each: the first caller is still there when the last one comes
LATE_MS = 50.0
PIN, SERVICE = "274951", "3101"
_PORT, _CALLER_PORT, _MEDIA = 8322, 8325, 40_000
_HERE = Path(__file__).resolve().parent
_REPORT_S = 5
_CORE = min(os.sched_getaffinity(0))  # the gateway's


def measure(rows: int | None) -> Iterator[Figure]:
    """Every caller asks for the own periods; an answer recorded for each means that every key
    arrived as it was pressed.
    """
    del rows
    if not all(map(shutil.which, ("sipp", "espeak-ng", "sox"))):
        raise RuntimeError("sipp, espeak-ng and sox are needed")
    numbers = _callers()
    before = _answered()
    with _apart(), running() as guichet, _gateway(guichet.port) as (pid, log):
        used, started = processes.cpu_seconds([pid]), time.perf_counter()
        _dial(numbers)
        seconds, cpu = time.perf_counter() - started, processes.cpu_seconds([pid]) - used
        peak = processes.peak_mib(pid)
        reports = [
            json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")
        ]
    full = [r for r in reports if r["calls"] >= CALLS * 9 // 10]
    late = max((r["late_ms_p99"] for r in full), default=float("inf"))
    core = max((r["cpu"] for r in full), default=0.0)
    right, most = _answered() - before, max(r["calls"] for r in reports)
    yield Figure(
        "telephone",
        f"telephone: {CALLS} calls at once, one core",
        right,
        seconds,
        cpu,
        peak,
        reach=f"{CALLS} right",
        reached=right == CALLS and most >= CALLS,
        note=f"{right} of {CALLS} answered as pressed; at most {most} at once; {core:.0%} of a core",
    )
    yield Figure(
        "telephone",
        "telephone: 20 ms clock late, worst p99 of 5 s",
        1,
        late / 1000,
        reach=f"{LATE_MS:.0f} ms",
        reached=late < LATE_MS,
    )


def _answered() -> int:
    """How many accounts have asked by telephone."""
    from guichet.engine import store

    return int(
        store.value("SELECT count(DISTINCT actor) FROM engine_submission WHERE channel = 'voice'")
    )


def _callers() -> list[str]:
    """Accounts of persons in the register, each with a mobile and the PIN; their mobiles."""
    from django.utils import timezone

    from guichet.domain.contact import commands
    from guichet.domain.identity.commands import open_account
    from guichet.engine import store

    found = store.value(
        "SELECT array_agg(identifier) FROM (SELECT identifier FROM registry_person ORDER BY identifier OFFSET 10 LIMIT %(n)s) AS p",
        n=CALLS,
    )
    now, numbers = timezone.now(), []
    for at, person in enumerate(found):
        account = open_account(
            username=f"caller {at}", password=None, person_number=int(person), language="en"
        )
        numbers.append(commands.register_mobile(account, f"055{at:07}", now=now))
        commands.set_pin(account, PIN, now=now)
    return numbers


@contextmanager
def _apart() -> Iterator[None]:
    """Whatever is started meanwhile, callers and pages, stays off the gateway's core: the promise
    is one core for it.
    """
    whole = os.sched_getaffinity(0)
    os.sched_setaffinity(0, whole - {_CORE} or whole)
    try:
        yield
    finally:
        os.sched_setaffinity(0, whole)


@contextmanager
def _gateway(web: int) -> Iterator[tuple[int, Path]]:
    """The SIP gateway, held to one core; given when its common phrases are made."""
    log = STATE / "gateway.log"
    command = [
        sys.executable,
        "-m",
        "guichet.channels.voice.gateway",
        "sip",
        "--port",
        str(_PORT),
        "--web",
        f"http://127.0.0.1:{web}",
        "--report",
        str(_REPORT_S),
    ]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        os.sched_setaffinity(process.pid, {_CORE})
        try:
            while _phrases() < _wanted():
                if process.poll() is not None:
                    raise RuntimeError(f"the gateway ended; see {log}")
                time.sleep(1)
            yield process.pid, log
        finally:
            process.send_signal(signal.SIGTERM)


def _phrases() -> int:
    return len(list((STATE / "speech").glob("*.ul")))


def _wanted() -> int:
    from guichet.channels.voice.script import said_in_every_call

    return len(said_in_every_call())


def _dial(numbers: list[str]) -> None:
    folder = STATE / "sipp"
    folder.mkdir(exist_ok=True)
    quiet = folder / "quiet.ul"
    quiet.write_bytes(b"\xff" * 8_000)
    (folder / "callers.csv").write_text(
        "SEQUENTIAL\n" + "".join(f"{number};\n" for number in numbers)
    )
    scenario = (_HERE / "telephone.xml").read_text()
    again = '<nop><action><exec play_dtmf="1"/></action></nop>\n<pause milliseconds="12000"/>\n'
    said = {"QUIET": str(quiet), "KEYS1": PIN, "KEYS2": f"#{SERVICE}", "REPEATED": again * REPEATS}
    for mark, text in said.items():
        scenario = scenario.replace(mark, text)
    (folder / "caller.xml").write_text(scenario)
    command = [
        "sipp",
        f"127.0.0.1:{_PORT}",
        "-sf",
        "caller.xml",
        "-inf",
        "callers.csv",
        "-s",
        "guichet",
        "-i",
        "127.0.0.1",
        "-mi",
        "127.0.0.1",
        "-p",
        str(_CALLER_PORT),
        "-mp",
        str(_MEDIA),
        "-m",
        str(len(numbers)),
        "-l",
        str(len(numbers)),
        "-r",
        str(A_SECOND),
        "-timeout",
        "240s",
        "-nostdin",
    ]
    with (folder / "sipp.log").open("wb") as log:
        subprocess.run(command, cwd=folder, stdout=log, stderr=log, check=False, timeout=300)
