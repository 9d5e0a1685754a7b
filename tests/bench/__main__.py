"""``python -m tests.bench [--only bulk,check] [--rows 100000]``; usually by ``make bench``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import traceback
from importlib import import_module
from pathlib import Path

from tests.bench import figures, institution

PARTS = (
    "bulk",
    "check",
    "rivals",
    "perform",
    "held",
    "web",
    "front",
    "bills",
    "certificates",
    "telephone",
    "sms",
    "bank",
    "payouts",
    "statements",
    "audit",
    "hand",
    "awards",
    "recalculation",
)
RESULT = institution.ROOT / "build" / "bench.json"
_ROWS, _FEWEST_WORKERS = 1_000_000, 20_000


def main() -> int:
    """Measure the parts, print the table, keep it; 1 if a part could not be measured. Slowness is
    no failure.
    """
    parts, rows = _arguments()
    done: list[figures.Figure] = []
    failed: list[str] = []
    with institution.opened(max(rows or _ROWS, _FEWEST_WORKERS)) as server:
        print(_machine(), server, sep="\n", flush=True)
        for part in parts:
            institution.renew()
            try:
                for figure in import_module(f"tests.bench.{part}").measure(rows):
                    done.append(figure)
                    print(f"{figure.name}: {figure.seconds:.3f} s", flush=True)
            except Exception as error:
                # The other parts can still be measured; the table says which could not.
                traceback.print_exc()
                failed.append(f"{part} could not be measured: {type(error).__name__}: {error}")
    figures.keep(RESULT, done, whole=parts == list(PARTS) and rows is None and not failed)
    print("", figures.table(done), *failed, "", _legend(), sep="\n")
    return 1 if failed else 0


def _arguments() -> tuple[list[str], int | None]:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument(
        "--only", default=os.environ.get("ONLY", ""), help=f"some of {', '.join(PARTS)}"
    )
    parser.add_argument(
        "--rows", default=os.environ.get("ROWS", ""), help="rows of the parts that take any number"
    )
    given = parser.parse_args()
    parts = [part for part in given.only.replace(",", " ").split() if part] or list(PARTS)
    unknown = set(parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    rows = int(str(given.rows).replace("_", "").replace(",", "")) if given.rows else None
    if rows is not None and rows < 1_000:
        parser.error("at least 1,000 rows")
    return parts, rows


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in info.splitlines()
            if line.startswith("model name")
        ),
        "",
    )
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores {model or platform.machine()}, {memory:.0f} GiB, Python {platform.python_version()};"
        f" load when it began {load:.1f}"
    )


def _legend() -> str:
    return (
        "CPU: all processes of Guichet and PostgreSQL together. Peak: the highest of one process of Guichet.\n"
        f"Written to {RESULT.relative_to(institution.ROOT)}; what each part does: tests/bench/README.md"
    )


if __name__ == "__main__":
    sys.exit(main())
