"""What a bank tells of an account: camt.053 (statement) and camt.054 (notification), one line an entry or a detail of it.

The whole file is checked against its schema while it is read, and nothing is believed before it has been read to its end.
Memory holds the lines, never the tree.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import polars as pl
from lxml import etree

from guichet.domain.iso20022.balances import Balances
from guichet.domain.iso20022.standard import (
    NOT_VALID,
    SPACE,
    forget,
    kind_of,
    not_valid,
    read,
)
from guichet.domain.iso20022.values import day_of, halalas_of
from guichet.engine.refusal import Refusal, Refused

KINDS = ("camt.053.001.08", "camt.054.001.08")
_PIECE = 20_000

ENTRY = {
    "account": pl.String,  # our IBAN
    "bank_key": pl.String,  # the bank's own reference, once for each line
    "reference": pl.String,  # of the creditor (structured), else the free words
    "amount": pl.Int64,  # halalas; below zero it left the account
    "booked_on": pl.Date,
    "reversal": pl.Boolean,
    "batched": pl.Boolean,  # an entry of many payments whose details the bank does not give
    "end_to_end": pl.String,  # of the payer; ours where we paid
    "batch": pl.String,  # the payment information or message of the payer, where the bank names it
    "returned": pl.String,  # why it comes back (a code, or nothing); null: it does not
    "returned_words": pl.String,
}

NO_BANK_KEY = Refusal(
    "bank-file-without-references",
    ar="في الملف حركة بلا مرجع من البنك (AcctSvcrRef)، ولا يمكن تسجيلها مرة واحدة فقط. اطلب ملفًا فيه المراجع.",
    en="The file has an entry without the bank’s reference (AcctSvcrRef), so it could be counted twice. Ask for a file with references.",
    fr="Le fichier contient une écriture sans référence de la banque (AcctSvcrRef), elle pourrait compter deux fois. Demandez un fichier avec références.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says."""

    lines: pl.DataFrame  # columns of `ENTRY`
    statements: pl.DataFrame  # columns of `balances.STATEMENT`; a notification has none


def read_entries(content: bytes) -> pl.DataFrame:
    """Every line of a camt file: columns of `ENTRY`.

    Raises:
        Refused: it is none, it breaks the standard, or it cannot be counted once.
    """
    return read_file(content).lines


def read_file(content: bytes) -> Told:
    """Every line of a camt file, and the balances of its statements.

    Raises:
        Refused: it is none, it breaks the standard, or it cannot be counted once.
    """
    kind = kind_of(content, KINDS)
    pieces: list[pl.DataFrame] = []
    lines: list[tuple[Any, ...]] = []
    balances = Balances(f"{{{SPACE}{kind}}}")
    try:
        for line in _lines(io.BytesIO(content), kind, balances):
            lines.append(line)
            if len(lines) == _PIECE:
                pieces.append(_frame(lines))
                lines = []
    except etree.XMLSyntaxError as error:
        raise not_valid(error, kind) from error
    return Told(pl.concat([*pieces, _frame(lines)]), balances.frame())


def _frame(lines: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(lines, schema=ENTRY, orient="row")


def _lines(source: IO[bytes], kind: str, balances: Balances) -> Iterator[tuple[Any, ...]]:
    space = f"{{{SPACE}{kind}}}"
    entry, acct, document, balance, statement, head = (
        space + name for name in ("Ntry", "Acct", "Document", "Bal", "Stmt", "GrpHdr")
    )
    account, whole, count = "", False, 0
    for _, element in read(source, kind, (entry, acct, document, balance, statement, head)):
        if element.tag == entry:
            made = list(_of_entry(_Part(element, len(space)), account))
            count += len(made)
            yield from made
            forget(element)
        elif element.tag == acct:
            parent = element.getparent()
            # The account of the statement; entries have accounts of others further down.
            if parent is not None and parent.tag in (statement, f"{space}Ntfctn"):
                account = element.findtext(f"{space}Id/{space}IBAN") or ""
                if parent.tag == statement:
                    balances.opened(parent, account, count)
        elif element.tag == balance:
            balances.balance(element)
        elif element.tag == statement:
            balances.closed(count)
        elif element.tag == head:
            balances.group(element)
        else:
            whole = True
    if not whole:  # a file cut off in its last line is no error of the parser's
        raise Refused(NOT_VALID, line=0, fault="</Document>")


class _Part:
    """An element and its children by name, the first of each: one pass, where a path is a search of its own."""

    __slots__ = ("children", "element", "parts", "start")

    def __init__(self, element: Any, start: int) -> None:
        self.element, self.start = element, start
        # Comments are not read, so that every child has a name.
        self.children = {c.tag[start:]: c for c in reversed(element)}
        self.parts: dict[str, _Part] = {}

    def text(self, name: str) -> str:
        """What a child says; empty without one."""
        child = self.children.get(name)
        return "" if child is None else child.text or ""

    def part(self, name: str) -> _Part | None:
        """A child that has children; looked through once, however often it is asked for."""
        found = self.parts.get(name)
        if found is None:
            child = self.children.get(name)
            if child is None:
                return None
            found = self.parts[name] = _Part(child, self.start)
        return found

    def inner(self, name: str, below: str) -> str:
        """What a child of a child says."""
        part = self.part(name)
        return "" if part is None else part.text(below)

    def all(self, name: str) -> list[Any]:
        """Every child of a name."""
        start = self.start
        return [c for c in self.element if c.tag[start:] == name]

    def every(self, name: str) -> list[_Part]:
        """Every child of a name, with its children: where there is one child only, it is that one."""
        if len(self.children) == len(self.element):
            one = self.part(name)
            return [] if one is None else [one]
        return [_Part(child, self.start) for child in self.all(name)]


def _of_entry(entry: _Part, account: str) -> Iterator[tuple[Any, ...]]:
    """The lines of a booked entry: its details where the bank gives them with amounts, else itself."""
    if entry.inner("Sts", "Cd") not in ("", "BOOK"):
        return
    day = _day(entry)
    reversal = entry.text("RvslInd").strip() in ("true", "1")
    sign = 1 if entry.text("CdtDbtInd") == "CRDT" else -1
    key = entry.text("AcctSvcrRef")
    named = entry.part("NtryDtls")
    batch = named.part("Btch") if named else None
    details = _details(entry)
    if len(details) > 1 and all("Amt" in detail.children for detail in details):
        for place, detail in enumerate(details, start=1):
            own = detail.inner("Refs", "AcctSvcrRef") or (f"{key}/{place}" if key else "")
            amount = sign * halalas_of(detail.children["Amt"])
            yield _line(account, own, detail, amount, day, reversal, False, batch)
        return
    whole = details[0] if details else entry
    many = len(details) < 2 and batch is not None and int(batch.text("NbOfTxs") or 1) > 1
    amount = sign * halalas_of(entry.children["Amt"])
    yield _line(account, key, whole, amount, day, reversal, many, batch)


def _details(entry: _Part) -> list[_Part]:
    if "NtryDtls" not in entry.children:
        return []
    return [detail for group in entry.every("NtryDtls") for detail in group.every("TxDtls")]


def _line(
    account: str,
    key: str,
    where: _Part,
    amount: int,
    day: date,
    reversal: bool,
    many: bool,
    batch: _Part | None,
) -> tuple[Any, ...]:
    if not key:
        raise Refused(NO_BANK_KEY)
    refs = where.part("Refs")
    end_to_end = refs.text("EndToEndId") if refs else ""
    # Whose batch it was is said of all of them together, or of each.
    of = next(
        (
            part.text(n)
            for part in (batch, refs)
            if part
            for n in ("PmtInfId", "MsgId")
            if n in part.children
        ),
        "",
    )
    returned, words = _returned(where)
    return (
        account,
        key,
        _remittance(where),
        amount,
        day,
        reversal,
        many,
        end_to_end,
        of,
        returned,
        words,
    )


def _remittance(where: _Part) -> str:
    """The structured reference of the creditor, else the free words."""
    told = where.part("RmtInf")
    if told is None:
        return ""
    structured = told.part("Strd")
    creditor = structured.part("CdtrRefInf") if structured else None
    found = creditor.text("Ref") if creditor else ""
    return (found or " ".join(w.text or "" for w in told.all("Ustrd")))[:140]


def _returned(where: _Part) -> tuple[str | None, str]:
    """Why the bank brings it back (ISO 20022's code, or its own); None: it does not."""
    told = where.part("RtrInf")
    if told is None:
        return None, ""
    reason = told.part("Rsn")
    code = (reason.text("Cd") or reason.text("Prtry")) if reason else ""
    return code, " ".join(w.text or "" for w in told.all("AddtlInf"))[:280]


def _day(entry: _Part) -> date:
    """The day an entry was booked on; the standard also allows none."""
    text = entry.inner("BookgDt", "Dt") or entry.inner("BookgDt", "DtTm")
    return day_of(text, entry.element.sourceline, "BookgDt")
