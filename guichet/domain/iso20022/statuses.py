"""What the bank says of a file of ours: of the whole of it, of a payment information, of single
ones.

pain.002 answers our transfers, pain.014 our requests to pay; both say it in the same words.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import polars as pl
from lxml import etree

from guichet.domain.iso20022.standard import NOT_VALID, SPACE, forget, not_valid, opened, read
from guichet.engine.refusal import Refused

KIND = "pain.002.001.10"
OF_REQUESTS = "pain.014.001.07"
STATUS = {
    "end_to_end": pl.String,  # null: of the whole file
    "status": pl.String,  # ACCP, ACSP, ACSC, PDNG, RJCT ...
    "code": pl.String,  # of the reason
    "words": pl.String,
}
_PATHS = {
    "message": "OrgnlMsgId",
    "end_to_end": "OrgnlEndToEndId",
    "code": "StsRsnInf/Rsn/Cd",
    "own_code": "StsRsnInf/Rsn/Prtry",
    "words": "StsRsnInf/AddtlInf",
}
# The element, and where its status stands.
_OF = {"TxInfAndSts": "TxSts", "OrgnlPmtInfAndSts": "PmtInfSts", "OrgnlGrpInfAndSts": "GrpSts"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a bank's answer says."""

    message: str  # of ours, that it answers
    whole: pl.DataFrame  # of the file, columns of `STATUS`
    transfers: pl.DataFrame  # of single ones


def read_statuses(content: bytes, kind: str = KIND) -> Answer:
    """A whole answer.

    Raises:
        Refused: it is none, or breaks the standard.
    """
    _, content = opened(content, (kind,))
    space = f"{{{SPACE}{kind}}}"
    paths = {n: "/".join(space + step for step in p.split("/")) for n, p in _PATHS.items()}
    tags = (*(space + tag for tag in _OF), f"{space}Document")
    lines: list[tuple[Any, ...]] = []
    message, whole = "", False
    try:
        for _, element in read(io.BytesIO(content), kind, tags):
            name = element.tag.removeprefix(space)
            if name == "Document":
                whole = True
                continue
            if name == "OrgnlGrpInfAndSts":
                message = element.findtext(paths["message"]) or ""
            status = element.findtext(space + _OF[name])
            if status is not None:
                single = element.findtext(paths["end_to_end"]) or ""
                lines.append(
                    (single if name == "TxInfAndSts" else None, status, *_reason(element, paths))
                )
            if name == "TxInfAndSts":
                _let_go(element, space)
            else:
                forget(element)
    except etree.XMLSyntaxError as error:
        raise not_valid(error, kind) from error
    if not whole:
        raise Refused(NOT_VALID, kind=kind, line=0, fault="</Document>")
    found = pl.DataFrame(lines, schema=STATUS, orient="row")
    of_all = pl.col("end_to_end").is_null()
    return Answer(message, found.filter(of_all), found.filter(~of_all))


def _reason(element: Any, paths: dict[str, str]) -> tuple[str, str]:
    code = element.findtext(paths["code"]) or element.findtext(paths["own_code"]) or ""
    return code, " ".join(e.text or "" for e in element.findall(paths["words"]))[:280]


def _let_go(element: Any, space: str) -> None:
    """Those before it go too, but not what its parent says of itself."""
    element.clear()
    before = element.getprevious()
    while before is not None and before.tag == f"{space}TxInfAndSts":
        element.getparent().remove(before)
        before = element.getprevious()
