"""An entry told and one booked, held against each other line by line: the same, less of it, more of
it, or another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl

from guichet.domain.iso20022.entries import REST, WHOLE
from guichet.domain.payments import references
from guichet.domain.payments.bank.days import scheme_of
from guichet.engine import store

UNDONE = "undone"  # the part of a line that takes another back
NO_NAME = ("", "NOTPROVIDED")  # what banks write where the payer gave none
_FIXED = ("payout", "return", "payment-returned")  # meanings of lines that are explained already


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A line, told or booked: what matters for being the same."""

    row: int
    amount: int
    vague: bool  # says nothing of whose it is
    named: int | None  # whom its reference names
    payer: str  # the payer's own name for it
    words: str  # of a detail, letters and digits alone
    bare: bool = False  # the entry itself, without any details
    many: bool = False  # the same, known to be of many payments

    def fits(self, booked: ComparedLine) -> bool:
        """Whether it is the booked one, and tells nothing of whose it is that was not known."""
        if self.amount != booked.amount or self.contradicts(booked):
            return False
        tells_more = (
            (self.many and not booked.many)
            or (self.named is not None and booked.named is None)
            or (self.payer and not booked.payer)
        )
        return not (tells_more and booked.vague)

    def contradicts(self, booked: ComparedLine) -> bool:
        """Whether the two cannot be the same payment, both of one amount."""
        if self.payer and booked.payer and self.payer != booked.payer:
            return True
        if self.named is not None and booked.named is not None:
            return self.named != booked.named
        if self.named is not None or booked.named is not None or not (self.words and booked.words):
            return False
        # One file may have the words shortened.
        return not (self.words.startswith(booked.words) or booked.words.startswith(self.words))


@dataclass(frozen=True, slots=True)
class ComparedEntry:
    """An entry, told or booked."""

    amount: int
    lines: tuple[ComparedLine, ...]
    complete: bool = False
    reversal: bool | None = None  # of entries booked long ago it is not known
    copy: int = 0
    next_place: int = 0

    @property
    def many(self) -> bool:
        """Whether it is of many payments that nobody listed."""
        return any(line.many for line in self.lines)


def leftovers(
    told: ComparedEntry, booked: ComparedEntry
) -> tuple[list[ComparedLine], list[ComparedLine]]:
    """What of each has no equal in the other."""
    ours = list(booked.lines)
    theirs = []
    for line in told.lines:
        match = next((b for b in ours if line.fits(b)), None)
        if match is None:
            theirs.append(line)
        else:
            ours.remove(match)
    return theirs, ours


def same(told: ComparedEntry, booked: ComparedEntry) -> bool:
    """Whether the two tell the same."""
    return leftovers(told, booked) == ([], [])


def less(told: ComparedEntry, booked: ComparedEntry) -> bool:
    """Whether all that is told beyond what is booked says nothing of whose it is."""
    theirs, _ = leftovers(told, booked)
    if any(line.many for line in theirs) and len(booked.lines) == 1 and not booked.lines[0].bare:
        return False  # many payments are not the one that was told
    return all(line.vague for line in theirs)


def more(told: ComparedEntry, booked: ComparedEntry) -> bool:
    """Whether what is told explains what is booked of it as nobody’s."""
    theirs, ours = leftovers(told, booked)
    if not all(line.vague for line in ours):
        return False
    if all(
        line.vague for line in theirs
    ):  # that it is of many payments is something to know; so is a finer list
        many = any(line.many for line in theirs)
        return all(line.bare for line in ours) if many else len(theirs) > len(ours)
    if any(line.many for line in ours) and len(told.lines) == 1:
        return False
    if len(theirs) == len(ours) == 1:
        return not theirs[0].contradicts(ours[0])
    payers = {line.payer for line in theirs}
    return all(not line.payer or line.payer in payers for line in ours)


Keyed = tuple[tuple[str, str, date], ComparedEntry]


def by_group(entries: Iterable[Keyed]) -> dict[tuple[str, str, date], list[ComparedEntry]]:
    """Those of each account, reference and day, in their order."""
    found: dict[tuple[str, str, date], list[ComparedEntry]] = {}
    for key, entry in entries:
        found.setdefault(key, []).append(entry)
    return found


def of_file(lines: pl.DataFrame) -> Iterator[Keyed]:
    """The entries of a file, from its lines with their ``row``."""
    for _, part in groupby(_rows(lines), key=lambda row: row["entry"]):
        rows = list(part)
        first = rows[0]
        made = tuple(_line(r, vague=_is_vague(r), many=bool(r["batched"])) for r in rows)
        yield (
            _key(first),
            ComparedEntry(first["entry_amount"], made, first["complete"], first["reversal"]),
        )


def booked(known: pl.DataFrame, movable: set[str]) -> Iterator[Keyed]:
    """Booked entries with the lines that stand, from columns of `telling.KNOWN`."""
    rows = _rows(known.with_row_index("row"))
    for _, part in groupby(rows, key=lambda r: (*_key(r), r["entry_amount"], r["copy"])):
        all_ = list(part)
        first = all_[0]
        standing = [r for r in all_ if r["part"] != UNDONE]
        for taken in (r for r in all_ if r["part"] == UNDONE):
            standing.remove(
                next(r for r in standing if r["bank_key"] == undone_of(taken["bank_key"]))
            )
        made = tuple(
            _line(r, vague=_may_move(r, movable), many=r["meaning"] == "settlement")
            for r in standing
        )
        yield (
            _key(first),
            ComparedEntry(
                first["entry_amount"],
                made,
                reversal=first["reversal"],
                copy=first["copy"],
                next_place=all_[-1]["place"] + 1,
            ),
        )


_UNDONE = "/undone"


def undoing(key: pl.Expr) -> pl.Expr:
    """How the line that takes a booked one back is called."""
    return key + _UNDONE


def undone_of(key: str) -> str:
    """Which line the one of that name takes back."""
    return key.removesuffix(_UNDONE)


def _rows(lines: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Each line with whom its reference ``named``, as one number."""
    read = references.read(lines["reference"])
    months = read["month"].dt.to_string("%Y%m").cast(pl.Int64).fill_null(0)
    return lines.with_columns(named=read["establishment"] * 1_000_000 + months).iter_rows(
        named=True
    )


def _key(row: dict[str, Any]) -> tuple[str, str, date]:
    return row["account"], row["entry_ref"], row["booked_on"]


def _payer(row: dict[str, Any]) -> str:
    return "" if row["end_to_end"] in NO_NAME else row["end_to_end"]


def _words(row: dict[str, Any]) -> str:
    return "" if row["part"] == WHOLE else "".join(filter(str.isalnum, row["reference"].casefold()))


def _line(row: dict[str, Any], *, vague: bool, many: bool) -> ComparedLine:
    bare = row["part"] == WHOLE
    many = many and bare and row["amount"] > 0
    return ComparedLine(
        row["row"], row["amount"], vague, row["named"], _payer(row), _words(row), bare, many
    )


def _is_vague(row: dict[str, Any]) -> bool:
    return row["part"] == REST or (
        row["named"] is None and not _payer(row) and (row["part"] == WHOLE or not row["reference"])
    )


def _may_move(row: dict[str, Any], movable: set[str]) -> bool:
    """Whether a booked line may make room: nobody was given it yet, and nothing of ours explains
    it.
    """
    if row["meaning"] == "payment":
        return row["named"] is None and f"{row['account']}\x1f{row['bank_key']}" in movable
    return row["named"] is None and row["meaning"] not in _FIXED


def movable(known: pl.DataFrame) -> set[str]:
    """Payments in suspense that nobody was assigned and of which nothing was taken back, as account
    and key.
    """
    paid = known.filter((pl.col("meaning") == "payment") & (pl.col("part") != UNDONE))
    if paid.is_empty():
        return set()
    found = store.fetch(
        "SELECT a.account, p.scheme_key FROM unnest(%(accounts)s::text[], %(schemes)s::text[], %(keys)s::text[])"
        " a(account, scheme, scheme_key) JOIN payments_payment p USING (scheme, scheme_key)"
        " WHERE p.establishment IS NULL AND p.journal_id IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM payments_assignment s WHERE s.payment_id = p.id)"
        " AND NOT EXISTS (SELECT FROM payments_reversal r WHERE r.payment_id = p.id)"
        " AND NOT EXISTS (SELECT FROM payments_return t WHERE t.scheme = p.scheme AND t.scheme_key = p.scheme_key)",
        {"account": pl.String, "key": pl.String},
        accounts=paid["account"],
        schemes=paid.select(scheme=scheme_of(pl.col("account")))["scheme"],
        keys=paid["bank_key"],
    )
    return {f"{account}\x1f{key}" for account, key in found.iter_rows()}
