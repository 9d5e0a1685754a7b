"""``python -m tests.bench.beside OTHER``: another checkout and this one, turn by turn, so that
whatever else the machine does falls on both.

Each has a process, an institution and a PostgreSQL of its own. By turns (this, other, other, this)
they carry out one wage change through ``perform``, one through the web's form to its receipt's
page, and check a file of ``--rows`` wage changes. The other checkout needs its own ``.venv``; this
file is run by both.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
WORKERS, WARM_UP = 20_000, 40
SERVICE = "registry.change_wage"
MOST = {"perform": 1.02, "web": 1.0, "rows": 1.02}
TIMES = {"perform": 400, "web": 200, "rows": 40}


@dataclass(frozen=True, slots=True)
class Turn:
    """What one time took."""

    wall: float  # seconds
    cpu: float  # of its own process, without that of the database


class Side:
    """A checkout at work in a process of its own; it does one piece whenever it is asked."""

    def __init__(self, tree: Path, rows: int) -> None:
        self.tree = tree
        command = [
            str(tree / ".venv/bin/python"),
            __file__,
            str(tree),
            "--serve",
            "--rows",
            f"{rows}",
        ]
        # One thread of Polars, as in a web process (see guichet/config/wsgi.py).
        environment = os.environ | {"PYTHONPATH": str(tree), "POLARS_MAX_THREADS": "1"}
        self._process = subprocess.Popen(
            command,
            cwd=tree,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._answer()

    def turn(self, what: str) -> Turn:
        """Do a piece once."""
        assert self._process.stdin is not None
        print(what, file=self._process.stdin, flush=True)
        return Turn(*map(float, self._answer().split()))

    def end(self) -> None:
        """Let it stop its database and go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("= "):
                return line[2:]
        raise RuntimeError(f"{self.tree} ended with {self._process.wait()}")


@contextmanager
def sides(*trees: Path, rows: int) -> Iterator[list[Side]]:
    """The checkouts, ready."""
    opened: list[Side] = []
    try:
        for tree in trees:
            opened.append(Side(tree, rows))
        yield opened
    finally:
        for side in opened:
            side.end()


def serve(rows: int) -> None:
    """Do what is asked on the input, a line a piece, and answer with what it took."""
    from tests.bench import institution

    with institution.opened(WORKERS):
        institution.renew()
        pieces = _pieces(rows)
        for what, piece in pieces.items():
            for _ in range(WARM_UP if what != "rows" else 2):
                piece()
        print("= ready", flush=True)
        for line in sys.stdin:
            wall, cpu = time.perf_counter(), time.process_time()
            pieces[line.strip()]()
            taken = time.perf_counter() - wall, time.process_time() - cpu
            print(f"= {taken[0]:.6f} {taken[1]:.6f}", flush=True)


def _pieces(rows: int) -> dict[str, Callable[[], None]]:
    from django.utils import timezone

    from guichet.domain.identity import queries
    from guichet.engine.context import Context
    from guichet.engine.perform import check, perform
    from guichet.engine.registry import service_of
    from guichet.engine.service import Ask
    from tests.bench import papers, sending

    account = queries.account_of(sending.USERNAME)
    frame = papers.wage_changes(WORKERS - 1)
    asked = iter(frame.tail(WORKERS - 1 - rows).rows(named=True))
    file = Ask(service_of(SERVICE), frame.head(rows).with_row_index("row", 1))

    def context() -> Context:
        return Context(queries.actor_of(account), "api", timezone.now(), language="en")

    def one() -> None:
        answer = perform(SERVICE, next(asked), context())
        if answer.outcome.name != "ACCEPTED" or answer.repeated:
            raise RuntimeError(f"{answer.outcome}, repeated: {answer.repeated}")

    def checked() -> None:
        if check([file], context())[0].frame.height != rows:
            raise RuntimeError("not every row was checked")

    return {"perform": one, "web": _form(asked), "rows": checked}


def _form(asked: Iterator[dict[str, str]]) -> Callable[[], None]:
    """Signs the form of one wage change and reads the receipt's page, without a socket between."""
    from django.test import Client

    from tests.bench import sending, web

    sign_ins = vars(web)["SIGN_INS"]  # wherever that checkout keeps them
    password = next(s.password for s in sign_ins if s.username == sending.USERNAME)
    client = Client(SERVER_NAME="localhost")
    signed = {"username": sending.USERNAME, "password": password, "next": ""}
    if client.post("/sign-in/", signed).status_code != 302:
        raise RuntimeError("the page did not let us in")

    def one() -> None:
        given = next(asked) | {"once": str(uuid.uuid4()), "step": "send"}
        answer = client.post(f"/services/{SERVICE}/", given)
        receipt = answer.headers.get("Location", "")
        if answer.status_code != 303 or receipt.endswith("again"):
            raise RuntimeError(f"answered with {answer.status_code} {receipt}")
        if client.get(receipt).status_code != 200:
            raise RuntimeError(f"{receipt} is no page")

    return one


def main() -> None:
    """Measure, print a line a piece."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.beside", description=__doc__)
    parser.add_argument("other", type=Path, help="the other checkout, with its own .venv")
    parser.add_argument("--rows", type=int, default=10_000, help="of the file that is checked")
    parser.add_argument("--times", type=float, default=1.0, help="of the usual number of turns")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.rows)
        return
    with sides(ROOT, given.other.resolve(), rows=given.rows) as (here, there):
        for what, times in TIMES.items():
            mine: list[Turn] = []
            theirs: list[Turn] = []
            for number in range(round(times * given.times)):
                pair = [(here, mine), (there, theirs)]
                for side, taken in pair if number % 2 else reversed(pair):
                    taken.append(side.turn(what))
            print(_compared(what, mine, theirs), flush=True)


def _compared(what: str, mine: list[Turn], theirs: list[Turn]) -> str:
    wall = median(turn.wall for turn in mine), median(turn.wall for turn in theirs)
    cpu = median(turn.cpu for turn in mine), median(turn.cpu for turn in theirs)
    return (
        f"{what:8} {len(mine):4} times each: half took {wall[0] * 1000:.2f} ms here,"
        f" {wall[1] * 1000:.2f} there: {wall[0] / wall[1]:.3f} (at most {MOST[what]});"
        f" CPU {cpu[0] * 1000:.2f}, {cpu[1] * 1000:.2f}: {cpu[0] / cpu[1]:.3f}"
    )


if __name__ == "__main__":
    main()
