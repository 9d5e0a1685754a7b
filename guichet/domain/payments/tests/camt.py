"""Camt files as banks write them, for tests and measurements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ACCOUNT = "SA0380000000608010167519"
_SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_SPACE}"><BkToCstmrDbtCdtNtfctn><GrpHdr>'
    "<MsgId>N1</MsgId><CreDtTm>2026-11-22T10:00:00Z</CreDtTm></GrpHdr><Ntfctn><Id>N1</Id>"
    f"<CreDtTm>2026-11-22T10:00:00Z</CreDtTm><Acct><Id><IBAN>{ACCOUNT}</IBAN></Id><Ccy>SAR</Ccy></Acct>\n"
)
_TAIL = "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n"


@dataclass(frozen=True)
class Line:
    """One booked entry."""

    key: str
    amount: int  # halalas; below zero it left the account
    reference: str = ""
    free: str = ""
    day: date = date(2026, 11, 22)
    currency: str = "SAR"
    end_to_end: str = ""
    batch: str = ""  # one entry for all of a payment information
    returned: str = ""  # the code of its reason
    reversal: bool = False


def written(lines: Iterable[Line]) -> bytes:
    """A notification of these entries."""
    return (_HEAD + "".join(map(entry, lines)) + _TAIL).encode()


def entry(line: Line) -> str:
    """Its element; the same in a notification and in a statement."""
    sign, amount = (
        ("CRDT" if line.amount >= 0 else "DBIT"),
        f"{abs(line.amount) // 100}.{abs(line.amount) % 100:02d}",
    )
    remittance = (
        f"<RmtInf><Strd><CdtrRefInf><Ref>{line.reference}</Ref></CdtrRefInf></Strd></RmtInf>"
        if line.reference
        else f"<RmtInf><Ustrd>{line.free or 'no word'}</Ustrd></RmtInf>"
    )
    key = f"<AcctSvcrRef>{line.key}</AcctSvcrRef>" if line.key else ""
    reversal = "<RvslInd>true</RvslInd>" if line.reversal else ""
    back = (
        f"<RtrInf><Rsn><Cd>{line.returned}</Cd></Rsn><AddtlInf>it came back</AddtlInf></RtrInf>"
        if line.returned
        else ""
    )
    batch = (
        f"<Btch><PmtInfId>{line.batch}</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>" if line.batch else ""
    )
    detail = f"<TxDtls><Refs><EndToEndId>{line.end_to_end or f'E{line.key}'}</EndToEndId></Refs>{remittance}{back}</TxDtls>"
    return (
        f'<Ntry><Amt Ccy="{line.currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{reversal}<Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{line.day}</Dt></BookgDt>{key}<BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>"
        f"<NtryDtls>{batch or detail}</NtryDtls></Ntry>\n"
    )
