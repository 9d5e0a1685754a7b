"""``python -m tests.bench.idle``: what an installation costs in which nothing happens, as jobs,
events and statements a day.

It seeds a small institution, starts ``guichet run`` as it is (telephone, texts, bank lines and
sandboxes too: their ports must be free), lets it come to rest, and counts for some minutes.
``--tree`` measures another checkout by the very same steps;
``--against`` measures two and says the ratio, which must be 0.1 at most.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

ROOT = Path(__file__).resolve().parents[2]
_PORT = 8000
_READY_WITHIN_S, _REST_S, _DAY_S = 300.0, 90.0, 86_400
MOST = 0.1


@dataclass(frozen=True, slots=True)
class Idle:
    """What a day in which nothing happens makes."""

    jobs: float
    events: float
    transactions: float  # of the database, reading ones included


def measure(tree: Path, seconds: float) -> Idle:
    """Run a checkout and count.

    Raises:
        RuntimeError: it was not ready in time.
    """
    with tempfile.TemporaryDirectory(prefix="guichet-idle-") as folder:
        environment = os.environ | {"GUICHET_STATE": folder, "PYTHONPATH": str(tree)}
        command = [sys.executable, "-m", "guichet.config.cli"]
        seed = [*command, "seed", "--establishments", "50", "--workers", "1000"]
        subprocess.run(seed, cwd=tree, env=environment, check=True, stdout=subprocess.DEVNULL)
        try:
            with _running([*command, "run", "--port", str(_PORT)], tree, environment):
                time.sleep(_REST_S)
                before, began = _counts(folder), time.monotonic()
                time.sleep(seconds)
                after, lasted = _counts(folder), time.monotonic() - began
        finally:
            subprocess.run(
                [*command, "stop"],
                cwd=tree,
                env=environment,
                check=False,
                stdout=subprocess.DEVNULL,
            )
    return Idle(*((b - a) / lasted * _DAY_S for a, b in zip(before, after, strict=True)))


@contextmanager
def _running(command: list[str], tree: Path, environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=tree, env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + _READY_WITHIN_S
        while not _answers():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"guichet run in {tree} was not ready")
            time.sleep(1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _answers() -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{_PORT}/", timeout=5) as response:
            return bool(response.status < 500)
    except (URLError, OSError):
        return False


def _counts(folder: str) -> tuple[int, int, int]:
    """Jobs and events by their numbers (those that were dropped count too), and transactions of the
    database.
    """
    with psycopg.connect(
        f"postgresql://postgres@/postgres?host={folder}/postgres", autocommit=True
    ) as connection:
        row = connection.execute(
            "SELECT (SELECT last_value FROM procrastinate_jobs_id_seq), (SELECT last_value FROM procrastinate_events_id_seq),"
            " (SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database())"
        ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1]), int(row[2])


def main() -> int:
    """Measure, print; 1 if the ratio is above what is promised."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.idle", description=__doc__)
    parser.add_argument("--tree", type=Path, default=ROOT, help="the checkout to measure")
    parser.add_argument("--against", type=Path, help="another checkout, measured before it")
    parser.add_argument("--seconds", type=float, default=300.0)
    given = parser.parse_args()
    found = []
    for tree in filter(None, (given.against, given.tree)):
        found.append(one := measure(tree.resolve(), given.seconds))
        print(
            f"{one.jobs:>10,.0f} jobs {one.events:>10,.0f} events {one.transactions:>12,.0f} transactions a day",
            flush=True,
        )
    if len(found) == 1:
        return 0
    then, now = found
    ratio = max(now.jobs / then.jobs, now.events / then.events)
    print(
        f"{ratio:.3f} of what it was (at most {MOST}); transactions {now.transactions / then.transactions:.2f}"
    )
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
