"""``python -m demo.bank --outbox DIR --inbox DIR --book FILE``: take the institution's files,
answer them, and tell each day's balance.
"""

from __future__ import annotations

import argparse
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from demo.bank.account import Account
from demo.bank.counter import Counter

_PAUSE_S = 1.0


def work(counter: Counter, outbox: Path, inbox: Path) -> int:
    """Take every file there is, and put the answers to it; how many were taken.

    A file goes only when all its answers are there, so one that is killed on the way takes it
    again.
    """
    inbox.mkdir(parents=True, exist_ok=True)
    taken = 0
    for file in sorted(outbox.glob("[!.]*.pain.0[01][13].xml")):
        for name, content in counter.answers(file.read_bytes(), datetime.now(UTC)):
            _put(inbox, name, content)
        file.unlink()
        taken += 1
    return taken


def state(account: Account, inbox: Path, now: datetime) -> int:
    """Put the statements of days that are over and have none yet; how many."""
    inbox.mkdir(parents=True, exist_ok=True)
    told = 0
    for name, content in account.statements(now):
        _put(inbox, name, content)
        told += 1
    return told


def _put(inbox: Path, name: str, content: bytes) -> None:
    part = inbox / f".{name}.part"
    part.write_bytes(content)
    part.replace(inbox / name)


def main() -> None:
    """Work until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m demo.bank")
    parser.add_argument(
        "--outbox", type=Path, required=True, help="where the institution puts its files"
    )
    parser.add_argument("--inbox", type=Path, required=True, help="where it looks for ours")
    parser.add_argument("--book", type=Path, required=True, help="the messages taken so far")
    parser.add_argument(
        "--returns", type=int, default=20, help="one in so many transfers comes back"
    )
    chosen = parser.parse_args()
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    chosen.book.parent.mkdir(parents=True, exist_ok=True)
    account = Account(chosen.book.with_suffix(".account"))
    counter = Counter(chosen.book, chosen.returns, account)
    print(f"bank: takes files from {chosen.outbox}", flush=True)
    while not stopping.is_set():
        work(counter, chosen.outbox, chosen.inbox)
        state(account, chosen.inbox, datetime.now(UTC))
        stopping.wait(_PAUSE_S)


if __name__ == "__main__":
    main()
