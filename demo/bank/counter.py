"""What the bank makes of a file: pain.001 in; pain.002 and camt.054 out (requests to pay:
`requests`). It keeps the message ids it has taken, and books on the account.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from demo.bank import requests
from demo.bank.account import Account, Entry, entry, notification
from demo.public_bodies.bank import iban_of

_XSD = "urn:iso:std:iso:20022:tech:xsd:"
_PAIN = f"{{{_XSD}pain.001.001.09}}"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One that we were asked to make."""

    end_to_end: str
    amount: Decimal
    iban: str


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was read."""

    message: str
    account: str
    transfers: list[Transfer]


def read(content: bytes) -> Given:
    """A pain.001 file."""
    message = account = ""
    transfers = []
    for _, element in etree.iterparse(io.BytesIO(content), resolve_entities=False, no_network=True):
        name = element.tag.removeprefix(_PAIN)
        if name == "MsgId":
            message = element.text or ""
        elif name == "DbtrAcct":
            account = element.findtext(f"{_PAIN}Id/{_PAIN}IBAN") or ""
        elif name == "CdtTrfTxInf":
            transfers.append(
                Transfer(
                    element.findtext(f"{_PAIN}PmtId/{_PAIN}EndToEndId") or "",
                    Decimal(element.findtext(f"{_PAIN}Amt/{_PAIN}InstdAmt") or "0"),
                    element.findtext(f"{_PAIN}CdtrAcct/{_PAIN}Id/{_PAIN}IBAN") or "",
                )
            )
            element.clear()
    return Given(message, account, transfers)


class Counter:
    """The bank's counter."""

    def __init__(self, book: Path, one_in: int, account: Account | None = None) -> None:
        """``book`` keeps the message ids taken; one in so many good transfers comes back
        (0: none).
        """
        self._book, self._one_in = book, one_in
        self._account = account or Account(book.with_suffix(".account"))

    def answers(self, content: bytes, now: datetime) -> Iterator[tuple[str, bytes]]:
        """The files that answer one of ours: their names and bytes."""
        if b"pain.013.001.07" in content[:300]:
            yield from requests.answers(content, self._one_in, now, self._account)
            return
        given = read(content)
        moment = now.isoformat(timespec="seconds")
        if given.message in self._taken():
            yield (
                f"{given.message}.duplicate.pain.002.xml",
                _status(given.message, moment, whole="AM05"),
            )
            return
        refused = {t.end_to_end: why for t in given.transfers if (why := _why_not(t.iban))}
        yield f"{given.message}.pain.002.xml", _status(given.message, moment, refused=refused)
        paid = [t for t in given.transfers if t.end_to_end not in refused]
        if paid:
            back = [t for t in paid if self._comes_back(t)]
            entries = _entries(given, paid, back, now)
            self._account.add(entries)
            yield f"{given.message}.camt.054.xml", notification(given.account, entries, now)
        with self._book.open("a", encoding="ascii") as book:
            book.write(given.message + "\n")

    def _taken(self) -> set[str]:
        return set(self._book.read_text("ascii").split()) if self._book.exists() else set()

    def _comes_back(self, transfer: Transfer) -> bool:
        if not self._one_in:
            return False
        return int(sha256(transfer.end_to_end.encode()).hexdigest(), 16) % self._one_in == 0


def _why_not(iban: str) -> str:
    """Accounts say themselves what they are in this world (see `demo.public_bodies.bank`)."""
    owner = iban[-10:]
    if owner.isdigit() and iban == iban_of(owner, closed=True, bank=iban[4:6]):
        return "AC04"
    return ""


def _reason(code: str) -> str:
    return f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>"


def _status(
    message: str, moment: str, *, whole: str = "", refused: dict[str, str] | None = None
) -> bytes:
    said = (
        f"<GrpSts>RJCT</GrpSts>{_reason(whole)}"
        if whole
        else f"<GrpSts>{'PART' if refused else 'ACSP'}</GrpSts>"
    )
    singles = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{escape(one)}</OrgnlEndToEndId><TxSts>RJCT</TxSts>{_reason(why)}</TxInfAndSts>\n"
        for one, why in (refused or {}).items()
    )
    payment = (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}</OrgnlPmtInfId>{singles}</OrgnlPmtInfAndSts>"
        if singles
        else ""
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_XSD}pain.002.001.10"><CstmrPmtStsRpt>'
        f"<GrpHdr><MsgId>SB-{sha256(message.encode()).hexdigest()[:20]}</MsgId><CreDtTm>{moment}</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{said}"
        f"</OrgnlGrpInfAndSts>{payment}</CstmrPmtStsRpt></Document>\n"
    ).encode()


def _entries(
    given: Given, paid: list[Transfer], back: list[Transfer], now: datetime
) -> list[Entry]:
    total = sum((t.amount for t in paid), Decimal())
    batch = f"<Btch><PmtInfId>{given.message}</PmtInfId><NbOfTxs>{len(paid)}</NbOfTxs></Btch>"
    returned = [
        entry(
            f"SB-R-{t.end_to_end}"[:35],
            t.amount,
            now,
            f"<TxDtls><Refs><EndToEndId>{escape(t.end_to_end)}</EndToEndId></Refs>"
            "<RtrInf><Rsn><Cd>AC06</Cd></Rsn><AddtlInf>account blocked</AddtlInf></RtrInf></TxDtls>",
        )
        for t in back
    ]
    return [entry(f"SB-{given.message}", -total, now, batch), *returned]
