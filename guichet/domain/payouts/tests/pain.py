"""Answers of a bank (pain.002), for tests."""

from __future__ import annotations

_SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"


def reason(code: str) -> str:
    return f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn><AddtlInf>no such account</AddtlInf></StsRsnInf>"


def answer(
    message: str,
    refused: dict[str, str] | None = None,
    *,
    group: str = "",
    code: str = "",
    info: str = "",
) -> bytes:
    """A pain.002 that refuses transfers (by end-to-end id, with a code), all of the file
    (``group``) or its information.
    """
    whole = (f"<GrpSts>{group}</GrpSts>" if group else "") + (
        reason(code) if group and code else ""
    )
    singles = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{one}</OrgnlEndToEndId><TxSts>{'RJCT' if why else 'ACSP'}</TxSts>"
        f"{reason(why) if why else ''}</TxInfAndSts>\n"
        for one, why in (refused or {}).items()
    )
    status = (f"<PmtInfSts>{info}</PmtInfSts>" + reason(code)) if info else ""
    payment = f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}</OrgnlPmtInfId>{status}{singles}</OrgnlPmtInfAndSts>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_SPACE}"><CstmrPmtStsRpt><GrpHdr><MsgId>A1</MsgId>'
        "<CreDtTm>2026-11-22T10:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>"
        f"<OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{whole}</OrgnlGrpInfAndSts>"
        f"{payment if singles or info else ''}</CstmrPmtStsRpt></Document>\n"
    ).encode()
