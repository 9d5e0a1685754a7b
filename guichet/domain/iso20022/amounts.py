"""What the details of an entry come to: each amount wherever the standard puts it, and the charges
that were told.
"""

from __future__ import annotations

from typing import Any

from guichet.domain.iso20022.parts import IndexedElement
from guichet.domain.iso20022.values import minor_of
from guichet.engine.refusal import Refused

# Where a detail may have its amount, the plainest first; the instructed one is before charges.
_TIERS = ("Amt", "TxAmt", "CntrValAmt", "InstdAmt")
CREDIT = "CRDT"


def of_details(details: list[IndexedElement], whole: int, count: int) -> list[int] | None:
    """The signed amount of each detail, in halalas; None: they do not explain the entry.

    Args:
        details: those that are listed.
        whole: what the entry moves.
        count: how many the bank says there are, at least as many as are listed.
    """
    if not all("Amt" in detail.children or "AmtDtls" in detail.children for detail in details):
        return [whole] if len(details) == count == 1 else None
    for tier in _TIERS:
        told = [_said(detail, tier) for detail in details]
        if None not in told and sum(found := _signed(details, told, whole)) == whole:  # type: ignore[arg-type]
            return found
    first = [_first(detail) for detail in details]
    if first == [None] and count == 1:
        return [whole]  # one payment, whose amount is the entry's
    if None in first:
        return None
    return _signed(details, first, whole)  # type: ignore[arg-type]


def _first(detail: IndexedElement) -> int | None:
    """Its amount in our currency; None: it tells none."""
    return next((a for tier in _TIERS if (a := _said(detail, tier)) is not None), None)


def _said(detail: IndexedElement, tier: str) -> int | None:
    element: Any = None
    if tier == "Amt":
        element = detail.children.get("Amt")
    elif (named := detail.part("AmtDtls")) is not None and (found := named.part(tier)) is not None:
        element = found.children.get("Amt")
    if element is None:
        return None
    try:
        return minor_of(element)
    except (
        Refused
    ):  # of another currency, or finer than we can book: then the entry alone is believed
        return None


def _signed(details: list[IndexedElement], amounts: list[int], whole: int) -> list[int]:
    """Each with its own sign, or with that of the entry where it has none."""
    own = _sign(whole)
    signs = [
        own if (said := detail.text("CdtDbtInd")) == "" else (1 if said == CREDIT else -1)
        for detail in details
    ]
    found = [sign * amount for sign, amount in zip(signs, amounts, strict=True)]
    if own not in signs and sum(found) == -whole:
        return [-amount for amount in found]  # a bank that tells the payer's side of each
    return found


def _sign(whole: int) -> int:
    return 1 if whole >= 0 else -1


def charges(entry: IndexedElement, details: list[IndexedElement]) -> int:
    """What the bank says it took for its work, of the details or of the entry, in halalas."""
    of_each = sum(_charged(detail) for detail in details)
    return of_each or _charged(entry)


def _charged(where: IndexedElement) -> int:
    total = 0
    for told in where.every("Chrgs") if "Chrgs" in where.children else []:
        records = told.every("Rcrd") if "Rcrd" in told.children else [told]
        for record in records:
            element = record.children.get("Amt", record.children.get("TtlChrgsAndTaxAmt"))
            if element is None:
                continue
            try:
                amount = minor_of(element)
            except Refused:
                continue
            total += -amount if record.text("CdtDbtInd") == CREDIT else amount
    return total
