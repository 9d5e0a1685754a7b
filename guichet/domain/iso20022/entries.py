"""The lines of one entry of an account (``Ntry``): they come to its amount, always.

A detail with an amount is a line; what the details leave of the entry (charges, a list cut short)
is a line too. Where they do not explain it, the entry itself is the only line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from guichet.domain.iso20022 import amounts
from guichet.domain.iso20022.parts import IndexedElement
from guichet.domain.iso20022.values import day_at_home, minor_of
from guichet.engine.refusal import Refusal, Refused

WHOLE, DETAIL, REST, CHARGES = "whole", "detail", "rest", "charges"
ENTRY: dict[str, Any] = {
    "account": pl.String,  # our IBAN, or its number at the bank
    "entry": pl.Int64,  # its place in the file; its lines have the same
    "entry_ref": pl.String,  # the bank's reference of the entry
    "entry_amount": pl.Int64,  # halalas, all lines together
    "booked_on": pl.Date,
    # whole, detail, rest (what the details leave), charges (so much of it as the bank explains)
    "part": pl.String,
    # the bank's own reference of the line, or one made of the entry's; not once for ever
    "bank_key": pl.String,
    "amount": pl.Int64,  # halalas; below zero it left the account
    "reference": pl.String,  # the creditor's, and on a line below the free words
    "reversal": pl.Boolean,
    "batched": pl.Boolean,  # an entry of many payments whose details the bank does not give
    "end_to_end": pl.String,  # of the payer; ours where we paid
    "batch": pl.String,  # the payment information or message of the payer, where the bank names it
    "returned": pl.String,  # why it comes back (a code, or nothing); null: it does not
    "returned_words": pl.String,
}
BOOKED = (
    "BOOK",
    "BOOKED",
)  # the standard's word, and what banks write where they have words of their own
_NOT_YET = ("PDNG", "PENDING", "INFO", "INFORMATION", "FUTR", "FUTURE")
# What banks write where they have no reference.
_NO_REFERENCE = ("", "NONREF", "NOREF", "NOTPROVIDED", "NONE", "UNKNOWN", "0")
_LONGEST = 490

NO_BANK_KEY = Refusal(
    "bank-file-without-references",
    ar="في السطر {line} من الملف حركة بلا مرجع من البنك (AcctSvcrRef)، ولا يمكن تسجيلها مرة واحدة فقط. اطلب ملفًا فيه المراجع.",
    en="Line {line} of the file has an entry without the bank’s reference (AcctSvcrRef), so it could be counted twice. Ask for a file with references.",
    fr="La ligne {line} du fichier contient une écriture sans référence de la banque (AcctSvcrRef), elle pourrait compter deux fois. Demandez un fichier avec références.",
)
STRANGE_STATUS = Refusal(
    "bank-file-status",
    ar="في السطر {line} من الملف حركة حالتها «{value}»، ولا يُعرف أهي مسجلة في الحساب. اسأل البنك واطلب ملفًا بحالات المعيار.",
    en="Line {line} of the file has an entry of the status “{value}”, which does not say whether it is booked. Ask the bank for the standard’s codes.",
    fr="La ligne {line} du fichier contient une écriture au statut « {value} », qui ne dit pas si elle est comptabilisée. Demandez à la banque les codes de la norme.",
)
_Detail = tuple[IndexedElement, IndexedElement | None]  # and what is said of the batch it is in


def lines_of(entry: IndexedElement, account: str, place: int) -> list[tuple[Any, ...]]:
    """The lines of an entry, values of `ENTRY`; none of one that is not booked.

    Raises:
        Refused: it cannot be understood, or not be counted once.
    """
    if not _booked(entry):
        return []
    whole = (1 if entry.text("CdtDbtInd") == amounts.CREDIT else -1) * minor_of(
        entry.children["Amt"]
    )
    groups = entry.every("NtryDtls") if "NtryDtls" in entry.children else []
    details = _details(groups)
    parts = [detail for detail, _ in details]
    ref = _reference_of(entry, parts)
    head = (account, place, ref, whole, _day(entry))
    reversal = entry.text("RvslInd").strip() in ("true", "1")
    count = max(_told_count(groups), len(parts), 1)
    told = amounts.of_details(parts, whole, count) if parts else None
    if told is None:
        batch = next((group.part("Btch") for group in groups if "Btch" in group.children), None)
        return [_whole(entry, head, details, count, batch, reversal)]
    made = []
    for number, ((detail, batch), amount) in enumerate(zip(details, told, strict=True), start=1):
        own = ref if len(details) == 1 else detail.inner("Refs", "AcctSvcrRef") or f"{ref}/{number}"
        words = _remittance(detail) or (len(details) == 1 and entry.text("AddtlNtryInf")) or ""
        made.append((*head, DETAIL, own, amount, words, reversal, False, *_names(detail, batch)))
    if left := whole - sum(told):
        part = CHARGES if -left == amounts.charges(entry, parts) else REST
        made.append((*head, part, f"{ref}/{part}", left, "", reversal, False, "", "", None, ""))
    return made


def _whole(
    entry: IndexedElement,
    head: tuple[Any, ...],
    details: list[_Detail],
    count: int,
    batch: IndexedElement | None,
    reversal: bool,
) -> tuple[Any, ...]:
    """An entry that nothing explains; of no payer in particular, be there details or not."""
    words = "" if details or count > 1 else entry.text("AddtlNtryInf")
    many = count > 1 and not details
    return (
        *head,
        WHOLE,
        head[2],
        head[3],
        words[:_LONGEST],
        reversal,
        many,
        "",
        _batch(batch, None),
        None,
        "",
    )


def _booked(entry: IndexedElement) -> bool:
    """Whether it stands on the account; a status that leaves it open is none.

    Raises:
        Refused: nobody knows.
    """
    # Older versions have the code alone.
    code = entry.inner("Sts", "Cd") or entry.text("Sts").strip()
    if code:
        return code == BOOKED[0]
    own = entry.inner("Sts", "Prtry").strip()
    if own.upper() in BOOKED:
        return True
    if own.upper() in _NOT_YET:
        return False
    raise Refused(STRANGE_STATUS, line=entry.element.sourceline, value=own)


def _details(groups: list[IndexedElement]) -> list[_Detail]:
    listed = [group for group in groups if "TxDtls" in group.children]
    return [(detail, group.part("Btch")) for group in listed for detail in group.every("TxDtls")]


def _told_count(groups: list[IndexedElement]) -> int:
    """How many payments the bank says there are in an entry."""
    said = [group.inner("Btch", "NbOfTxs") for group in groups if "Btch" in group.children]
    return sum(int(number) for number in said if number)


def _reference_of(entry: IndexedElement, details: list[IndexedElement]) -> str:
    """The bank's reference of an entry: its own, else its first detail's, or what names that one
    between banks.

    Raises:
        Refused: there is none.
    """
    own = entry.text("AcctSvcrRef").strip()
    if own.upper() not in _NO_REFERENCE:
        return own
    refs = details[0].part("Refs") if details else None
    for name in ("AcctSvcrRef", "UETR", "TxId"):
        found = refs.text(name).strip() if refs else ""
        if found.upper() not in _NO_REFERENCE:
            return found
    raise Refused(NO_BANK_KEY, line=entry.element.sourceline)


def _names(
    detail: IndexedElement, batch: IndexedElement | None
) -> tuple[str, str, str | None, str]:
    """What a detail is called by the payer, whose batch it is of, and why it comes back."""
    refs = detail.part("Refs")
    return (refs.text("EndToEndId") if refs else "", _batch(batch, refs), *_returned(detail))


def _batch(batch: IndexedElement | None, refs: IndexedElement | None) -> str:
    """Whose batch it was is said of all of them together, or of each."""
    for part in filter(None, (batch, refs)):
        for name in ("PmtInfId", "MsgId"):
            if name in part.children:
                return part.text(name)
    return ""


def _remittance(detail: IndexedElement) -> str:
    """The structured references of the creditor, and below them the free words; else what the bank
    adds.
    """
    told = detail.part("RmtInf")
    if told is None:
        return detail.text("AddtlTxInf")[:_LONGEST]
    structured = (
        [text for part in told.every("Strd") for text in _structured(part)]
        if "Strd" in told.children
        else []
    )
    free = [w.text or "" for w in told.all("Ustrd")] if "Ustrd" in told.children else []
    return "\n".join(" ".join(texts) for texts in (structured, free) if texts)[:_LONGEST]


def _structured(part: IndexedElement) -> Iterator[str]:
    if ref := part.inner("CdtrRefInf", "Ref"):
        yield ref
    if len(part.element) > 1 or not ref:
        yield from (number for d in part.every("RfrdDocInf") if (number := d.text("Nb")))
        yield from (w.text for w in part.all("AddtlRmtInf") if w.text)


def _returned(detail: IndexedElement) -> tuple[str | None, str]:
    """Why the bank brings it back (ISO 20022's code, or its own); None: it does not."""
    told = detail.part("RtrInf")
    if told is None:
        return None, ""
    reason = told.part("Rsn")
    code = (reason.text("Cd") or reason.text("Prtry")) if reason else ""
    return code, " ".join(w.text or "" for w in told.all("AddtlInf"))[:280]


def _day(entry: IndexedElement) -> Any:
    """The day an entry was booked on; the standard also allows none."""
    text = entry.inner("BookgDt", "Dt") or entry.inner("BookgDt", "DtTm")
    return day_at_home(text.strip(), entry.element.sourceline, "BookgDt")
