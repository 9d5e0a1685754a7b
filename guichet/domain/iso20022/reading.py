"""What a bank tells of an account: camt.053 (statement) and camt.054 (notification), one line an entry or a detail of it.

The whole file is checked against its schema while it is read, and nothing is believed before it has been read to its end.
Memory holds the lines, never the tree.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Any

import polars as pl
from lxml import etree

from guichet.domain.iso20022.standard import (
    CURRENCY,
    NOT_VALID,
    SPACE,
    forget,
    kind_of,
    not_valid,
    read,
)
from guichet.engine.refusal import Refusal, Refused

KINDS = ("camt.053.001.08", "camt.054.001.08")
_PIECE = 20_000
_MOST = 10**17  # halalas; a sum of many still fits 64 bits

ENTRY = {
    "account": pl.String,  # our IBAN
    "bank_key": pl.String,  # the bank's own reference, once for each line
    "reference": pl.String,  # of the creditor (structured), else the free words
    "amount": pl.Int64,  # halalas; below zero it left the account
    "booked_on": pl.Date,
    "reversal": pl.Boolean,
    "batched": pl.Boolean,  # an entry of many payments whose details the bank does not give
}

WRONG_CURRENCY = Refusal(
    "bank-file-currency",
    ar="في الملف مبلغ بعملة {currency}؛ نقبل {expected} فقط. لم يُسجَّل منه شيء.",
    en="The file has an amount in {currency}; only {expected} is taken. Nothing of it was recorded.",
    fr="Le fichier contient un montant en {currency} ; seul {expected} est accepté. Rien n’en a été enregistré.",
)
NO_BANK_KEY = Refusal(
    "bank-file-without-references",
    ar="في الملف حركة بلا مرجع من البنك (AcctSvcrRef)، ولا يمكن تسجيلها مرة واحدة فقط. اطلب ملفًا فيه المراجع.",
    en="The file has an entry without the bank’s reference (AcctSvcrRef), so it could be counted twice. Ask for a file with references.",
    fr="Le fichier contient une écriture sans référence de la banque (AcctSvcrRef), elle pourrait compter deux fois. Demandez un fichier avec références.",
)
NOT_HELD = Refusal(
    "bank-file-value",
    ar="في السطر {line} من الملف قيمة لا يمكن تسجيلها في {element}: «{value}». لم يُسجَّل شيء من الملف؛ اطلب من البنك ملفًا مصححًا.",
    en="Line {line} of the file has a value in {element} that cannot be booked: “{value}”. Nothing of it was recorded; ask the bank for a corrected file.",
    fr="La ligne {line} du fichier contient dans {element} une valeur impossible à enregistrer : « {value} ». Rien n’en a été enregistré ; demandez un fichier corrigé à la banque.",
)


def read_entries(content: bytes) -> pl.DataFrame:
    """Every line of a camt file: columns of `ENTRY`.

    Raises:
        Refused: it is none, it breaks the standard, or it cannot be counted once.
    """
    kind = kind_of(content, KINDS)
    pieces: list[pl.DataFrame] = []
    lines: list[tuple[Any, ...]] = []
    try:
        for line in _lines(io.BytesIO(content), kind):
            lines.append(line)
            if len(lines) == _PIECE:
                pieces.append(_frame(lines))
                lines = []
    except etree.XMLSyntaxError as error:
        raise not_valid(error, kind) from error
    return pl.concat([*pieces, _frame(lines)])


def _frame(lines: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(lines, schema=ENTRY, orient="row")


def _lines(source: IO[bytes], kind: str) -> Iterator[tuple[Any, ...]]:
    space = f"{{{SPACE}{kind}}}"
    paths = {
        name: "/".join(space + step for step in path.split("/")) for name, path in _PATHS.items()
    }
    tags = (f"{space}Ntry", f"{space}Acct", f"{space}Document")
    account, whole = "", False
    for _, element in read(source, kind, tags):
        if element.tag == tags[2]:
            whole = True
            continue
        parent = element.getparent()
        if element.tag == tags[1]:
            # The account of the statement; entries have accounts of others further down.
            if parent is not None and parent.tag in (f"{space}Stmt", f"{space}Ntfctn"):
                account = element.findtext(paths["iban"]) or ""
            continue
        yield from _of_entry(element, account, paths)
        forget(element)
    if not whole:  # a file cut off in its last line is no error of the parser's
        raise Refused(NOT_VALID, line=0, fault="</Document>")


_PATHS = {
    "iban": "Id/IBAN",
    "amount": "Amt",
    "sign": "CdtDbtInd",
    "key": "AcctSvcrRef",
    "reversal": "RvslInd",
    "day": "BookgDt/Dt",
    "moment": "BookgDt/DtTm",
    "state": "Sts/Cd",
    "details": "NtryDtls/TxDtls",
    "detail_key": "Refs/AcctSvcrRef",
    "structured": "RmtInf/Strd/CdtrRefInf/Ref",
    "free": "RmtInf/Ustrd",
    "count": "NtryDtls/Btch/NbOfTxs",
}


def _of_entry(entry: Any, account: str, paths: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    """The lines of a booked entry: its details where the bank gives them with amounts, else itself."""
    if entry.findtext(paths["state"]) not in (None, "BOOK"):
        return
    day = _day(entry, paths)
    reversal = (entry.findtext(paths["reversal"]) or "").strip() in ("true", "1")
    sign = 1 if entry.findtext(paths["sign"]) == "CRDT" else -1
    key = entry.findtext(paths["key"])
    details = entry.findall(paths["details"])
    amounts = [detail.find(paths["amount"]) for detail in details]
    if len(details) > 1 and all(a is not None for a in amounts):
        for place, (detail, amount) in enumerate(zip(details, amounts, strict=True), start=1):
            own = detail.findtext(paths["detail_key"]) or (f"{key}/{place}" if key else None)
            yield _line(account, own, detail, sign * _halalas(amount), day, reversal, False, paths)
        return
    whole = details[0] if details else entry
    many = int(entry.findtext(paths["count"]) or 1) > 1 and len(details) < 2
    yield _line(
        account,
        key,
        whole,
        sign * _halalas(entry.find(paths["amount"])),
        day,
        reversal,
        many,
        paths,
    )


def _line(
    account: str,
    key: str | None,
    where: Any,
    amount: int,
    day: date,
    reversal: bool,
    many: bool,
    paths: dict[str, str],
) -> tuple[Any, ...]:
    if not key:
        raise Refused(NO_BANK_KEY)
    words = where.findtext(paths["structured"]) or " ".join(
        w.text or "" for w in where.findall(paths["free"])
    )
    return account, key, words[:140], amount, day, reversal, many


def _day(entry: Any, paths: dict[str, str]) -> date:
    """The day an entry was booked on; the standard also allows none, and years no calendar of ours has."""
    text = (entry.findtext(paths["day"]) or entry.findtext(paths["moment"]) or "").strip()
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise Refused(NOT_HELD, line=entry.sourceline, element="BookgDt", value=text) from error


def _halalas(amount: Any) -> int:
    if amount.get("Ccy") != CURRENCY:
        raise Refused(WRONG_CURRENCY, currency=amount.get("Ccy"), expected=CURRENCY)
    halalas = Decimal(amount.text.strip()) * 100
    # The standard has five places after the point and eighteen digits; our ledger has halalas.
    if halalas != int(halalas) or halalas >= _MOST:
        raise Refused(NOT_HELD, line=amount.sourceline, element="Amt", value=amount.text.strip())
    return int(halalas)
