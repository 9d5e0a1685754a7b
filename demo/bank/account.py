"""The account that the institution holds with the bank: what was booked on it, and a statement
(camt.053) of each day that is over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from guichet.lib import samples
from guichet.lib.locale import here

ACCOUNT = samples.account(samples.NOBODYS)
CURRENCY = here().currency
OPENING = Decimal("50000000.00")  # what it held before the institution's books began
HOME = ZoneInfo(here().zone)
_XSD = "urn:iso:std:iso:20022:tech:xsd:"


@dataclass(frozen=True, slots=True)
class Entry:
    """A booked entry, as the bank's files have it."""

    key: str
    amount: str  # below zero it left the account
    day: str
    details: str  # what stands in NtryDtls

    def written(self) -> str:
        """Its element; the same in a notification and in a statement."""
        amount = Decimal(self.amount)
        return (
            f'<Ntry><Amt Ccy="{CURRENCY.code}">{abs(amount):.{CURRENCY.scale}f}</Amt><CdtDbtInd>{"CRDT" if amount > 0 else "DBIT"}</CdtDbtInd>'
            f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{self.day}</Dt></BookgDt><AcctSvcrRef>{escape(self.key)}</AcctSvcrRef>"
            f"<BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls>{self.details}</NtryDtls></Ntry>\n"
        )


def entry(key: str, amount: Decimal, now: datetime, details: str) -> Entry:
    """An entry booked now."""
    return Entry(key, f"{amount:.{CURRENCY.scale}f}", f"{now.astimezone(HOME):%Y-%m-%d}", details)


def notification(account: str, entries: list[Entry], now: datetime) -> bytes:
    """Entries told as they happen: a camt.054."""
    moment = now.isoformat(timespec="seconds")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_XSD}camt.054.001.08"><BkToCstmrDbtCdtNtfctn>'
        f"<GrpHdr><MsgId>SB</MsgId><CreDtTm>{moment}</CreDtTm></GrpHdr><Ntfctn><Id>SB</Id><CreDtTm>{moment}</CreDtTm>"
        f"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{CURRENCY.code}</Ccy></Acct>\n{''.join(one.written() for one in entries)}</Ntfctn>"
        "</BkToCstmrDbtCdtNtfctn></Document>\n"
    ).encode()


class Account:
    """The bank's book of the account: one line an entry, and one for each statement that was
    delivered.
    """

    def __init__(self, book: Path, number: str = ACCOUNT) -> None:
        """``book`` is a file that is only added to."""
        self._book, self._number = book, number

    def add(self, entries: Iterable[Entry]) -> None:
        """Book entries; one that is told again (its file was answered, and we died) is the same."""
        with self._book.open("a", encoding="utf-8") as book:
            for one in entries:
                book.write(json.dumps(asdict(one)) + "\n")

    def statements(self, now: datetime) -> Iterator[tuple[str, bytes]]:
        """The statements of days that are over and have none yet; the first one there is, is of
        yesterday.
        """
        today = now.astimezone(HOME).date()
        entries, stated = self._read()
        day = (max(stated) if stated else today - timedelta(days=2)) + timedelta(days=1)
        number = len(stated)
        while day < today:
            number += 1
            own = [one for one in entries if date.fromisoformat(one.day) == day]
            before = [one for one in entries if date.fromisoformat(one.day) < day]
            opening = OPENING + sum((Decimal(one.amount) for one in before), Decimal())
            yield f"SB-{day}.camt.053.xml", self._statement(day, number, opening, own)
            # Only now: whoever dies before delivers it again, in the same bytes.
            with self._book.open("a", encoding="utf-8") as book:
                book.write(json.dumps({"stated": day.isoformat()}) + "\n")
            day += timedelta(days=1)

    def _read(self) -> tuple[list[Entry], list[date]]:
        if not self._book.exists():
            return [], []
        rows = [json.loads(line) for line in self._book.read_text("utf-8").splitlines()]
        entries = {row["key"]: Entry(**row) for row in rows if "key" in row}
        stated = {date.fromisoformat(row["stated"]) for row in rows if "stated" in row}
        return list(entries.values()), sorted(stated)

    def _statement(self, day: date, number: int, opening: Decimal, own: list[Entry]) -> bytes:
        closing = opening + sum((Decimal(one.amount) for one in own), Decimal())
        made = f"{day + timedelta(days=1)}T00:05:00+03:00"
        balances = _balance("OPBD", opening, day) + _balance("CLBD", closing, day)
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_XSD}camt.053.001.08"><BkToCstmrStmt>'
            f"<GrpHdr><MsgId>SB-{day}</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr><Stmt><Id>SB-{day}</Id>"
            f"<ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>{made}</CreDtTm>"
            f"<Acct><Id><IBAN>{self._number}</IBAN></Id><Ccy>{CURRENCY.code}</Ccy></Acct>\n{balances}"
            f"{''.join(one.written() for one in own)}</Stmt></BkToCstmrStmt></Document>\n"
        ).encode()


def _balance(kind: str, amount: Decimal, day: date) -> str:
    sign = "CRDT" if amount >= 0 else "DBIT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="{CURRENCY.code}">{abs(amount):.{CURRENCY.scale}f}</Amt>'
        f"<CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )
