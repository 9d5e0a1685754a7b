"""In which turn the movements of a file are worked."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from guichet.channels.bulk.dependent_rows import in_several, persons_of
from guichet.engine.fields import Day, tidy
from guichet.engine.service import Ask, Service

_ORDER = ("leave", "join", "wage")  # who leaves makes room; who joins may have a wage at once


def turn_of(service: type[Service]) -> int:
    """The place of a movement among the others."""
    return _ORDER.index(service.movement) if service.movement in _ORDER else len(_ORDER)


def in_turn(asks: Sequence[Ask]) -> list[Ask]:
    """The askings in the order they are worked: who joins and leaves again in the same file leaves
    after joining.
    """
    found = {ask.service.movement: ask for ask in asks}
    leave, join = found.get("leave"), found.get("join")
    if leave is None or join is None:
        return list(asks)
    if in_several([persons_of(leave), persons_of(join)]).is_empty():
        return list(asks)  # as in most files; what is dear to read need not be read
    came, went = _movements(join), _movements(leave)
    again = went.join(came, on=["party", "person"]).filter(pl.col("day") >= pl.col("day_right"))
    late = leave.rows["row"].is_in(again["row"].implode())
    if not late.any():
        return list(asks)
    turns = []
    for ask in asks:
        turns.append(Ask(leave.service, leave.rows.filter(~late)) if ask is leave else ask)
        if ask is join:
            turns.append(Ask(leave.service, leave.rows.filter(late)))
    return [ask for ask in turns if ask.rows.height]


def _movements(ask: Ask) -> pl.DataFrame:
    """``row``, ``party``, ``person`` and ``day`` of every line; what cannot be read is null and
    meets nothing.
    """
    service, rows = ask.service, ask.rows
    day = next(name for name, field in service.inputs.items() if isinstance(field, Day))
    assert service.party is not None and service.subject is not None
    return pl.DataFrame(
        {
            "row": rows["row"],
            "party": service.inputs[service.party].parse(tidy(rows[service.party])),
            "person": service.inputs[service.subject].parse(tidy(rows[service.subject])),
            "day": service.inputs[day].parse(tidy(rows[day])),
        }
    )
