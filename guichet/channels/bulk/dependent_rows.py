"""Lines of a mixed file about one person: the wage of somebody who joins in the same file, the
return of who leaves.

Such lines must be judged on what the earlier of them would make of the register; all others are
judged by themselves, side by side, which costs a fraction. So the few are parted from the many
here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from guichet.engine.fields import tidy
from guichet.engine.service import Ask

TOGETHER = 4_000  # lines rehearsed at once: what they touch is locked for a fraction of a second


def part(asks: Sequence[Ask]) -> tuple[list[Ask], list[list[Ask]]]:
    """The askings whose persons occur in no other asking, and the others in pieces to be rehearsed
    in order.
    """
    persons = [persons_of(ask) for ask in asks]
    shared = in_several(persons)
    if shared.is_empty():
        return list(asks), []
    mixed = [p.is_in(shared.implode()).fill_null(value=False) for p in persons]
    alone = [_some(ask, ~mask) for ask, mask in zip(asks, mixed, strict=True)]
    lines = sum(int(mask.sum()) for mask in mixed)
    pieces = [list[Ask]() for _ in range(-(-lines // TOGETHER))]
    for ask, mask, person in zip(asks, mixed, persons, strict=True):
        # Every line about a person goes into the same piece.
        place = person.hash() % len(pieces)
        for at, piece in enumerate(pieces):
            piece.append(_some(ask, mask & (place == at)))
    return list(_filled(alone)), [list(_filled(piece)) for piece in pieces]


def in_several(persons: Sequence[pl.Series]) -> pl.Series:
    """The persons who occur in more than one of the lists; each is held against all that are
    shorter.
    """
    shared, shorter = pl.Series("person", dtype=pl.Int64), pl.Series("person", dtype=pl.Int64)
    for listed in sorted(persons, key=len):
        shared = shared.append(
            listed.filter(listed.is_in(shorter.implode()).fill_null(value=False))
        )
        shorter = shorter.append(listed.drop_nulls())
    return shared.unique()


def persons_of(ask: Ask) -> pl.Series:
    """The national number of each line; null where there is none, or none that any service would
    take.
    """
    name = ask.service.subject
    if name is None or name not in ask.rows.columns:
        return pl.Series("person", [None], dtype=pl.Int64).new_from_index(0, ask.rows.height)
    written = ask.rows[name].alias("person")
    plain = written.cast(pl.Int64, strict=False)
    odd = plain.is_null().arg_true()
    # Read as the service reads it, which is dearer, only what is written in another way.
    return (
        plain.scatter(odd, ask.service.inputs[name].parse(tidy(written.gather(odd))))
        if len(odd)
        else plain
    )


def _some(ask: Ask, where: pl.Series) -> Ask:
    return Ask(ask.service, ask.rows.filter(where))


def _filled(asks: Sequence[Ask]) -> Iterator[Ask]:
    return (ask for ask in asks if ask.rows.height)
