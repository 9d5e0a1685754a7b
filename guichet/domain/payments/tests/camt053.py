"""Statements as banks write them, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from guichet.domain.payments.tests.camt import ACCOUNT, Line, entry

_SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def stated(
    day: date,
    opening: int,
    lines: Iterable[Line] = (),
    *,
    closing: int | None = None,
    number: int | None = None,
    made: str = "",
    account: str = ACCOUNT,
    previous: bool = False,
) -> bytes:
    """A statement of a day; its closing balance is what the lines lead to unless it is said."""
    booked = list(lines)
    end = opening + sum(line.amount for line in booked) if closing is None else closing
    created = made or f"{day + timedelta(days=1)}T01:00:00+03:00"
    series = "" if number is None else f"<ElctrncSeqNb>{number}</ElctrncSeqNb>"
    first = ("PRCD", day - timedelta(days=1)) if previous else ("OPBD", day)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_SPACE}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>'
        f"<CreDtTm>{created}</CreDtTm></GrpHdr><Stmt><Id>S-{day}</Id>{series}<CreDtTm>{created}</CreDtTm>"
        f"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>SAR</Ccy></Acct>{_balance(*first, opening)}"
        f"{_balance('CLBD', day, end)}{''.join(map(entry, booked))}</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _balance(kind: str, day: date, amount: int) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="SAR">{abs(amount) // 100}.{abs(amount) % 100:02d}</Amt>'
        f"<CdtDbtInd>{'CRDT' if amount >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )
