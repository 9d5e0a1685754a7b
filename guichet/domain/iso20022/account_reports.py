"""What a bank tells of an account: camt.052 (report), camt.053 (statement) and camt.054
(notification), line by line.

The whole file is checked against its schema while it is read, and nothing is believed before it has
been read to its end. What of it cannot be understood waits alone, with its reason. Memory holds the
lines, never the tree.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import polars as pl
from lxml import etree

from guichet.domain.iso20022.balances import Balances
from guichet.domain.iso20022.entries import ENTRY, lines_of
from guichet.domain.iso20022.parts import IndexedElement
from guichet.domain.iso20022.standard import (
    CURRENCY,
    NOT_VALID,
    SPACE,
    forget,
    not_valid,
    opened,
    read,
)
from guichet.domain.iso20022.values import WRONG_CURRENCY
from guichet.engine.refusal import Refused

_VERSIONS = ("08", "06", "04", "02")
KINDS = tuple(f"camt.{message}.001.{v}" for message in ("053", "054", "052") for v in _VERSIONS)
_HOLDERS = ("Stmt", "Ntfctn", "Rpt")  # that have an account and its entries
_PIECE = 20_000


@dataclass(frozen=True, slots=True)
class Waits:
    """An entry, or an account, that cannot be understood; the rest of the file goes on
    without it.
    """

    account: str
    key: str  # the bank's reference of it, or of what holds it
    why: Refused


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says."""

    lines: pl.DataFrame  # columns of `ENTRY`
    statements: pl.DataFrame  # columns of `balances.STATEMENT`; a notification has none
    waiting: tuple[Waits, ...] = field(default=())


def read_file(content: bytes) -> Told:
    """Every line of a camt file, and the balances of its statements.

    Raises:
        Refused: it is none, it breaks the standard, or nothing of it can be understood.
    """
    kind, document = opened(content, KINDS)
    pieces: list[pl.DataFrame] = []
    lines: list[tuple[Any, ...]] = []
    reader = _Reader(kind)
    try:
        for made in reader.entries(io.BytesIO(document)):
            lines.extend(made)
            if len(lines) >= _PIECE:
                pieces.append(_frame(lines))
                lines = []
    except etree.XMLSyntaxError as error:
        raise not_valid(error, kind) from error
    whole = pl.concat([*pieces, _frame(lines)])
    if whole.is_empty() and reader.waiting:
        raise reader.waiting[0].why
    return Told(whole, reader.balances.frame(), tuple(reader.waiting))


def _frame(lines: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(lines, schema=ENTRY, orient="row")


class _Reader:
    """Reads one file: entry after entry, with the balances and what must wait on the way."""

    def __init__(self, kind: str) -> None:
        self._kind, self._space = kind, f"{{{SPACE}{kind}}}"
        self.balances = Balances(self._space)
        self.waiting: list[Waits] = []
        self._account, self._holder, self._ours = "", "", True
        self._entries = self._lines = 0

    def entries(self, source: IO[bytes]) -> Iterator[list[tuple[Any, ...]]]:
        """The lines of each entry, values of `ENTRY`.

        Raises:
            Refused: the file ends before its end, or its balances cannot be kept.
        """
        space = self._space
        tags = ("Ntry", "Acct", "Document", "Bal", "Stmt", "GrpHdr")
        entry, account, document, balance, statement, head = (space + name for name in tags)
        whole = False
        for _, element in read(
            source, self._kind, (entry, account, document, balance, statement, head)
        ):
            if element.tag == entry:
                yield self._entry(element)
                forget(element)
            elif element.tag == account:
                self._told_account(element)
            elif element.tag == balance:
                if self._ours:
                    self.balances.balance(element)
            elif element.tag == statement:
                self.balances.closed(self._lines)
            elif element.tag == head:
                self.balances.group(element)
            else:
                whole = whole or element.tag == document
        if not whole:  # a file cut off in its last line is no error of the parser's
            raise Refused(NOT_VALID, kind=self._kind, line=0, fault="</Document>")

    def _entry(self, element: Any) -> list[tuple[Any, ...]]:
        self._entries += 1
        if not self._ours:
            return []
        part = IndexedElement(element, len(self._space))
        try:
            made = lines_of(part, self._account, self._entries)
        except Refused as why:
            key = part.text("AcctSvcrRef") or f"{self._holder}#{self._entries}"
            self.waiting.append(Waits(self._account, key, why))
            return []
        self._lines += len(made)
        return made

    def _told_account(self, element: Any) -> None:
        """The account of a statement; entries have accounts of others further down."""
        space, parent = self._space, element.getparent()
        if parent is None or parent.tag[len(space) :] not in _HOLDERS:
            return
        named = element.find(f"{space}Id")
        self._account = (
            named.findtext(f"{space}IBAN") or named.findtext(f"{space}Othr/{space}Id") or ""
        ).replace(" ", "")
        self._holder = parent.findtext(f"{space}Id") or ""
        currency = element.findtext(f"{space}Ccy") or CURRENCY
        self._ours = currency == CURRENCY
        if not self._ours:
            why = Refused(WRONG_CURRENCY, currency=currency, expected=CURRENCY)
            self.waiting.append(Waits(self._account, self._holder, why))
        elif parent.tag == f"{space}Stmt":
            self.balances.opened(parent, self._account, self._lines)
