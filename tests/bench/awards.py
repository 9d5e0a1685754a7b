"""Old-age awards from whole careers: files of histories read, facts made, pensions worked; beside
reading and summing the same files.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import polars as pl

from tests.bench import processes
from tests.bench.alone import alone
from tests.bench.figures import Figure, judged
from tests.bench.institution import ROOT
from tests.bench.running import Cost

SECONDS, SECONDS_FOR, MOST_MIB, MOST_TIMES = 5.0, 1_000_000, 1_536, 3.0
YEARS, BATCH = 40, 50_000
ON = date(2026, 1, 1)
FOLDER = ROOT / "build" / "bench" / "careers"
KINDS = ("old_age_m33", "old_age_m273")  # half of the people each


def measure(rows: int | None) -> Iterator[Figure]:
    """So many people with forty years of wages each, a raise or a fall every year."""
    people = rows or SECONDS_FOR
    write(people)
    summed = alone(read_and_sum)
    monthly, awarded, spoken, cost = alone(award_all)
    shutil.rmtree(FOLDER)
    if awarded != people:
        raise RuntimeError(f"{awarded:,} of {people:,} were awarded")
    ratio = cost.seconds / summed.seconds
    yield Figure(
        "awards",
        f"{people:,} old-age awards from {YEARS}-year histories",
        people,
        cost.seconds,
        cost.cpu_seconds,
        cost.peak_mib,
        "Polars scan and sum",
        summed.seconds,
        ratio,
        f"1,000,000 in {SECONDS:.0f} s, {MOST_TIMES:.0f} x",
        judged(
            people >= SECONDS_FOR,
            quick=cost.seconds <= SECONDS and ratio <= MOST_TIMES,
            small=cost.peak_mib < MOST_MIB,
        ),
        note=f"{people * YEARS:,} stretches of wages; CPU {cost.cpu_seconds:.1f} s against {summed.cpu_seconds:.1f} s; "
        f"{monthly / 100:,.2f} a month in all; one explained in {spoken * 1000:.1f} ms",
    )


def write(people: int) -> None:
    """The histories, a file for 50,000 people of one law."""
    from guichet.lib.months import PARTS

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    random = np.random.default_rng(17)
    for number, first in enumerate(range(0, people, BATCH)):
        count = min(BATCH, people - first)
        raises = random.normal(1.03, 0.05, (count, YEARS)).cumprod(axis=1)
        wages = np.clip(
            random.lognormal(13.2, 0.5, (count, 1)) * raises, 150_000, 4_500_000
        ).astype(np.int64)
        kind = KINDS[number % len(KINDS)]
        months = [date(ON.year - YEARS + year, 1, 1) for year in range(YEARS)]
        frame = pl.DataFrame(
            {
                "person": np.repeat(np.arange(first, first + count) + 1_000_000_000, YEARS),
                "wage": wages.ravel(),
            }
        ).with_columns(
            pl.Series("month", months * count, dtype=pl.Date),
            pl.lit(12 * PARTS, dtype=pl.Int64).alias("parts"),
        )
        frame.select("person", "month", "wage", "parts").write_parquet(
            FOLDER / f"{number:04}-{kind}.parquet", row_group_size=BATCH * YEARS
        )


@contextmanager
def costing() -> Iterator[Cost]:
    """Measure this very process; no database takes part."""
    cost, here = Cost(), os.getpid()
    processes.forget_peak(here)
    used, started = processes.cpu_seconds([here]), perf_counter()
    yield cost
    cost.seconds = perf_counter() - started
    cost.cpu_seconds = processes.cpu_seconds([here]) - used
    cost.peaks = {here: processes.peak_mib(here)}


def read_and_sum() -> Cost:
    """What merely reading and adding up every column of the same files costs."""
    scan = pl.scan_parquet(FOLDER / "*.parquet")
    with costing() as cost:
        scan.select(
            pl.col("month").to_physical().cast(pl.Int64).sum(),
            pl.col("person", "wage", "parts").sum(),
        ).collect()
    return cost


def award_all() -> tuple[int, int, float, Cost]:
    """Every file awarded: the sum of the pensions, how many there are, seconds of explaining one,
    what it cost.
    """
    from guichet.law import country

    files = sorted(FOLDER.glob("*.parquet"))
    with costing() as cost, ThreadPoolExecutor(os.cpu_count()) as threads:
        done = list(threads.map(award, files))
    last = done[-1][2]
    taken = []
    for row in last.head(50).iter_rows(named=True):
        began = perf_counter()
        country.benefits.explain(_kind(files[-1]), row)
        taken.append(perf_counter() - began)
    return sum(d[0] for d in done), sum(d[1] for d in done), median(taken), cost


def award(file: Path) -> tuple[int, int, pl.DataFrame]:
    """One file: the pensions' sum, their number, a few of them."""
    from guichet.law import country

    kind = _kind(file)
    facts = country.benefits.facts(kind, pl.read_parquet(file), ON)
    awards = country.benefits.award(kind, facts.with_columns(pl.lit(780).alias("age_months")))
    return awards["monthly"].sum(), awards.height, awards.head(50)


def _kind(file: Path) -> str:
    return file.stem.split("-", 1)[1]
