"""Chance without a random generator: every draw is a fixed function of a number and a salt.

The whole synthetic world hangs on this file, so nothing in it may change with a library version:
not Python's ``random``, not Polars' ``hash``. The mixer is the 32-bit "lowbias32" permutation.
Its factors are below 2**32 and its operand is kept below 2**32, so every product fits UInt64 and
no result depends on how a machine or a library wraps an overflow.
"""

from __future__ import annotations

import polars as pl

MASK = 0xFFFF_FFFF
_FACTORS = (0x7FEB_352D, 0x846C_A68B)
_GOLDEN = 0x9E37_79B9


def draw(key: pl.Expr, salt: int) -> pl.Expr:
    """A UInt64 in [0, 2**32) from a key in [0, 2**32) and a salt; null where the key is null."""
    mixed = key.cast(pl.UInt64) ^ _u64(mixed_salt(salt))
    mixed = _fold(mixed, 16) * _u64(_FACTORS[0]) & _u64(MASK)
    mixed = _fold(mixed, 15) * _u64(_FACTORS[1]) & _u64(MASK)
    return _fold(mixed, 16)


def mixed_salt(salt: int) -> int:
    """The salt spread over 32 bits; the same arithmetic as ``draw``, for one Python integer."""
    value = salt * _GOLDEN & MASK
    value = (value ^ value >> 16) * _FACTORS[0] & MASK
    value = (value ^ value >> 15) * _FACTORS[1] & MASK
    return value ^ value >> 16


def below(drawn: pl.Expr, limit: int | pl.Expr) -> pl.Expr:
    """A draw scaled to a whole number in [0, limit), as Int64; the limit is at most 2**31."""
    return drawn.cast(pl.Int64) * limit // (1 << 32)


def high_half(drawn: pl.Expr) -> pl.Expr:
    """The upper 16 bits of a draw as Int64: with ``low_half``, two draws for one mixing."""
    return (drawn // _u64(1 << 16)).cast(pl.Int64)


def low_half(drawn: pl.Expr) -> pl.Expr:
    """The lower 16 bits of a draw as Int64."""
    return (drawn & _u64(0xFFFF)).cast(pl.Int64)


def pick(values: pl.Series, index: pl.Expr) -> pl.Expr:
    """The value at each index; null where the index is null."""
    return pl.lit(values).gather(index.cast(pl.UInt32))


def _fold(value: pl.Expr, bits: int) -> pl.Expr:
    return value ^ (value // _u64(1 << bits))


def _u64(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)
