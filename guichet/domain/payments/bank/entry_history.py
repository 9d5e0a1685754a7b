"""What a file tells of entries, against what was told of them before.

An entry is the account's, the bank's reference, the day, the amount and whether it is a reversal,
and how many alike there were before it in its file. Told again it is the same; told with its
details after it was told as a whole, the whole makes room for them; told with other content it is a
conflict, which is said and not booked. So the books are the same in whatever order files come, and
however often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from guichet.domain.payments.bank import entry_comparison
from guichet.domain.payments.bank.entry_comparison import ComparedEntry
from guichet.engine import store

GROUP = ["account", "entry_ref", "booked_on"]  # of entries that may be one another
KNOWN = {
    "account": pl.String,
    "entry_ref": pl.String,
    "booked_on": pl.Date,
    "entry_amount": pl.Int64,
    "copy": pl.Int64,
    "place": pl.Int64,
    "part": pl.String,
    "bank_key": pl.String,
    "amount": pl.Int64,
    "reference": pl.String,
    "end_to_end": pl.String,
    "meaning": pl.String,
    "reversal": pl.Boolean,
}
CONFLICT = {
    "account": pl.String,
    "key": pl.String,
    "day": pl.Date,
    "ours": pl.Int64,
    "theirs": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be done."""

    fresh: pl.DataFrame  # lines to book: columns of ``lines``, with ``copy`` and ``place``
    undone: (
        pl.DataFrame
    )  # booked lines that make room for them: `KNOWN`, with the ``place`` of what takes them back
    conflicts: pl.DataFrame  # columns of `CONFLICT`


def judge(lines: pl.DataFrame) -> Judged:
    """What a file's lines change. ``lines`` has columns of ``iso20022.entries.ENTRY``, ``complete``
    (of a statement with balances).

    Whose entries they are is held by the caller, inside its ``atomic``.
    """
    first = lines.unique("entry", keep="first", maintain_order=True)
    alike = [*GROUP, "entry_amount"]
    entries = first.select("entry", *alike, "complete", copy=pl.int_range(pl.len()).over(alike) + 1)
    known = _known(entries)
    whole = entries.join(known, on=GROUP, how="anti", maintain_order="left")
    fresh = lines.join(
        whole.select("entry", "copy"), on="entry", how="inner", maintain_order="left"
    )
    fresh = fresh.with_columns(place=pl.int_range(pl.len()).over("entry"))
    if known.is_empty():
        return Judged(fresh, _none(KNOWN), _none(CONFLICT))
    left = _not_the_very_same(
        entries.join(whole, on="entry", how="anti", maintain_order="left"), lines, known
    )
    some = lines.with_row_index("row").join(
        left.select("entry"), on="entry", how="semi", maintain_order="left"
    )
    known = known.join(
        some, on=GROUP, how="semi", maintain_order="left"
    )  # the rest is told again as it stands
    work = _Work()
    for told in _groups(some, known):
        told.judge(work)
    more = lines[[row for row, *_ in work.booked]] if work.booked else lines.clear()
    more = more.with_columns(
        copy=pl.Series([copy for _, copy, _ in work.booked], dtype=pl.Int64),
        place=pl.Series([place for *_, place in work.booked], dtype=pl.Int64),
    )
    undone = known[[row for row, _ in work.undone]] if work.undone else known.clear()
    undone = undone.with_columns(
        place=pl.Series([place for _, place in work.undone], dtype=pl.Int64)
    )
    return Judged(
        pl.concat([fresh, more.select(fresh.columns)]),
        undone,
        pl.DataFrame(work.conflicts, schema=CONFLICT, orient="row"),
    )


def _none(schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


def _known(entries: pl.DataFrame) -> pl.DataFrame:
    """The booked lines of the same account, reference and day: columns of `KNOWN`, in the order
    they were booked.
    """
    keys = entries.select(GROUP).unique()
    return store.fetch(
        f"SELECT {', '.join(f'e.{name}' for name in KNOWN)}"
        " FROM unnest(%(accounts)s::text[], %(refs)s::text[], %(days)s::date[]) a(account, entry_ref, booked_on)"
        " JOIN payments_entry e USING (account, entry_ref, booked_on) WHERE e.meaning <> 'opening'"
        " ORDER BY e.account, e.entry_ref, e.booked_on, e.entry_amount, e.copy, e.place",
        KNOWN,
        accounts=keys["account"],
        refs=keys["entry_ref"],
        days=keys["booked_on"],
    )


def _not_the_very_same(
    entries: pl.DataFrame, lines: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame:
    """Without the most that is told twice: an entry of one line, which is booked as it is, and no
    other like it.
    """
    same = [*GROUP, "entry_amount", "copy", "amount", "reference", "end_to_end"]
    told = lines.join(entries.select("entry", "copy"), on="entry")
    told = told.filter((pl.len().over("entry") == 1) & (pl.len().over(GROUP) == 1))
    told = told.filter(~pl.col("batched"))  # that it is of many may not have been told before
    alone = known.filter(pl.len().over(GROUP) == 1).select(*same, was="reversal")
    again = told.join(alone, on=same).filter(
        (pl.col("was") == pl.col("reversal")).fill_null(value=True)
    )
    return entries.join(again, on="entry", how="anti", maintain_order="left")


@dataclass(slots=True)
class _Work:
    """What comes of it, gathered."""

    booked: list[tuple[int, int, int]] = field(default_factory=list)  # row of a line, copy, place
    undone: list[tuple[int, int]] = field(default_factory=list)  # row of a booked line, place
    conflicts: list[tuple[str, str, date, int | None, int]] = field(default_factory=list)


class _Told:
    """The entries that a file tells of one account, reference and day, and those that are
    booked.
    """

    def __init__(
        self, key: tuple[str, str, date], told: list[ComparedEntry], booked: list[ComparedEntry]
    ) -> None:
        self._key, self._told, self._booked = key, told, booked
        self._copies = Counter[int]()  # of each amount, the highest
        for entry in booked:
            self._copies[entry.amount] = max(self._copies[entry.amount], entry.copy)

    def judge(self, work: _Work) -> None:
        """Say what is new, what makes room, and what contradicts."""
        ours, theirs = (Counter(e.amount for e in which) for which in (self._booked, self._told))
        # A statement that tells all of a day and lacks what was booked corrects it; a person looks
        # at corrections.
        corrected = any(e.complete for e in self._told) and bool(ours - theirs)
        for amount, reversal in dict.fromkeys((e.amount, e.reversal) for e in self._told):
            told = [e for e in self._told if (e.amount, e.reversal) == (amount, reversal)]
            booked = [
                e for e in self._booked if e.amount == amount and e.reversal in (reversal, None)
            ]
            if corrected and len(told) > len(booked):
                was = next(iter((ours - theirs).elements()))
                work.conflicts.extend((*self._where(), was, amount) for _ in told[len(booked) :])
                told = told[: len(booked)]
            self._pair(told, booked, work)

    def _pair(self, told: list[ComparedEntry], booked: list[ComparedEntry], work: _Work) -> None:
        room = max(len(told) - len(booked), 0)  # how many there are more than were told before
        # Who says whose it is chooses first: who does not is content with any.
        left = sorted(told, key=lambda e: (all(line.vague for line in e.lines), not e.many))
        # Several payments are sooner an entry that is known to be of many.
        free = sorted(booked, key=lambda e: not e.many)
        for way in (entry_comparison.same, entry_comparison.more, entry_comparison.less):
            for one in list(left):
                if way is entry_comparison.same and all(line.vague for line in one.lines):
                    continue
                sooner = free if len(one.lines) > 1 else free[::-1]
                if (match := next((b for b in sooner if way(one, b)), None)) is not None:
                    left.remove(one)
                    free.remove(match)
                    self._booked.remove(
                        match
                    )  # of whose mark nobody knows is the other mark's no more
                    if way is entry_comparison.more:
                        _make_room(one, match, work)
        for one in left:
            if room:
                room, self._copies[one.amount] = room - 1, self._copies[one.amount] + 1
                copy = self._copies[one.amount]
                work.booked.extend((line.row, copy, place) for place, line in enumerate(one.lines))
            else:
                work.conflicts.append((*self._where(), one.amount, one.amount))

    def _where(self) -> tuple[str, str, date]:
        return self._key


def _make_room(told: ComparedEntry, booked: ComparedEntry, work: _Work) -> None:
    theirs, ours = entry_comparison.leftovers(told, booked)
    places = iter(range(booked.next_place, booked.next_place + len(ours) + len(theirs)))
    work.undone.extend((line.row, next(places)) for line in ours)
    work.booked.extend((line.row, booked.copy, next(places)) for line in theirs)


def _groups(lines: pl.DataFrame, known: pl.DataFrame) -> Iterator[_Told]:
    booked = entry_comparison.by_group(
        entry_comparison.booked(known, entry_comparison.movable(known))
    )
    for key, told in entry_comparison.by_group(entry_comparison.of_file(lines)).items():
        yield _Told(key, told, booked.get(key, []))
