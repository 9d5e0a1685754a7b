"""Benefits of a country: what each kind needs, how it is worked, how its figure is explained.

A country declares its kinds as data: `Kind`s with the columns they need, the expressions that work
them on a frame, and the steps they are told in. One person and a million are the same computation,
in whole minor units; a figure is rounded half up, once. The columns a kind adds are what its steps
are told from, so that the explanation can only say what was worked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

import polars as pl

from guichet.law.faults import first_fault
from guichet.law.parameters import Parameters
from guichet.law.steps import Explained, Figure, Step, Unit, months_told

Type: TypeAlias = "pl.DataType | type[pl.DataType]"
TYPES: dict[Unit, Type] = {
    Unit.DAY: pl.Date,
    Unit.WORD: pl.String,
    Unit.YES: pl.Boolean,
    Unit.SUMS: pl.List(pl.Int64),
    Unit.RATES: pl.List(pl.String),
}
MOST_MONEY = 10**15  # ten thousand milliards: above it nothing was meant


class BenefitError(ValueError):
    """Rows that cannot be worked: a fact is missing, wrong, or the law of that day knows no such
    benefit.
    """


class _Needed:
    """Stands for: there is no usual value, the row must say."""


NEEDED = _Needed()


@dataclass(frozen=True, slots=True)
class Input:
    """A column a kind reads."""

    unit: Unit
    usual: object = NEEDED  # what a row that says nothing is taken for; NEEDED refuses it
    most: int = MOST_MONEY  # of an amount

    @property
    def needed(self) -> bool:
        """Whether every row must say it."""
        return self.usual is NEEDED

    @property
    def type(self) -> Type:
        """The type of the column: whole numbers but for days, words, yes or no."""
        return TYPES.get(self.unit, pl.Int64)


@dataclass(frozen=True, slots=True)
class Tell:
    """A step as it is told: names of columns with their units."""

    name: str
    result: tuple[str, Unit]
    values: tuple[tuple[str, Unit], ...]
    parameters: tuple[str, ...]
    article: str
    when: str = ""  # a Boolean column: the step was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A benefit of one law."""

    name: str
    needs: Mapping[str, Input]
    work: Callable[[pl.DataFrame, Parameters], pl.DataFrame]
    gives: Mapping[str, Unit]
    tells: tuple[Tell, ...] = ()
    day: str = "on"  # the column whose day picks the dated numbers


Facts: TypeAlias = Callable[[pl.DataFrame, date, Parameters], pl.DataFrame]
History: TypeAlias = Callable[[pl.DataFrame, Parameters], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Benefits:
    """All kinds of a country, by name, and which of them a person's law names for a benefit."""

    kinds: Mapping[str, Kind]
    numbers: Callable[[], Parameters]
    by_law: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (benefit, cohort): kind
    from_history: Mapping[str, Facts] = field(
        default_factory=dict
    )  # kind: what its facts are made by
    from_periods: Mapping[str, History] = field(
        default_factory=dict
    )  # kind: what its history is made by
    # kind: what it is worked from where that is what was paid in (`person`, `month`, `amount`): a
    # row for each part that is worked by itself, `unknown` saying what stands in its way
    from_paid: Mapping[str, Facts] = field(default_factory=dict)
    # The day whose months held a right asks for beside those held today: that of a change of law.
    held_on: Callable[[], date] | None = None
    # kind: the numbers that go on applying to pensions in payment as they change, such as minima.
    kept_up: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept_up_rule: str = ""  # the parameter by which the law of a day says so, yes or no
    # What ministries know of survivors (``student``, ``disabled``), and whether the deceased kept
    # them (``dependent``): the relations to the deceased whose share may hang on it, by any law of
    # the country; of nobody else is it asked.
    hangs_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, benefit: str, cohort: str) -> Kind | None:
        """The kind by which a person's law knows a benefit; None: it does not know it."""
        name = self.by_law.get((benefit, cohort))
        return self.kinds[name] if name else None

    def kind(self, name: str) -> Kind:
        """A kind by its name.

        Raises:
            BenefitError: there is none.
        """
        try:
            return self.kinds[name]
        except KeyError:
            raise BenefitError(
                f"no benefit {name!r}; known: {', '.join(sorted(self.kinds))}"
            ) from None

    def history(
        self, name: str, periods: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Stretches of one wage (`person`, `month`, `wage`, `parts`) from `person`, `started_on`,
        `ended_on`, `wage`.

        Raises:
            BenefitError: the kind is not made from what was contributed.
        """
        return self._made(self.from_periods, name)(periods, parameters or self.numbers())

    def facts(
        self, name: str, history: pl.DataFrame, on: date, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """A row of `person`, `on` and the facts of a kind for each person of a history, by the law
        of a day.

        Raises:
            BenefitError: the history is out of order, or the kind is not made from one.
        """
        return self._made(self.from_history, name)(history, on, parameters or self.numbers())

    def raises(
        self, name: str, since: date, until: date, *, parameters: Parameters | None = None
    ) -> dict[date, Parameters]:
        """The days after ``since``, ``until`` at the latest, from which a pension of a kind that
        was decided on ``since`` is reckoned by other numbers though nothing else has changed; and
        those numbers.
        """
        law, keys = parameters or self.numbers(), self.kept_up.get(name, ())
        days = {day for key in keys for day in law.changes(key) if since < day <= until}
        return {
            day: law.as_of(keys, day) for day in sorted(days) if law.yes(self.kept_up_rule, day)
        }

    def _made(
        self, makers: Mapping[str, Callable[..., pl.DataFrame]], name: str
    ) -> Callable[..., pl.DataFrame]:
        if name not in makers:
            raise BenefitError(f"{self.kind(name).name} is not made from what was contributed")
        return makers[name]

    def award(
        self, name: str, frame: pl.DataFrame, *, parameters: Parameters | None = None
    ) -> pl.DataFrame:
        """Add what a kind gives, and the columns its steps are told from, to rows of what it needs;
        their order is kept.

        Raises:
            BenefitError: a column or a fact is missing or wrong; row and column are named.
        """
        kind = self.kind(name)
        return kind.work(prepared(kind, frame), parameters or self.numbers())

    def explain(
        self, name: str, row: Mapping[str, Any], *, parameters: Parameters | None = None
    ) -> Explained:
        """The steps of one row that `award` gave."""
        kind, law = self.kind(name), parameters or self.numbers()
        on = row[kind.day]
        taken = (tell for tell in kind.tells if not tell.when or row[tell.when])
        return Explained(name, on, law.version, tuple(_step(tell, row, law, on) for tell in taken))


def _step(tell: Tell, row: Mapping[str, Any], law: Parameters, on: date) -> Step:
    return Step(
        tell.name,
        _figure(*tell.result, row),
        tuple(_figure(*value, row) for value in tell.values if row[value[0]] is not None),
        tuple(law.explain(key, on) for key in tell.parameters if law.in_force(key, on)),
        tell.article,
    )


def _figure(column: str, unit: Unit, row: Mapping[str, Any]) -> Figure:
    value: Any = row[column]
    if unit is Unit.MONTHS and isinstance(value, int):
        value = months_told(value)
    elif unit is Unit.SHARE and isinstance(value, int):
        value = Fraction(value, 1_000_000)
    elif isinstance(value, list):
        value = tuple(value)
    return Figure(column.lstrip("_"), value, unit)


def prepared(kind: Kind, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column of the kind, checked.

    Raises:
        BenefitError: a column is missing, is of another type, or holds what cannot be.
    """
    if missing := [n for n, i in kind.needs.items() if i.needed and n not in frame.columns]:
        raise BenefitError(f"{kind.name}: missing columns: {', '.join(missing)}")
    columns = []
    for name, wanted in kind.needs.items():
        usual = pl.lit(None if wanted.needed else wanted.usual, dtype=wanted.type)
        if name not in frame.columns:
            columns.append(usual.alias(name))
        else:
            _refuse_type(kind.name, name, frame.schema[name], wanted.type)
            given = pl.col(name).cast(wanted.type)
            columns.append(given if wanted.usual in (NEEDED, None) else given.fill_null(usual))
    rows = frame.with_columns(columns)
    _refuse_rows(kind, rows)
    return rows


def _refuse_type(kind: str, name: str, found: pl.DataType, wanted: Type) -> None:
    fits = found == wanted or found == pl.Null or (wanted == pl.Int64 and found.is_integer())
    if not fits:
        raise BenefitError(f"{kind}: {name} is {found}, not {wanted}")


def _refuse_rows(kind: Kind, rows: pl.DataFrame) -> None:
    """A missing fact must never become nought, so it is an error and not a guess."""
    faults: dict[str, pl.Expr] = {}
    for name, wanted in kind.needs.items():
        if wanted.needed:
            faults[f"{name} is missing"] = pl.col(name).is_null()
        if wanted.type == pl.Int64:
            faults[f"{name} is negative"] = pl.col(name) < 0
        if wanted.unit is Unit.MONEY:
            faults[f"{name} is no amount that was meant"] = pl.col(name) > wanted.most
    if fault := first_fault(rows, faults):
        raise BenefitError(f"{kind.name}: {fault}")


def refuse(rows: pl.DataFrame, fault: pl.Expr, why: str) -> None:
    """Name the first row for which a fault holds.

    Raises:
        BenefitError: there is one.
    """
    if found := first_fault(rows, {why: fault}):
        raise BenefitError(found)


def told(unit: Unit, *names: str) -> tuple[tuple[str, Unit], ...]:
    """Columns of one unit, for a step."""
    return tuple((name, unit) for name in names)


def one(kind: Kind, row: Mapping[str, Any], law: Parameters) -> dict[str, Any]:
    """One row worked."""
    types = {name: kind.needs[name].type for name in row if name in kind.needs}
    frame = pl.DataFrame([row], schema_overrides=types)
    return kind.work(prepared(kind, frame), law).row(0, named=True)
