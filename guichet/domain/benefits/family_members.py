"""Who of a family has a share in a month and how much, by the law of the deceased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from guichet.domain.benefits.family_facts import (
    AGE,
    DEPENDENT,
    FACT,
    HEIR,
    JOINED,
    MARRIAGE,
    MARRIED,
    MEMBER,
    RECOVERY,
    RESERVED,
    SHARED,
    SHARES,
    STATES,
    Estate,
)
from guichet.law import country
from guichet.law.awards import Kind, one
from guichet.law.steps import Explained
from guichet.lib.months import add_months, first_day

LATE = "late_members"  # how many came after the others had shared, where a law asks for it
_ASKED: dict[str, Any] = {
    "person": pl.Int64,
    "state": pl.List(pl.Int64),
    "relation": pl.String,
    "born": pl.Date,
    **dict.fromkeys(STATES, pl.Boolean),
}


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody of the family in one state of facts."""

    entitled: bool
    until: date | None  # the last day on which age lets them have a share


class NoSuchLaw(LookupError):
    """The law of the deceased knows no survivors."""


def kind_of(benefit: str, cohort: str) -> Kind:
    """The kind by which a law knows it.

    Raises:
        NoSuchLaw: it does not.
    """
    found = country.benefits.of(benefit, cohort)
    if found is None:
        raise NoSuchLaw(f"{cohort}: no {benefit}")
    return found


class Family:
    """Lookups of one family; small, so it is walked and not framed."""

    def __init__(self, estate: Estate, heirs: pl.DataFrame, facts: pl.DataFrame) -> None:
        self.estate = estate
        order = heirs.sort("born", "person")  # what is left over goes to the eldest
        self.heirs: list[dict[str, Any]] = order.select(*HEIR).rows(named=True)
        self.facts: dict[int, list[tuple[date, str, int]]] = {}
        self.reserved = 0
        for person, what, on, value in facts.select(*FACT).sort("on", "what").iter_rows():
            if what in STATES:
                self.facts.setdefault(person, []).append((on, what, value))
            else:
                self.reserved += value if what == RESERVED else -value
        self.reserved = max(self.reserved - sum(h["from_reserve"] for h in self.heirs), 0)
        self.late = self._behind()
        self._judged: pl.DataFrame | None = None
        self._members = self._judge()
        self._amounts: dict[tuple[date, int, int], list[int]] = {}
        self._first: dict[str, Any] | None = None
        self.cuts = {h["person"]: self._cuts(h) for h in self.heirs}

    def state(self, person: int, month: date) -> tuple[int, ...]:
        """What is known of somebody on the first of a month, in the order of `STATES`."""
        known = dict.fromkeys(STATES, 0)
        for on, what, value in self.facts.get(person, []):
            if on < month:
                known[what] = value
        return tuple(known.values())

    def _judge(self) -> dict[tuple[int, tuple[int, ...]], _Known]:
        """Everybody in each state they are or will be in, by the law, as the family was at its
        first month.
        """
        kind = kind_of(MEMBER, self.estate.cohort)
        start = self.estate.paid_from
        asked: list[dict[str, Any]] = []
        for heir in self.heirs:
            turns = [start, *(add_months(first_day(f[0]), 1) for f in self._of(heir))]
            for state in {self.state(heir["person"], month) for month in turns if month >= start}:
                both = {state, _with(state, MARRIED, 0), _with(state, MARRIED, 1)}
                asked += [
                    {"person": heir["person"], "state": list(one), **_as_asked(heir, one)}
                    for one in both
                ]
        if not asked:
            return {}
        rows = pl.DataFrame(asked, schema=_ASKED).with_columns(
            on=pl.lit(start), cohort=pl.lit(self.estate.cohort)
        )
        judged = self._judged = country.benefits.award(kind.name, rows)
        return {
            (row["person"], tuple(row["state"])): _Known(
                # A birthday that has passed shows in `until`; all else is judged as of the start.
                row["entitled"] and not row["dead"],
                row["until"],
            )
            for row in judged.select("person", "state", "dead", "entitled", "until").rows(
                named=True
            )
        }

    def _of(self, heir: dict[str, Any]) -> list[tuple[date, str, int]]:
        return self.facts.get(heir["person"], [])

    def entitled(self, person: int, month: date) -> bool:
        """Whether somebody has a share in a month."""
        state = self.state(person, month)
        late = any(what == JOINED for _, what, _ in self.facts.get(person, []))
        if late and not state[STATES.index(JOINED)]:
            return False
        known = self._members[person, state]
        return known.entitled and (known.until is None or month <= known.until)

    def months(self) -> list[date]:
        """The first month, and every one from which something may be different."""
        start = self.estate.paid_from
        turns = {start}
        for heir in self.heirs:
            turns |= {add_months(first_day(on), 1) for on, _, _ in self._of(heir)}
        ends = {known.until for known in self._members.values() if known.until}
        turns |= {add_months(first_day(until), 1) for until in ends}
        turns |= {till for cuts in self.cuts.values() for _, _, till in cuts if till}
        turns |= self._changes_of_law()
        return sorted(month for month in turns if month >= start)

    def _changes_of_law(self) -> set[date]:
        """The first months of numbers that shares are worked from: a family has those of the month,
        whether or not anything else happens in it.
        """
        law, kind = country.parameters(), kind_of(SHARES, self.estate.cohort)
        days = {day for tell in kind.tells for key in tell.parameters for day in law.changes(key)}
        return {day if day.day == 1 else add_months(first_day(day), 1) for day in days}

    def shares_of(self, month: date) -> list[dict[str, Any]]:
        """Who has what in a month: ``person``, ``monthly``, ``withheld``."""
        having = [h["person"] for h in self.heirs if self.entitled(h["person"], month)]
        late = [person for person in having if person in self.late]
        first = [person for person in having if person not in self.late]
        members = len(first) + self.reserved
        amounts = self._split(month, members, len(late))
        # Children to come are the youngest of the others: what is kept for them stands last.
        shared = [*zip(first, amounts, strict=False), *zip(late, amounts[members:], strict=True)]
        return [
            {"person": person, "monthly": amount, "withheld": self._withheld(person, month)}
            for person, amount in shared
            if amount
        ]

    def _behind(self) -> set[int]:
        """Those who have only what the others leave: they came late, had no right of themselves,
        and the law knows it so.
        """
        if LATE not in kind_of(SHARES, self.estate.cohort).needs:
            return set()
        kept = country.benefits.hangs_on.get(DEPENDENT, ())
        return {h["person"] for h in self.heirs if h["relation"] in kept and self._joined(h)}

    def _joined(self, heir: dict[str, Any]) -> bool:
        return any(what == JOINED for _, what, _ in self._of(heir))

    def _split(self, month: date, members: int, late: int) -> list[int]:
        if not members + late:
            return []
        found = self._amounts.get((month, members, late))
        if found is None:
            kind = kind_of(SHARES, self.estate.cohort)
            row = {
                "on": month,
                "pension": self.estate.pension,
                "average": self.estate.average,
                "members": members,
                LATE: late,
            }
            worked = one(kind, row, country.parameters())
            self._first = self._first or worked
            found = self._amounts[month, members, late] = worked["shares"]
        return found

    def _cuts(self, heir: dict[str, Any]) -> list[tuple[date, date, date | None]]:
        """When marriage ended a share that was had: the day, the first month without it, and until
        when (the first month paid again) a share given back is withheld; null: never given back.
        """
        person, found = heir["person"], []
        mine = [(on, value) for on, what, value in self._of(heir) if what == MARRIED]
        for at, (on, value) in enumerate(mine):
            month = first_day(on)
            lost = add_months(month, 1)
            if not value or lost <= self.estate.paid_from or not self._had(person, month, lost):
                continue
            back = next((add_months(first_day(d), 1) for d, v in mine[at + 1 :] if not v), None)
            found.append((on, lost, back and self._paid_again(lost, back)))
        return found

    def _had(self, person: int, month: date, lost: date) -> bool:
        if not self.entitled(person, month):
            return False
        then = self._members[person, _with(self.state(person, lost), MARRIED, 0)]
        return then.entitled and not self.entitled(person, lost)

    def _paid_again(self, lost: date, back: date) -> date:
        kind = country.benefits.of(RECOVERY, self.estate.cohort)
        if kind is None:
            return back
        gone = (back.year - lost.year) * 12 + back.month - lost.month
        row = {"on": back, "share": 0, "months_since_cut": gone}
        return add_months(back, int(one(kind, row, country.parameters())["recover_months"]))

    def _withheld(self, person: int, month: date) -> bool:
        """Of what was granted at the first marriage; there is one grant."""
        cuts = self.cuts[person][:1]
        return any(till is not None and lost <= month < till for _, lost, till in cuts)

    def grants(self) -> pl.DataFrame:
        """What marriages bring, each person's first alone."""
        kind = country.benefits.of(MARRIAGE, self.estate.cohort)
        found: list[dict[str, Any]] = []
        for person, cuts in self.cuts.items():
            if kind is None or not cuts:
                continue
            on = cuts[0][0]
            share = self._share(person, first_day(on))
            worked = one(kind, {"on": on, "share": share}, country.parameters())
            found.append({"person": person, "on": on, "amount": int(worked["grant"])})
        frame = pl.DataFrame(found, schema={"person": pl.Int64, "on": pl.Date, "amount": pl.Int64})
        return frame.filter(pl.col("amount") > 0)

    def _share(self, person: int, month: date) -> int:
        # Amounts are those of the stretch a month lies in: a law of later pays no earlier month.
        begins = max(turn for turn in self.months() if turn <= month)
        return next((r["monthly"] for r in self.shares_of(begins) if r["person"] == person), 0)

    def why(self, person: int, last: date) -> str:
        """What ends or changes a share after its last month."""
        following = add_months(last, 1)
        if self.entitled(person, following):
            return SHARED
        before, after = self.state(person, last), self.state(person, following)
        changed = [n for n, b, a in zip(STATES, before, after, strict=True) if b != a]
        return changed[-1] if changed else AGE

    def explained(self) -> tuple[Explained, ...]:
        """Who was found to belong to it, and how the first shares came about."""
        if self._judged is None or self._first is None:
            return ()
        start, law = self.estate.paid_from, country.benefits
        member, shares = (kind_of(name, self.estate.cohort) for name in (MEMBER, SHARES))
        first = [
            row
            for heir in self.heirs
            for row in self._judged.filter(pl.col("person") == heir["person"]).rows(named=True)
            if tuple(row["state"]) == self.state(heir["person"], start)
        ]
        told = [law.explain(member.name, row) for row in first]
        return (*told, law.explain(shares.name, self._first))


def _with(state: tuple[int, ...], what: str, value: int) -> tuple[int, ...]:
    return tuple(value if n == what else old for n, old in zip(STATES, state, strict=True))


def _as_asked(heir: dict[str, Any], state: tuple[int, ...]) -> dict[str, Any]:
    known = {name: bool(value) for name, value in zip(STATES, state, strict=True)}
    return {"relation": heir["relation"], "born": heir["born"], **known}
