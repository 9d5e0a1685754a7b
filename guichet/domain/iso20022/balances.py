"""The balances of statements (camt.053), gathered while a file is read."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any

import polars as pl

from guichet.domain.iso20022.values import NOT_HELD, day_at_home, minor_of, moment_of
from guichet.engine.refusal import Refused

STATEMENT: dict[str, Any] = {
    "account": pl.String,  # our IBAN
    "bank_id": pl.String,  # the bank's own name for the statement
    "number": pl.Int64,  # in the bank's series; null where it counts none
    "since": pl.Date,  # its first day
    "day": pl.Date,  # its last, of which the closing balance is
    "opening": pl.Int64,  # halalas; below zero the account is overdrawn
    "closing": pl.Int64,
    "created_at": pl.Datetime("us", "UTC"),
    "first": pl.Int64,  # its lines in the file: where they begin, and how many
    "count": pl.Int64,
}
_OPENING, _PREVIOUS, _CLOSING = "OPBD", "PRCD", "CLBD"
_LARGEST = 1 << 63


class Balances:
    """What is told of accounts as a whole: fed with elements as they end, it has a line for each
    statement.

    A statement without both booked balances is part of another (a page), or a bank's that tells
    none: it has no line.
    """

    def __init__(self, space: str) -> None:
        """``space`` is what names of elements begin with."""
        self._space = space
        self._file_made = ""
        self._head: dict[str, Any] | None = None
        self._found: dict[str, tuple[int, date]] = {}
        self._first = 0
        self._done: list[dict[str, Any]] = []

    def group(self, head: Any) -> None:
        """The head of the file."""
        self._file_made = head.findtext(f"{self._space}CreDtTm") or ""

    def opened(self, statement: Any, account: str, lines: int) -> None:
        """The account of a statement was read, and with it everything that stands before."""
        say = {
            name: statement.findtext(self._space + name) or ""
            for name in ("Id", "ElctrncSeqNb", "LglSeqNb", "CreDtTm")
        }
        line = statement.sourceline
        number = (say["ElctrncSeqNb"] or say["LglSeqNb"]).strip()
        self._head = {
            "account": account,
            "bank_id": say["Id"],
            "number": _whole(number, line) if number else None,
            "created_at": moment_of(say["CreDtTm"] or self._file_made, line, "CreDtTm").astimezone(
                UTC
            ),
        }
        self._found, self._first = {}, lines

    def balance(self, element: Any) -> None:
        """A balance; the first of each kind counts."""
        space = self._space
        kind = element.findtext(f"{space}Tp/{space}CdOrPrtry/{space}Cd")
        if self._head is None or kind not in (_OPENING, _PREVIOUS, _CLOSING):
            return
        sign = 1 if element.findtext(f"{space}CdtDbtInd") == "CRDT" else -1
        dated = element.find(f"{space}Dt")
        day = day_at_home(dated[0].text or "", element.sourceline, "Bal")
        self._found.setdefault(kind, (sign * minor_of(element.find(f"{space}Amt")), day))

    def closed(self, lines: int) -> None:
        """A statement ended."""
        opening = self._found.get(_OPENING)
        if opening is None and _PREVIOUS in self._found:
            amount, day = self._found[_PREVIOUS]
            opening = (amount, day + timedelta(days=1))
        closing = self._found.get(_CLOSING)
        if self._head is not None and opening is not None and closing is not None:
            self._done.append(
                self._head
                | {
                    "opening": opening[0],
                    "since": min(opening[1], closing[1]),
                    "closing": closing[0],
                    "day": closing[1],
                    "first": self._first,
                    "count": lines - self._first,
                }
            )
        self._head = None

    def frame(self) -> pl.DataFrame:
        """The statements of the file: columns of `STATEMENT`."""
        return pl.DataFrame(self._done, schema=STATEMENT)


def _whole(text: str, line: int) -> int:
    try:
        number = int(text)
    except ValueError as error:  # the standard's numbers may be of any length
        raise Refused(NOT_HELD, line=line, element="ElctrncSeqNb", value=text) from error
    if not 0 <= number < _LARGEST:
        raise Refused(NOT_HELD, line=line, element="ElctrncSeqNb", value=text)
    return number
