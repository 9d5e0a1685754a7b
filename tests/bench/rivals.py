"""The same wage file through Guichet and through what a Django team would write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from tests.bench import papers, sending
from tests.bench.alone import alone
from tests.bench.bulk import warm_up
from tests.bench.figures import Figure
from tests.bench.running import Cost, costing_here, running
from tests.bench.sending import Sent

ROWS = 100_000
_SERVICE = "registry.change_wage"
_APPS = ("import_export", "tests.bench.rival")


@dataclass(frozen=True, slots=True)
class Rival:
    """``most`` rows at most, because the slow ones would take minutes; ``times``: how many times as
    fast to be.
    """

    name: str
    called: str
    most: int
    times: float | None = None


RIVALS = (
    Rival("default", "django-import-export 4.4, default", 2_000, 100.0),
    Rival("bulk mode", "the same with its bulk switches only", 2_000),
    Rival("tuned", "the same, checks without queries too", 20_000, 15.0),
    Rival("by hand", "hand-written bulk_create import", ROWS, 3.0),
)


def measure(rows: int | None) -> Iterator[Figure]:
    """Ours from upload accepted to the last receipt, check included, against the rival's single
    pass.
    """
    size = rows or ROWS
    frame = papers.wage_changes(size)
    theirs = {r.name: alone(import_file, r.name, frame.head(r.most), apps=_APPS) for r in RIVALS}
    with running() as guichet:
        warm_up()
        file = sending.upload(frame, _SERVICE)
        with guichet.costing() as cost:
            sent = sending.carry_out(file)
    repeated = sending.assert_all_done(sent, size)
    for rival in RIVALS:
        yield _figure(rival, theirs[rival.name], sent, cost, size, repeated)


def _figure(rival: Rival, their: Cost, sent: Sent, cost: Cost, size: int, repeated: str) -> Figure:
    count = min(rival.most, size)
    seconds = their.seconds * size / count
    ratio = seconds / sent.done_after
    scaled = (
        f"run with {count:,} rows, its seconds are for {size:,} at that rate"
        if count < size
        else ""
    )
    note = (
        f"{count / their.seconds:,.0f} rows/s, {their.cpu_seconds * 1000 / count:.3f} CPU ms a row in one process of"
        f" {their.peak_mib:,.0f} MiB; ours {cost.cpu_seconds * 1000 / size:.3f} CPU ms a row in two,"
        f" checked after {sent.checked_after:.2f} s"
    )
    return Figure(
        "rivals",
        f"rivals: {rival.name}, wage file of {size:,} rows",
        size,
        sent.done_after,
        cost.cpu_seconds,
        cost.peak_mib,
        rival.called,
        seconds,
        ratio,
        f">= {rival.times:.0f} x at {ROWS:,}" if rival.times else "",
        ratio >= rival.times if rival.times and size == ROWS else None,
        "; ".join(filter(None, [scaled, note, repeated])),
    )


def import_file(name: str, frame: pl.DataFrame) -> Cost:
    """Import a file in the named way into fresh tables; the rows are counted afterwards."""
    from tests.bench.rival import imports
    from tests.bench.rival.models import Wage, tables

    given = frame.write_csv(), sending.account(), papers.today()
    ways = {
        "default": partial(imports.by_import_export, imports.WageResource),
        "bulk mode": partial(imports.by_import_export, imports.BulkWageResource),
        "tuned": partial(imports.by_import_export, imports.TunedWageResource),
        "by hand": imports.by_hand,
    }
    with tables(frame["worker"].cast(pl.Int64).to_list()):
        with costing_here() as cost:
            count = ways[name](*given)
        written = Wage.objects.filter(
            effective_from=date.fromisoformat(f"{frame['month'][0]}-01")
        ).count()
        if not count == written == frame.height:
            raise RuntimeError(
                f"{frame.height:,} rows were given, {count:,} read and {written:,} written"
            )
    return cost
