"""Requests to pay that come to the bank: some payers refuse, the others pay at once from their
account.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from xml.sax.saxutils import escape

from lxml import etree

from demo.bank.account import Account, Entry, entry, notification

_XSD = "urn:iso:std:iso:20022:tech:xsd:"
_PAIN = f"{{{_XSD}pain.013.001.07}}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request."""

    name: str
    amount: str
    reference: str
    account: str  # to be paid to


def answers(
    content: bytes, one_in: int, now: datetime, book: Account
) -> Iterator[tuple[str, bytes]]:
    """The files that answer requests: pain.014, and camt.054 of those that were paid; one in so
    many payers refuses.
    """
    message, wanted = "", []
    for _, element in etree.iterparse(io.BytesIO(content), resolve_entities=False, no_network=True):
        name = element.tag.removeprefix(_PAIN)
        if name == "MsgId":
            message = element.text or ""
        elif name == "PmtInf":
            wanted.append(_wanted(element))
            element.clear()
    refused = [
        w for w in wanted if one_in and int(sha256(w.name.encode()).hexdigest(), 16) % one_in == 0
    ]
    yield f"{message}.pain.014.xml", _status(message, wanted, refused, now)
    paid = [w for w in wanted if w not in refused]
    if paid:
        entries = [_paid(one, now) for one in paid]
        book.add(entries)
        yield f"{message}.camt.054.xml", notification(paid[0].account, entries, now)


def _wanted(element: etree._Element) -> Wanted:
    def text(path: str) -> str:
        return element.findtext("/".join(_PAIN + step for step in path.split("/"))) or ""

    return Wanted(
        text("PmtInfId"),
        text("CdtTrfTx/Amt/InstdAmt"),
        text("CdtTrfTx/RmtInf/Strd/CdtrRefInf/Ref"),
        text("CdtTrfTx/CdtrAcct/Id/IBAN"),
    )


def _status(message: str, wanted: list[Wanted], refused: list[Wanted], now: datetime) -> bytes:
    ones = "".join(
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{escape(w.name)}</OrgnlPmtInfId><TxInfAndSts>"
        f"<OrgnlEndToEndId>{escape(w.name)}</OrgnlEndToEndId><TxSts>{'RJCT' if w in refused else 'ACCP'}</TxSts>"
        "</TxInfAndSts></OrgnlPmtInfAndSts>\n"
        for w in wanted
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_XSD}pain.014.001.07"><CdtrPmtActvtnReqStsRpt>'
        f"<GrpHdr><MsgId>SB-{sha256(message.encode()).hexdigest()[:20]}</MsgId><CreDtTm>{now.isoformat(timespec='seconds')}"
        f"</CreDtTm><InitgPty><Nm>Sandbox bank</Nm></InitgPty></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>"
        f"<OrgnlMsgNmId>pain.013.001.07</OrgnlMsgNmId></OrgnlGrpInfAndSts>{ones}</CdtrPmtActvtnReqStsRpt></Document>\n"
    ).encode()


def _paid(wanted: Wanted, now: datetime) -> Entry:
    details = (
        f"<TxDtls><Refs><EndToEndId>{escape(wanted.name)}</EndToEndId></Refs><RmtInf><Strd><CdtrRefInf>"
        f"<Ref>{escape(wanted.reference)}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    return entry(f"SB-{wanted.name}", Decimal(wanted.amount), now, details)
