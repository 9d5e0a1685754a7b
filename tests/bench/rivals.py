"""The same wage file through Guichet and through what a Django team would write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from tests.bench import papers, sending
from tests.bench.alone import alone
from tests.bench.bulk import warm_up
from tests.bench.figures import Figure
from tests.bench.running import Cost, costing_here, running

ROWS = 100_000
_SERVICE = "registry.change_wage"
_APPS = ("import_export", "tests.bench.rival")
# Name, what it is called, rows at most (the slow ones would take a quarter of an hour), how many times as fast to be.
RIVALS = (
    ("default", "django-import-export 4.4, default", 2_000, 100.0),
    ("tuned", "django-import-export 4.4, tuned bulk mode", 20_000, 15.0),
    ("by hand", "hand-written bulk_create import", ROWS, 3.0),
)


def measure(rows: int | None) -> Iterator[Figure]:
    """Ours from upload accepted to the last receipt, check included, against the rival's single pass."""
    size = rows or ROWS
    frame = papers.wage_changes(size)
    theirs = {
        name: alone(import_file, name, frame.head(most), apps=_APPS) for name, _, most, _ in RIVALS
    }
    with running() as guichet:
        warm_up()
        file = sending.upload(frame, _SERVICE)
        with guichet.costing() as cost:
            sent = sending.carry_out(file)
    repeated = sending.assert_all_done(sent, size)
    for name, called, most, times in RIVALS:
        rival, count = theirs[name], min(most, size)
        rate = count / rival.seconds
        seconds = size / rate
        scaled = (
            f"run with {count:,} rows, its seconds are for {size:,} at its rate; "
            if count < size
            else ""
        )
        yield Figure(
            "rivals", f"rivals: wage file of {size:,} rows against {name}", size, sent.done_after,
            cost.cpu_seconds, cost.peak_mib, called, seconds, seconds / sent.done_after,
            f">= {times:.0f} x at {ROWS:,}",
            seconds / sent.done_after >= times if size == ROWS else None,
            f"{scaled}{rate:,.0f} rows/s in one process of {rival.peak_mib:,.0f} MiB; ours in two,"
            f" checked after {sent.checked_after:.2f} s {repeated}".rstrip(),
        )  # fmt: skip


def import_file(name: str, frame: pl.DataFrame) -> Cost:
    """Import a file in the named way into fresh tables; the rows are counted afterwards."""
    from tests.bench.rival import imports
    from tests.bench.rival.models import Wage, tables

    text, today = frame.write_csv(), papers.today()
    ways = {
        "default": lambda: imports.by_import_export(imports.WageResource, text, today),
        "tuned": lambda: imports.by_import_export(imports.TunedWageResource, text, today),
        "by hand": lambda: imports.by_bulk_create(text, today),
    }
    with tables(frame["worker"].cast(pl.Int64).to_list()):
        with costing_here() as cost:
            count = ways[name]()
        written = Wage.objects.filter(
            effective_from=date.fromisoformat(f"{frame['month'][0]}-01")
        ).count()
        if not count == written == frame.height:
            raise RuntimeError(
                f"{frame.height:,} rows were given, {count:,} read and {written:,} written"
            )
    return cost
