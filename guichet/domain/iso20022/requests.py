"""Requests to pay: pain.013, one payment information for each bill, with the payer's account and
the bill's reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import IO
from xml.sax.saxutils import escape

import polars as pl

from guichet.domain.iso20022.standard import CURRENCY, SPACE
from guichet.domain.iso20022.transfers import as_text
from guichet.lib.money import amount_text, plain_amount

KIND = "pain.013.001.07"
WITHIN = "CdtrPmtActvtnReq"  # the element that holds the requests
REQUEST = {
    "request": pl.String,  # our name for it
    "name": pl.String,  # of whom is asked
    "iban": pl.String,
    "amount": pl.Int64,  # halalas
    "due_on": pl.Date,
    "reference": pl.String,  # of the bill
}
_NOWHERE = "<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>"


@dataclass(frozen=True, slots=True)
class Head:
    """What is said once in a file."""

    message: str
    created: datetime
    creditor: str
    account: str  # ours, to pay to
    day: date  # asked on; a bill that is due already is to be paid at once


def write(out: IO[bytes], head: Head, rows: pl.DataFrame) -> None:
    """Write a file of requests; ``rows`` have columns of `REQUEST`."""
    creditor = f"<Nm>{escape(head.creditor[:140])}</Nm>"
    total = int(rows["amount"].sum())
    out.write(
        (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{SPACE}{KIND}"><CdtrPmtActvtnReq><GrpHdr>'
            f"<MsgId>{head.message}</MsgId><CreDtTm>{head.created.isoformat(timespec='seconds')}</CreDtTm>"
            f"<NbOfTxs>{rows.height}</NbOfTxs><CtrlSum>{plain_amount(total)}</CtrlSum>"
            f"<InitgPty>{creditor}</InitgPty></GrpHdr>\n"
        ).encode()
    )
    out.write(rows.select(_request(head, creditor).str.join("")).item().encode())
    out.write(b"</CdtrPmtActvtnReq></Document>\n")


def _request(head: Head, creditor: str) -> pl.Expr:
    due = pl.max_horizontal("due_on", pl.lit(head.day)).cast(pl.String)
    return pl.concat_str(
        pl.lit("<PmtInf><PmtInfId>"),
        pl.col("request"),
        pl.lit("</PmtInfId><PmtMtd>TRF</PmtMtd><ReqdExctnDt><Dt>"),
        due,
        pl.lit("</Dt></ReqdExctnDt><Dbtr><Nm>"),
        as_text("name"),
        pl.lit("</Nm></Dbtr><DbtrAcct><Id><IBAN>"),
        pl.col("iban"),
        pl.lit(
            f"</IBAN></Id></DbtrAcct><DbtrAgt>{_NOWHERE}</DbtrAgt><CdtTrfTx><PmtId><EndToEndId>"
        ),
        pl.col("request"),
        pl.lit(f'</EndToEndId></PmtId><Amt><InstdAmt Ccy="{CURRENCY}">'),
        amount_text(pl.col("amount")),
        pl.lit(
            f"</InstdAmt></Amt><ChrgBr>SLEV</ChrgBr><CdtrAgt>{_NOWHERE}</CdtrAgt><Cdtr>{creditor}</Cdtr><CdtrAcct><Id>"
            f"<IBAN>{head.account}</IBAN></Id></CdtrAcct><RmtInf><Strd><CdtrRefInf><Ref>"
        ),
        pl.col("reference"),
        pl.lit("</Ref></CdtrRefInf></Strd></RmtInf></CdtTrfTx></PmtInf>\n"),
    )
