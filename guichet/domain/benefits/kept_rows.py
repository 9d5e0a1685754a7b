"""Tables whose rows are written together and never changed: how a group of them is put into one
leaf of the audit log, and held against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.engine import audit, store
from guichet.engine.audit_groups import Group
from guichet.engine.relations import leaves


@dataclass(frozen=True, slots=True)
class Kept:
    """A table and its leaves.

    Args:
        table: with a column ``leaf``.
        kind: of the leaves.
        noun: of the rows, plural, in English.
        done: what was done to them, a participle.
        columns: those a leaf speaks for; together they tell rows apart.
    """

    table: str
    kind: str
    noun: str
    done: str
    columns: Mapping[str, Any]

    def keep(self, rows: pl.DataFrame) -> None:
        """Insert rows with a leaf of their own, in the caller's ``atomic``."""
        leaf = audit.reserve()
        store.insert(self.table, rows.with_columns(leaf=pl.lit(leaf)))
        self.note(rows, leaf)

    def note(self, rows: pl.DataFrame, leaf: int) -> None:
        """Write the leaf of rows that name it, in the caller's ``atomic``."""
        said = {"rows": rows.height, "digest": self._digest(rows)}
        audit.note(self.kind, said, number=leaf)

    def faults(self) -> list[str]:
        """Every group of rows that is not what its leaf says, in English."""
        said = store.rows(
            "SELECT id, (said->>'rows')::bigint, said->>'digest'"
            f" FROM {leaves(self.kind)} l ORDER BY id"
        )
        group = Group(self.noun, self.done, self._read)
        return [*group.strangers(self.table, said), *group.faults(said)]

    def _digest(self, rows: pl.DataFrame) -> str:
        plain = rows.select(pl.col(name).cast(kind) for name, kind in self.columns.items())
        whole = plain.sort(plain.columns, nulls_last=True).write_csv()
        return sha256(whole.encode()).hexdigest()

    def _read(self, first: int, last: int) -> dict[int, tuple[int, str]]:
        named = ", ".join(f'"{name}"' for name in self.columns)
        found = store.fetch(
            f"SELECT leaf, {named} FROM {self.table} WHERE leaf >= %(first)s AND leaf <= %(last)s",
            {"leaf": pl.Int64, **self.columns},
            first=first,
            last=last,
        )
        parts = found.partition_by("leaf", as_dict=True)
        return {leaf: (part.height, self._digest(part)) for (leaf,), part in parts.items()}
