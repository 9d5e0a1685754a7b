"""A batch: one or many askings of one service, travelling together.

``frame`` holds every row with its raw text (``raw_<field>``), typed values (``<field>``) and
whatever a service joins to it; ``position`` (UInt32) names a row inside the batch. Findings are
kept beside it, so that a row is told everything that is wrong with it and not only the first thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from guichet.engine.context import HOME, Context
from guichet.engine.levels import within
from guichet.engine.refusal import Refusal, Severity
from guichet.engine.service import DECIDED_WITHIN, Outcome, Service

__all__ = ["APPROVED", "DECIDED_WITHIN", "FINDING", "VERDICT", "Batch"]
FINDING = {
    "position": pl.UInt32,
    "field": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "values": pl.String,  # JSON object filling the places of the sentence
}

APPROVED = Refusal(
    "approved-by-a-person",
    ar="وافقت المؤسسة على الطلب: {reason}",
    en="The institution approved it: {reason}",
    fr="L’institution l’a approuvé\u202f: {reason}",
    severity=Severity.WARNING,
)


@dataclass(slots=True)
class Batch:
    """What a service's ``decide`` and ``apply`` work on."""

    service: type[Service]
    context: Context
    frame: pl.DataFrame
    findings: list[pl.DataFrame] = field(default_factory=list)
    stopped: list[pl.DataFrame] = field(default_factory=list)  # position, outcome, repeats
    answered: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)  # columns holding evidence ids
    changes: dict[str, int] = field(default_factory=dict)  # what would change, for previews
    # Positions whose value of a field could not be read: told once, by the field itself.
    unreadable: dict[str, pl.Series] = field(default_factory=dict)
    aside: pl.DataFrame | None = None  # rows that must not be looked at further
    # Rows that say the same as an earlier row of this batch (``position, twin_of``), and those
    # rows.
    twins: pl.DataFrame | None = None
    twin_rows: pl.DataFrame | None = None
    citations: dict[str, str] = field(default_factory=dict)  # what the decision rests on
    notices: set[str] = field(default_factory=set)  # codes by which rows were set aside
    levels: list[pl.DataFrame] = field(default_factory=list)  # position, _level: who decides

    def add(self, columns: pl.DataFrame) -> None:
        """Take a frame that has this batch's rows in order, with more columns.

        Raises:
            ValueError: it has not as many rows.
        """
        if columns.height != self.frame.height:
            raise ValueError(f"{self.service.key}: {columns.height} rows for {self.frame.height}")
        self.frame = columns

    def look_up(self, facts: pl.DataFrame, on: str | list[str]) -> None:
        """Join facts about the rows; at most one fact a row, and rows keep their order."""
        self.add(self.frame.join(facts, on=on, how="left", maintain_order="left"))

    def compute(self, *columns: pl.Expr, **named: pl.Expr) -> None:
        """Add columns computed from the frame."""
        self.frame = self.frame.with_columns(*columns, **named)

    def answer(self, **columns: pl.Expr) -> None:
        """Fill the service's ``Output`` fields.

        Raises:
            KeyError: the service has no such output.
        """
        unknown = set(columns) - set(self.service.outputs)
        if unknown:
            raise KeyError(f"{self.service.key} has no output {', '.join(sorted(unknown))}")
        self.frame = self.frame.with_columns(**{f"out_{n}": c for n, c in columns.items()})
        self.answered += [name for name in columns if name not in self.answered]

    def refuse(
        self,
        where: pl.Expr | pl.Series,
        refusal: Refusal,
        field: str = "",
        **values: pl.Expr | str,
    ) -> None:
        """Say ``refusal`` about ``field`` of every row where ``where`` holds (null counts as no).

        A warning informs and lets the row go on. ``values`` fill the sentence; an expression is
        read as text.
        """
        rows = self._readable(self.frame.filter(where), field, values)
        if rows.is_empty():
            return
        self.findings.append(_findings(rows, refusal, field, values))
        if refusal.severity is Severity.ERROR:
            self._stop(rows, Outcome.REFUSED)

    def hold(self, where: pl.Expr, why: Refusal, field: str = "", **values: pl.Expr | str) -> None:
        """Keep the rows until a check can be asked; they resume by themselves."""
        self._set_aside(where, Outcome.HELD, why, field, values)

    def refer(
        self,
        where: pl.Expr,
        why: Refusal,
        field: str = "",
        *,
        level: str = "",
        **values: pl.Expr | str,
    ) -> None:
        """Hand the rows to a person, who must decide by a deadline; what a person has approved goes
        on.

        The sentence names the day as ``{by}``. ``level`` is one of the service's `levels`.
        """
        ruling = self.context.ruling
        if ruling is not None and ruling.approved:
            self.refuse(where, APPROVED, reason=ruling.reason)
            return
        due = self.context.now + within(self.service, level, self.context.today)
        by = due.astimezone(HOME).date()
        if level:
            rows = self.frame.filter(where).select("position", _level=pl.lit(level))
            self.levels.append(rows)
        self._set_aside(where, Outcome.REFERRED, why, field, {"by": by.isoformat(), **values})

    def keep_waiting(
        self, where: pl.Expr, why: Refusal, field: str = "", **values: pl.Expr | str
    ) -> None:
        """What a person has approved is not carried out as it stands: the case waits on, and
        whoever ruled is told why.
        """
        self._set_aside(where, Outcome.REFERRED, why, field, values)

    def cite(self, **versions: str) -> None:
        """Name what the decision rests on, such as ``law=parameters.version``; it stands in every
        receipt.
        """
        self.citations.update(versions)

    def repeat(self, where: pl.Expr, transaction: pl.Expr) -> None:
        """These rows ask for what already is: no effect, and the receipt of ``transaction``, the
        first.
        """
        rows = self.frame.filter(where).select(
            "position", outcome=pl.lit(Outcome.ACCEPTED.value), repeats=transaction.cast(pl.Int64)
        )
        if not rows.is_empty():
            self.stopped.append(rows)

    def _set_aside(
        self,
        where: pl.Expr,
        outcome: Outcome,
        why: Refusal,
        field: str,
        values: dict[str, pl.Expr | str],
    ) -> None:
        rows = self._readable(self.frame.filter(where), field, values)
        if not rows.is_empty():
            self.findings.append(_findings(rows, why, field, values))
            self.notices.add(why.code)
            self._stop(rows, outcome)

    def _readable(
        self, rows: pl.DataFrame, field: str, values: dict[str, pl.Expr | str]
    ) -> pl.DataFrame:
        """The rows that can be told so: neither the field nor anything the sentence names was
        unreadable.
        """
        if not self.unreadable or rows.is_empty():
            return rows
        named = {n for v in values.values() if isinstance(v, pl.Expr) for n in v.meta.root_names()}
        for name in self.unreadable.keys() & {field, *named}:
            rows = rows.filter(~pl.col("position").is_in(self.unreadable[name].implode()))
        return rows

    def join_equal(self, same: list[str]) -> None:
        """Count rows once that came to ask for the same: of those nothing stands against and which
        are equal in these columns, the later ones end as the first does. To be called before
        `answer`.
        """
        first = pl.col("position").min().over(same)
        twins = self.standing().select("position", twin_of=first)
        twins = twins.filter(pl.col("position") != pl.col("twin_of"))
        if twins.is_empty():
            return
        hidden = pl.col("position").is_in(twins["position"].implode())
        rows = self.frame.filter(hidden)
        if self.twins is not None and self.twin_rows is not None:
            # Whoever was a twin of one of these is a twin of its first.
            moved = pl.col("twin_of").replace(twins["position"], twins["twin_of"])
            twins = pl.concat([self.twins.with_columns(moved), twins])
            rows = pl.concat([self.twin_rows, rows], how="diagonal")
        self.twins, self.twin_rows = twins, rows
        self.frame = self.frame.filter(~hidden)

    def put_aside(self, positions: pl.Series) -> None:
        """Take rows out of sight of the service; they are still recorded with what was said of
        them.
        """
        if not len(positions):
            return
        out = pl.col("position").is_in(positions.implode())
        rows = self.frame.filter(out)
        self.aside = rows if self.aside is None else pl.concat([self.aside, rows], how="diagonal")
        self.frame = self.frame.filter(~out)

    def copy(self) -> Batch:
        """A batch to decide on that leaves this one as it is, for another attempt."""
        return replace(
            self,
            findings=list(self.findings),
            stopped=list(self.stopped),
            answered=list(self.answered),
            evidence=list(self.evidence),
            changes=dict(self.changes),
            notices=set(self.notices),
            levels=list(self.levels),
            citations=dict(self.citations),
        )

    def _stop(self, rows: pl.DataFrame, outcome: Outcome) -> None:
        self.stopped.append(
            rows.select(
                "position",
                outcome=pl.lit(outcome.value),
                repeats=pl.lit(None, dtype=pl.Int64),
            )
        )

    def verdicts(self) -> pl.DataFrame:
        """Position, outcome and repeats of every row that does not simply go on; one line a row.

        A refusal outweighs being set aside, which outweighs a repetition: nothing wrong is ever
        accepted.
        """
        if not self.stopped:
            return pl.DataFrame(schema=VERDICT)
        weight = pl.col("outcome").replace_strict(_WEIGHT, return_dtype=pl.Int8)
        return (
            pl.concat(self.stopped)
            .sort("position", weight, "repeats", nulls_last=True)
            .unique("position", keep="first", maintain_order=True)
        )

    def standing(self) -> pl.DataFrame:
        """The rows nothing stands against."""
        if not self.stopped:
            return self.frame
        return self.frame.join(
            self.verdicts().select("position"), on="position", how="anti", maintain_order="left"
        )


VERDICT = {"position": pl.UInt32, "outcome": pl.String, "repeats": pl.Int64}
_WEIGHT = {
    Outcome.REFUSED.value: 0,
    Outcome.HELD.value: 1,
    Outcome.REFERRED.value: 2,
    Outcome.ACCEPTED.value: 3,
}


def _findings(
    rows: pl.DataFrame, refusal: Refusal, field: str, values: dict[str, pl.Expr | str]
) -> pl.DataFrame:
    given = {
        name: pl.lit(v) if isinstance(v, str) else v.cast(pl.String) for name, v in values.items()
    }
    if field:
        given.setdefault("value", _raw_value(rows, field))
    text = pl.struct(**given).struct.json_encode() if given else pl.lit("{}")
    return rows.select(
        "position",
        field=pl.lit(field),
        code=pl.lit(refusal.code),
        severity=pl.lit(refusal.severity.value),
        values=text,
    ).cast(FINDING)  # type: ignore[arg-type]


def _raw_value(rows: pl.DataFrame, field: str) -> pl.Expr:
    raw = f"raw_{field}"
    if raw in rows.columns:
        return pl.col(raw)
    return pl.col(field).cast(pl.String) if field in rows.columns else pl.lit("")
