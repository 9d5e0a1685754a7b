"""Statements of every legal shape, drawn at random from one true list of entries, for the property
test.

What is true of the account is a list of entries with their payments; a file tells some of them,
whole or with details, with the amounts wherever its version of the standard allows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as some

from guichet.domain.payments.tests.camt import ACCOUNT

DAYS = [date(2026, 11, 20), date(2026, 11, 21)]
VERSIONS = ("08", "06", "04", "02")
FIRMS = 3
_KINDS = {  # message: its element, and what holds entries
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}


@dataclass(frozen=True)
class Payment:
    """One payment of an entry."""

    amount: int  # signed
    firm: int | None  # whose reference it bears, by its place
    name: str  # of the payer, empty where banks write NOTPROVIDED
    key: str  # the bank's own reference of it, or nothing


@dataclass(frozen=True)
class Entry:
    """A booked entry, in truth."""

    ref: str
    day: date
    payments: tuple[Payment, ...]
    charges: int  # taken by the bank for its work
    told: bool  # that it took them
    reversal: bool

    @property
    def amount(self) -> int:
        """What the account moved by."""
        return sum(p.amount for p in self.payments) - self.charges

    @property
    def same(self) -> tuple[str, date, int]:
        """What tells it from others."""
        return self.ref, self.day, self.amount


@dataclass(frozen=True)
class Telling:
    """How a file tells an entry."""

    entry: Entry
    level: int  # how many of its payments are listed: none, some of the first, all
    place: str  # where amounts stand
    counted: bool  # whether it says how many there are


@dataclass(frozen=True)
class File:
    """What the bank sends."""

    message: str
    version: str
    number: int
    entries: tuple[Telling, ...]
    pending: tuple[Entry, ...]  # not booked yet
    day: date | None  # of a statement with balances
    envelope: bool


@some.composite
def worlds(draw: some.DrawFn, files: int) -> tuple[list[Entry], list[File]]:
    """True entries, and so many files that tell of them."""
    entries = draw(some.lists(_entries(), min_size=1, max_size=5))
    entries = [e for e in entries if e.amount != 0]
    return entries, [draw(_files(entries, number)) for number in range(files)]


@some.composite
def _entries(draw: some.DrawFn) -> Entry:
    sign = draw(some.sampled_from([1, 1, 1, -1]))
    payments = draw(some.lists(_payments(sign), min_size=1, max_size=3))
    charged = draw(some.sampled_from([0, 0, 13]))
    reversal = draw(some.sampled_from([False, False, False, True]))
    if reversal and sign < 0:
        # With the payer's name it would be a recall, which takes back a payment only if that was
        # told before (ADR 59).
        payments = [replace(p, name="") for p in payments]
    return Entry(
        draw(some.sampled_from(["A", "B", "C"])),
        draw(some.sampled_from(DAYS)),
        tuple(payments),
        charged,
        draw(some.booleans()),
        reversal,
    )


@some.composite
def _payments(draw: some.DrawFn, sign: int) -> Payment:
    return Payment(
        sign * draw(some.sampled_from([100, 200, 300])),
        draw(some.sampled_from([*range(FIRMS), None])),
        draw(some.sampled_from(["", "P1", "P2"])),
        draw(some.sampled_from(["", "PACK", "D1"])),
    )


@some.composite
def _files(draw: some.DrawFn, entries: list[Entry], number: int) -> File:
    message = draw(some.sampled_from(list(_KINDS)))
    day = draw(some.sampled_from(DAYS)) if message == "053" else None
    # Entries that only their contents tell apart are told together, or nobody could know which is
    # meant.
    alike = sorted({e.same for e in entries})
    chosen = (
        set(alike)
        if day
        else set(draw(some.lists(some.sampled_from(alike), unique=True)))
        if alike
        else set()
    )
    told = [e for e in entries if e.same in chosen and (day is None or e.day == day)]
    order = draw(some.permutations(told))
    version = draw(some.sampled_from(VERSIONS))
    elsewhere = ["TxAmt", "CntrValAmt", "InstdAmt"]
    places = {"08": ["Amt", *elsewhere], "02": elsewhere}.get(
        version, ["Amt"]
    )  # the two between ask for it
    tellings = tuple(draw(_tellings(e, places, single=_alike(entries, e) == 1)) for e in order)
    pending = tuple(draw(some.lists(_entries(), max_size=1)))
    return File(message, version, number, tellings, pending, day, draw(some.booleans()))


def _alike(entries: list[Entry], one: Entry) -> int:
    """How many there are that only their contents tell from it."""
    return sum(e.same == one.same for e in entries)


@some.composite
def _tellings(draw: some.DrawFn, entry: Entry, places: list[str], *, single: bool) -> Telling:
    whole = len(entry.payments)
    level, counted = draw(some.sampled_from([0, whole])), True
    if single:  # of several alike nobody could say of which a part was told, or that it is of many
        level, counted = (
            draw(some.sampled_from([0, whole, whole, draw(some.integers(0, whole))])),
            draw(some.booleans()),
        )
    return Telling(entry, level, draw(some.sampled_from(places)), counted)


def written(file: File, entries: list[Entry], reference_of: Callable[[int], str]) -> bytes:
    """The bytes of a file."""
    outer, inner = _KINDS[file.message]
    made = "2026-11-29T20:00:00+03:00"
    body = "".join(_entry(t, file.version, reference_of) for t in file.entries)
    body += "".join(
        _entry(
            Telling(e, 1, "InstdAmt" if file.version == "02" else "Amt", counted=False),
            file.version,
            reference_of,
            "PDNG",
        )
        for e in file.pending
    )
    balances = _balances(file.day, entries) if file.day else ""
    document = (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{file.message}.001.{file.version}"><{outer}><GrpHdr>'
        f"<MsgId>M{file.number}</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr><{inner}><Id>S{file.number}</Id>"
        f"<CreDtTm>{made}</CreDtTm><Acct><Id><IBAN>{ACCOUNT}</IBAN></Id><Ccy>SAR</Ccy></Acct>{balances}{body}"
        f"</{inner}></{outer}></Document>"
    )
    if file.envelope:
        document = (
            '<e:Envelope xmlns:e="urn:of:a:bank"><AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"><BizMsgIdr>1'
            f"</BizMsgIdr></AppHdr>\n{document}</e:Envelope>"
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}'.encode()


def _balances(day: date, entries: list[Entry]) -> str:
    opening = 100_000 + sum(e.amount for e in entries if e.day < day)
    closing = opening + sum(e.amount for e in entries if e.day == day)
    return "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="SAR">{_decimal(amount)}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        for code, amount in (("OPBD", opening), ("CLBD", closing))
    )


def _entry(
    told: Telling, version: str, reference_of: Callable[[int], str], status: str = "BOOK"
) -> str:
    entry = told.entry
    sts = f"<Cd>{status}</Cd>" if version == "08" else status
    listed = entry.payments[: told.level]
    counted = (
        f"<Btch><NbOfTxs>{len(entry.payments)}</NbOfTxs></Btch>"
        if told.counted or 0 < len(listed) < len(entry.payments)
        else ""
    )
    details = "".join(_detail(p, told, version, reference_of) for p in listed)
    # A day, or a moment of it in another zone: the same day here.
    before = entry.day - timedelta(days=1)
    day = f"<Dt>{entry.day}</Dt>" if told.counted else f"<DtTm>{before}T22:30:00Z</DtTm>"
    return (
        f'<Ntry><Amt Ccy="SAR">{_decimal(entry.amount)}</Amt><CdtDbtInd>{_sign(entry.amount)}</CdtDbtInd>'
        f"{'<RvslInd>true</RvslInd>' if entry.reversal else ''}<Sts>{sts}</Sts><BookgDt>{day}</BookgDt>"
        f"<AcctSvcrRef>{entry.ref}</AcctSvcrRef><BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>"
        f"{f'<NtryDtls>{counted}{details}</NtryDtls>' if counted or details else ''}</Ntry>"
    )


def _detail(
    payment: Payment, told: Telling, version: str, reference_of: Callable[[int], str]
) -> str:
    amount = f'<Amt Ccy="SAR">{_decimal(payment.amount)}</Amt>'
    own = "" if version == "02" else f"<CdtDbtInd>{_sign(payment.amount)}</CdtDbtInd>"
    amounts = (
        amount + own
        if told.place == "Amt"
        else f"{own}<AmtDtls><{told.place}>{amount}</{told.place}></AmtDtls>"
    )
    entry = told.entry
    first = payment is entry.payments[0]
    charged = f'<Amt Ccy="SAR">{_decimal(entry.charges)}</Amt>'
    charges = (
        f"<Chrgs>{charged if version == '02' else f'<Rcrd>{charged}</Rcrd>'}</Chrgs>"
        if entry.charges and entry.told and first
        else ""
    )
    key = f"<AcctSvcrRef>{payment.key}</AcctSvcrRef>" if payment.key else ""
    words = "no word" if payment.firm is None else f"bill {reference_of(payment.firm)} thank you"
    return (
        f"<TxDtls><Refs>{key}<EndToEndId>{payment.name or 'NOTPROVIDED'}</EndToEndId></Refs>{amounts}{charges}"
        f"<RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls>"
    )


def _decimal(amount: int) -> str:
    return f"{abs(amount) // 100}.{abs(amount) % 100:02d}"


def _sign(amount: int) -> str:
    return "CRDT" if amount >= 0 else "DBIT"
