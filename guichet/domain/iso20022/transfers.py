"""Orders to the bank to pay: pain.001, written as a stream of pieces, whose bytes depend on nothing
but what it is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO
from xml.sax.saxutils import escape

import polars as pl

from guichet.domain.iso20022.standard import CURRENCY, SPACE
from guichet.lib.money import amount_text, plain_amount

KIND = "pain.001.001.09"
WITHIN = "PmtInf"  # the element that holds the transfers
TRANSFER = {
    "name": pl.String,  # of whom is paid
    "iban": pl.String,
    "amount": pl.Int64,  # halalas
    # our name for the transfer; it comes back with everything the bank says of it
    "end_to_end": pl.String,
    "category": pl.String,  # ISO 20022's code of what it is for
    "words": pl.String,  # what the payee reads
}
_LONGEST = 140
_NOT_IN_XML = "[\\x00-\\x1f\\x7f\ufffe\uffff]"
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class Head:
    """What is said once in a file."""

    message: str  # of ours, once for ever
    created: datetime
    count: int
    total: int  # halalas
    payer: str
    account: str  # our IBAN
    bank: str  # its BIC; empty: it knows itself
    pay_on: date


def write(out: IO[bytes], head: Head, pieces: Iterable[pl.DataFrame]) -> None:
    """Write a file of one payment information; ``pieces`` have columns of `TRANSFER`."""
    out.write(_opening(head).encode())
    for piece in pieces:
        if piece.height:
            out.write(piece.select(_transfer().str.join("")).item().encode())
    out.write(b"</PmtInf></CstmrCdtTrfInitn></Document>\n")


def _opening(head: Head) -> str:
    sums = f"<NbOfTxs>{head.count}</NbOfTxs><CtrlSum>{plain_amount(head.total)}</CtrlSum>"
    payer = escape(head.payer[:_LONGEST])
    bank = f"<BICFI>{head.bank}</BICFI>" if head.bank else "<Othr><Id>NOTPROVIDED</Id></Othr>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{SPACE}{KIND}"><CstmrCdtTrfInitn>'
        f"<GrpHdr><MsgId>{head.message}</MsgId><CreDtTm>{head.created.isoformat(timespec='seconds')}</CreDtTm>"
        f"{sums}<InitgPty><Nm>{payer}</Nm></InitgPty></GrpHdr>"
        f"<PmtInf><PmtInfId>{head.message}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>{sums}"
        f"<ReqdExctnDt><Dt>{head.pay_on.isoformat()}</Dt></ReqdExctnDt><Dbtr><Nm>{payer}</Nm></Dbtr>"
        f"<DbtrAcct><Id><IBAN>{head.account}</IBAN></Id><Ccy>{CURRENCY}</Ccy></DbtrAcct>"
        f"<DbtrAgt><FinInstnId>{bank}</FinInstnId></DbtrAgt>\n"
    )


def _transfer() -> pl.Expr:
    return pl.concat_str(
        pl.lit("<CdtTrfTxInf><PmtId><EndToEndId>"),
        pl.col("end_to_end"),
        pl.lit("</EndToEndId></PmtId><PmtTpInf><CtgyPurp><Cd>"),
        pl.col("category"),
        pl.lit(f'</Cd></CtgyPurp></PmtTpInf><Amt><InstdAmt Ccy="{CURRENCY}">'),
        amount_text(pl.col("amount")),
        pl.lit("</InstdAmt></Amt><Cdtr><Nm>"),
        as_text("name"),
        pl.lit("</Nm></Cdtr><CdtrAcct><Id><IBAN>"),
        pl.col("iban"),
        pl.lit("</IBAN></Id></CdtrAcct><RmtInf><Ustrd>"),
        as_text("words"),
        pl.lit("</Ustrd></RmtInf></CdtTrfTxInf>\n"),
    )


def as_text(name: str) -> pl.Expr:
    """As the standard takes texts: no control characters, no longer than it allows, markup escaped;
    never empty.
    """
    plain = pl.col(name).str.replace_all(_NOT_IN_XML, " ").str.strip_chars().str.head(_LONGEST)
    marked = plain.str.replace_many(_MARKS)
    return pl.when(plain.str.len_chars() > 0).then(marked).otherwise(pl.lit("-"))
