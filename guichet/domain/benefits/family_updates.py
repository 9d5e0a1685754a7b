"""What the registries say of a member of a family now that was not known before: studies,
disability, marriage and its end, a child born into the share that was kept for it, or born dead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from guichet.domain.benefits import family_register, family_reserve, survivors
from guichet.domain.benefits.family_facts import (
    DEPENDENT,
    DISABLED,
    FACT,
    HEIR,
    JOINED,
    MARRIED,
    STUDENT,
    Estate,
)
from guichet.domain.benefits.family_shares import Worked, work

_CHILDREN = ("son", "daughter")
_ASKED = (STUDENT, DISABLED, MARRIED, DEPENDENT)


@dataclass(frozen=True, slots=True)
class Update:
    """What becomes known of a member by asking on a day."""

    heirs: pl.DataFrame  # columns of `HEIR`: the member, where they were not known
    facts: pl.DataFrame  # columns of `FACT`
    worked: Worked  # the family's shares with it
    late: bool  # a member who was not known, and for whom nothing was kept

    @property
    def nothing(self) -> bool:
        """Whether all of it was known."""
        return self.heirs.is_empty() and self.facts.is_empty()


def update(
    award: dict[str, Any],
    members: pl.DataFrame,
    person: int,
    today: date,
    births: str | None = None,
) -> Update:
    """What is new of a member of an award (a row of `survivors.AWARD`).

    Args:
        members: of `family_register.members_of`, as the registries say today; ``person`` is one.
        births: the member's own (JSON, as `sources.BIRTHS` has them), where a share is kept for a
            child of theirs; null: nobody was asked.
    """
    heirs, facts = survivors.heirs_of(award["award"]), survivors.facts_of(award["award"])
    one = members.filter(pl.col("person") == person)
    kept = family_reserve.left(heirs, facts)
    new = one.filter(~pl.col("person").is_in(heirs["person"].implode()))
    born_into = pl.col("relation").is_in(_CHILDREN) & (pl.col("born") > award["died_on"])
    joining = family_register.heirs_of(new).with_columns(from_reserve=born_into & (kept > 0))
    late = bool((~joining["from_reserve"]).any())
    said = _new_facts(one.row(0, named=True), facts, award["died_on"], today)
    if late:
        said = [*said, (person, JOINED, today, 1)]
    said = [*said, *family_reserve.lost(births, award["died_on"], kept)]
    # Whoever is new is judged by the same day as the others.
    worked = family_register.worked_of(new, award["died_on"], today)
    learnt = pl.concat([pl.DataFrame(said, schema=FACT, orient="row"), worked])
    estate = Estate(
        award["cohort"], award["pension"], award["average"], award["paid_from"], award["died_on"]
    )
    shared = work(estate, pl.concat([heirs, joining.select(*HEIR)]), pl.concat([facts, learnt]))
    return Update(joining.select(*HEIR), learnt, shared, late)


def _new_facts(
    member: dict[str, Any], facts: pl.DataFrame, died_on: date, today: date
) -> list[tuple[int, str, date, int]]:
    """Of each matter what is otherwise today than it was known to be."""
    mine = facts.filter(pl.col("person") == member["person"]).sort("on")
    known = dict(mine.select("what", "value").iter_rows())  # the last of a day is what holds
    found = []
    for what in _ASKED:
        value = int(member[what])
        if value != known.get(what, 0):
            married = member["married_on"] if what == MARRIED and value else None
            on = max(married, died_on) if married else today
            found.append((member["person"], what, on, value))
    return found
