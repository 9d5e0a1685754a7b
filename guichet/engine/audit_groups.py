"""Rows that are written together name one leaf of the audit log, which says how many they are and
their digest; here each group is held against its leaf, one way for every table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from guichet.engine import store

Leaf: TypeAlias = "tuple[int, int, str]"  # its id, how many rows it speaks of, their digest
# Of the leaves from one id to another: how many rows name each, and their digest.
Read: TypeAlias = "Callable[[int, int], dict[int, tuple[int, str]]]"
_LEAVES, _ROWS = 2_000, 50_000  # looked at together, at most


@dataclass(frozen=True, slots=True)
class Group:
    """How rows and leaves of a kind are compared and told of.

    Args:
        noun: of the rows, plural, in English.
        done: what was done to them, a participle.
        read: the rows as they stand.
    """

    noun: str
    done: str
    read: Read

    def faults(self, said: list[Leaf]) -> list[str]:
        """Every group that is not what its leaf says, in English.

        Args:
            said: the leaves, by id.
        """
        faults = []
        for some in _together(said):
            found = self.read(some[0][0], some[-1][0])
            for leaf, count, digest in some:
                rows, now = found.get(leaf, (0, ""))
                if rows != count:
                    faults.append(
                        f"{self.noun} of leaf {leaf}: {count} were {self.done}, {rows} are there"
                    )
                elif rows and now != digest:
                    faults.append(f"{self.noun} of leaf {leaf}: they were changed")
        return faults

    def strangers(self, table: str, said: list[Leaf]) -> list[str]:
        """Groups of rows that name a leaf which does not speak of them."""
        found = store.rows(
            f"SELECT DISTINCT leaf FROM {table} WHERE leaf IS NOT NULL"
            " AND NOT leaf = ANY(%(known)s::bigint[]) ORDER BY 1",
            known=[leaf for leaf, *_ in said],
        )
        return [f"{self.noun} of leaf {leaf}: no leaf speaks of them" for (leaf,) in found]


def _together(said: list[Leaf]) -> Iterator[list[Leaf]]:
    """Leaves that are looked at together: many small ones, or a single large one."""
    some: list[Leaf] = []
    rows = 0
    for one in said:
        if some and (len(some) == _LEAVES or rows + one[1] > _ROWS):
            yield some
            some, rows = [], 0
        some.append(one)
        rows += one[1]
    if some:
        yield some
