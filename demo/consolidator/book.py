"""What the consolidator knows, in one SQLite file, so that it survives being killed as a real one
does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from guichet.lib.locale import here

HOME = ZoneInfo(here().zone)
_TABLES = """
CREATE TABLE IF NOT EXISTS bill (reference TEXT PRIMARY KEY, version INTEGER, account TEXT,
    month TEXT, amount INTEGER, due_on TEXT, state TEXT, paid INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS payment (id TEXT PRIMARY KEY, reference TEXT, amount INTEGER,
    paid_at TEXT, channel TEXT, reversed_at TEXT, notices INTEGER DEFAULT 0,
    wanted INTEGER DEFAULT 1, reversal_noticed INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS part (return_id TEXT PRIMARY KEY, id TEXT, amount INTEGER, paid_at TEXT,
    reason TEXT, noticed INTEGER DEFAULT 0);
"""
Row = dict[str, Any]


class Refused(Exception):
    """The counter says no."""


@dataclass(frozen=True, slots=True)
class Luck:
    """How the line to the institution behaves for one payment."""

    notices: int = 1  # 0: lost, 2: sent twice


class Book:
    """Bills and payments."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = RLock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.row_factory = sqlite3.Row
        self._database.executescript(f"PRAGMA journal_mode = WAL; {_TABLES}")

    @contextmanager
    def _atomic(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def _rows(self, query: str, *values: object) -> list[Row]:
        with self._lock:
            return [dict(row) for row in self._database.execute(query, values)]

    def take_bills(self, bills: list[Row]) -> list[Row]:
        """Keep versions; an older one than is known changes nothing, the same again is
        taken again.
        """
        answers = []
        with self._atomic() as database:
            for bill in bills:
                refused = _fault(bill)
                if not refused:
                    database.execute(
                        "INSERT INTO bill (reference, version, account, month, amount, due_on, state) VALUES (:reference,"
                        " :version, :account, :month, :amount, :due_on, :state) ON CONFLICT (reference) DO UPDATE SET"
                        " version = excluded.version, amount = excluded.amount, due_on = excluded.due_on,"
                        " state = excluded.state, paid = 0 WHERE excluded.version > bill.version",
                        bill,
                    )
                answers.append(
                    {
                        "reference": bill.get("reference"),
                        "version": bill.get("version"),
                        "refused": refused,
                    }
                )
        return answers

    def open_bills(self) -> list[Row]:
        """What the institution last said is to be paid; what was paid since is not taken off."""
        return self._rows(
            "SELECT reference, version, amount FROM bill WHERE state <> 'cancelled' ORDER BY reference"
        )

    def bill(self, reference: str) -> Row | None:
        """A bill as a counter shows it: ``left`` is what is still to pay."""
        found = self._rows(
            "SELECT *, max(amount - paid, 0) AS left FROM bill WHERE reference = ?", reference
        )
        return found[0] if found and found[0]["reference"] else None

    def pay(self, reference: str, amount: int, channel: str, luck: Luck) -> str:
        """Somebody pays at a counter; the payment's id.

        Raises:
            Refused: there is no such bill, or nothing is paid.
        """
        if self.bill(reference) is None:
            raise Refused("unknown")
        if not 0 < amount < 10**12:
            raise Refused("amount")
        number = f"P{uuid4().hex[:20].upper()}"
        with self._atomic() as database:
            database.execute(
                "UPDATE bill SET paid = paid + ? WHERE reference = ?", (amount, reference)
            )
            database.execute(
                "INSERT INTO payment (id, reference, amount, paid_at, channel, wanted) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    number,
                    reference,
                    amount,
                    datetime.now(UTC).isoformat(timespec="seconds"),
                    channel,
                    luck.notices,
                ),
            )
        return number

    def reverse(self, number: str) -> None:
        """The bank takes a payment back."""
        with self._atomic() as database:
            found = database.execute(
                "SELECT * FROM payment WHERE id = ? AND reversed_at IS NULL", (number,)
            ).fetchone()
            if found is None:
                raise Refused("unknown")
            at = datetime.now(UTC).isoformat(timespec="seconds")
            database.execute("UPDATE payment SET reversed_at = ? WHERE id = ?", (at, number))
            database.execute(
                "UPDATE bill SET paid = max(paid - ?, 0) WHERE reference = ?",
                (found["amount"], found["reference"]),
            )

    def take_part(self, number: str, amount: int) -> None:
        """The bank takes a part of a payment back, because its customer disputes it.

        Raises:
            Refused: there is no such payment, or not as much is left of it.
        """
        with self._atomic() as database:
            found = database.execute(
                "SELECT reference, amount - (SELECT coalesce(sum(amount), 0) FROM part WHERE part.id = payment.id) AS left"
                " FROM payment WHERE id = ? AND reversed_at IS NULL",
                (number,),
            ).fetchone()
            if found is None or not 0 < amount <= found["left"]:
                raise Refused("unknown")
            at = datetime.now(UTC).isoformat(timespec="seconds")
            row = (f"R{uuid4().hex[:20].upper()}", number, amount, at, "customer-dispute")
            database.execute(
                "INSERT INTO part (return_id, id, amount, paid_at, reason) VALUES (?, ?, ?, ?, ?)",
                row,
            )
            database.execute(
                "UPDATE bill SET paid = max(paid - ?, 0) WHERE reference = ?",
                (amount, found["reference"]),
            )

    def notices(self, limit: int = 50) -> list[Row]:
        """What the institution is still to be told."""
        paid = self._rows(
            "SELECT id, 'payment' AS kind, reference, amount, paid_at, channel FROM payment WHERE notices < wanted LIMIT ?",
            limit,
        )
        back = self._rows(
            "SELECT id, 'reversal' AS kind, reversed_at AS paid_at FROM payment"
            " WHERE reversed_at IS NOT NULL AND wanted > 0 AND reversal_noticed = 0 LIMIT ?",
            limit,
        )
        parts = self._rows(
            "SELECT part.id, 'return' AS kind, return_id, part.amount, part.paid_at, reason FROM part"
            " JOIN payment ON payment.id = part.id WHERE noticed = 0 AND wanted > 0 LIMIT ?",
            limit,
        )
        return [*paid, *back, *parts]

    def noticed(self, notices: list[Row]) -> None:
        """The institution has answered these."""
        with self._atomic() as database:
            for one in notices:
                if one["kind"] == "return":
                    database.execute(
                        "UPDATE part SET noticed = 1 WHERE return_id = ?", (one["return_id"],)
                    )
                    continue
                column = (
                    "notices = notices + 1" if one["kind"] == "payment" else "reversal_noticed = 1"
                )
                database.execute(f"UPDATE payment SET {column} WHERE id = ?", (one["id"],))

    def settlements(self, day: str) -> list[Row]:
        """The payments of a day, as the banks settled them."""
        rows = self._rows(
            "SELECT id, reference, amount, paid_at, channel, reversed_at FROM payment ORDER BY paid_at, id"
        )
        parts: dict[str, list[Row]] = {}
        for part in self._rows(
            "SELECT id, return_id, amount, paid_at, reason FROM part ORDER BY paid_at"
        ):
            parts.setdefault(part["id"], []).append(part)
        told = [
            row
            | {"reversed": row.pop("reversed_at") is not None, "returns": parts.get(row["id"], [])}
            for row in rows
        ]
        return [
            row
            for row in told
            if f"{datetime.fromisoformat(row['paid_at']).astimezone(HOME):%Y-%m-%d}" == day
        ]

    def payments(self, limit: int = 20) -> list[Row]:
        """The latest payments, for the page."""
        return self._rows(
            "SELECT *, (SELECT coalesce(sum(amount), 0) FROM part WHERE part.id = payment.id) AS back FROM payment ORDER BY paid_at DESC, rowid DESC LIMIT ?",
            limit,
        )


def _fault(bill: Row) -> str:
    whole = all(isinstance(bill.get(n), int) for n in ("version", "amount"))
    texts = all(
        isinstance(bill.get(n), str) for n in ("reference", "account", "month", "due_on", "state")
    )
    reference = str(bill.get("reference"))
    if not whole or not texts:
        return "a field is missing"
    if not reference.isdigit() or int(reference) % 97 != 1:
        return "the reference's check digits are wrong"
    return "" if bill["amount"] >= 0 else "the amount is below nought"
