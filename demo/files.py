"""Demonstration files: the mixed monthly movement file of a payroll bureau, made from what the
institution holds.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from demo.population import wages, workers
from guichet.engine import store
from guichet.lib.money import amount_text
from guichet.lib.months import add_months

SHARES = {"wage": 0.7, "join": 0.2, "leave": 0.1}
# Seeded workers come from the first positions of the synthetic world, newcomers from far behind
# them.
_NEWCOMERS_FROM = 60_000_000
_ENGAGED = {"establishment": pl.Int64, "worker": pl.Int64, "basic": pl.Int64, "housing": pl.Int64}


def monthly_movement(rows: int, today: date, *, salt: int = 0) -> pl.DataFrame:
    """A movement file of ``rows`` rows as text columns, in no particular order.

    Seven rows in ten change a wage, two register a newcomer, one ends an engagement. When there are
    fewer workers than wage rows, the wage of next month is given as well; wages of past months are
    closed by law.

    Raises:
        ValueError: the institution has too few workers for such a file.
    """
    counts = {kind: round(rows * share) for kind, share in SHARES.items()}
    counts["wage"] = rows - counts["join"] - counts["leave"]
    engaged = _engaged(today)
    if engaged.height < counts["leave"] * 2:
        raise ValueError(f"{engaged.height} workers are too few for a file of {rows} rows")
    stay, leave = engaged.slice(counts["leave"]), engaged.head(counts["leave"])
    parts = [
        _wages(stay, counts["wage"], today, salt),
        _joins(engaged, counts["join"], today, salt),
        leave.select(
            "establishment",
            "worker",
            movement=pl.lit("leave"),
            reason=pl.lit("resignation"),
            ended_on=pl.lit(today.isoformat()),
        ),
    ]
    frame = pl.concat(parts, how="diagonal").sample(fraction=1.0, shuffle=True, seed=rows)
    names = (
        "movement",
        "establishment",
        "worker",
        "month",
        "basic",
        "housing",
        "started_on",
        "ended_on",
        "reason",
    )
    return frame.select(pl.col(name).cast(pl.String) for name in names)


def _engaged(today: date) -> pl.DataFrame:
    return store.fetch(
        "SELECT s.number, p.identifier, w.basic, w.housing FROM registry_engagement e"
        " JOIN registry_establishment s ON s.id = e.establishment_id JOIN registry_person p ON p.id = e.person_id"
        " JOIN LATERAL (SELECT basic, housing FROM registry_wage WHERE engagement_id = e.id"
        " ORDER BY effective_from DESC, version DESC LIMIT 1) w ON true"
        " WHERE e.ended_on IS NULL AND e.started_on < %(month)s AND s.number IN"
        " (SELECT number FROM registry_establishment ORDER BY number LIMIT 1000) ORDER BY e.id",
        _ENGAGED,
        month=today.replace(day=1),
    )


def _money(amount: pl.Expr) -> pl.Expr:
    return amount_text(amount)


def _wages(stay: pl.DataFrame, count: int, today: date, salt: int) -> pl.DataFrame:
    """A rise of a few in a hundred for each, from this month; what is left over, another from next
    month.
    """
    parts, this_month = [], today.replace(day=1)
    for step, month in enumerate((this_month, add_months(this_month, 1)), 1):
        rise = 100 + 2 * step + salt % 7
        able = stay.head(count)
        parts.append(
            able.select(
                "establishment",
                "worker",
                movement=pl.lit("wage"),
                month=pl.lit(f"{month:%Y-%m}"),
                basic=_money(pl.col("basic") * rise // 100),
                housing=_money(pl.col("housing")),
            )
        )
        count -= able.height
    if count:
        raise ValueError(f"{stay.height} workers are too few: {count} wage rows are left over")
    return pl.concat(parts)


def _joins(engaged: pl.DataFrame, count: int, today: date, salt: int) -> pl.DataFrame:
    newcomers = workers(_NEWCOMERS_FROM + salt * 1_000_000, count * 115 // 100 + 100, 0.3).head(
        count
    )
    pay = wages(newcomers, salt=salt)
    places = engaged["establishment"].unique().sort()
    return pl.DataFrame(
        {
            "establishment": places.gather(pl.int_range(count, eager=True) % len(places)),
            "worker": newcomers,
            "movement": pl.Series(["join"]).new_from_index(0, count),
            "started_on": pl.Series([f"{today:%Y-%m}-01"]).new_from_index(0, count),
            "basic": pay.select(_money(pl.col("basic"))).to_series(),
            "housing": pay.select(_money(pl.col("housing"))).to_series(),
        }
    )


def write_movement(path: Path, rows: int, today: date, *, salt: int = 0) -> Path:
    """Write the file as UTF-8 CSV; its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    monthly_movement(rows, today, salt=salt).write_csv(path)
    return path
