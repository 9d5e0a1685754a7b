"""Fuzz every target for some seconds each: ``python -m tests.fuzz --seconds 60 [--only bank,api]``;
1 if one fell over.

With atheris (``pip install atheris``) inputs are led by what code they reach; without it they are
seeds changed at random, which finds less. What made a target fall is written to ``build/fuzz``.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
import traceback
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

FOUND = Path("build") / "fuzz"
_LONGEST = 4_096
_FELL = 77  # what atheris ends with


def main() -> int:
    """Run what was asked for."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
    asked.add_argument("--seconds", type=int, default=30)
    asked.add_argument("--only", default="")
    asked.add_argument("--one", default="", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one and find_spec("atheris") is not None:
        with import_module("atheris").instrument_imports(
            include=["guichet"], enable_loader_override=False
        ):
            _wake()
    _wake()
    from tests.fuzz.targets import TARGETS

    if given.one:
        return _one(given.one, given.seconds)
    led = find_spec("atheris") is not None
    print(
        "inputs led by coverage (atheris)"
        if led
        else "atheris is not installed: seeds changed at random",
        flush=True,
    )
    names = given.only.split(",") if given.only else list(TARGETS)
    stood = [_alone(name, given.seconds) for name in names]
    return int(not all(stood))


def _alone(name: str, seconds: int) -> bool:
    """Feed one parser in a process of its own; whether it stood."""
    command = [sys.executable, "-m", "tests.fuzz", "--one", name, "--seconds", str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    said = [
        line
        for line in (done.stdout + done.stderr).splitlines()
        if line.startswith(("Done ", "#", "runs"))
    ]
    print(
        f"{name:<14} {'ok' if not done.returncode else 'FELL'}  {said[-1] if said else ''}",
        flush=True,
    )
    if done.returncode:
        print(done.stdout[-3_000:], done.stderr[-3_000:], sep="\n", flush=True)
    return not done.returncode


def _wake() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    import django

    django.setup()
    import_module("tests.fuzz.targets")


def _one(name: str, seconds: int) -> int:
    from tests.fuzz.targets import SEEDS, TARGETS

    FOUND.mkdir(parents=True, exist_ok=True)
    seeds = SEEDS.get(name, (b"",))
    if find_spec("atheris") is None:
        return _at_random(name, seeds, seconds)
    atheris = import_module("atheris")
    corpus = FOUND / f"corpus-{name}"
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    arguments = [
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST}",
        f"-artifact_prefix={FOUND}/{name}-",
        "-timeout=20",
        "-verbosity=1",
        "-print_final_stats=0",
        str(corpus),
    ]
    target = TARGETS[name]
    atheris.instrument_func(target)
    atheris.Setup([sys.argv[0], *arguments], target)
    atheris.Fuzz()  # ends the process
    return _FELL


def _at_random(name: str, seeds: tuple[bytes, ...], seconds: int) -> int:
    from tests.fuzz.targets import TARGETS

    draw, until, runs = random.Random(), time.monotonic() + seconds, 0  # noqa: S311 - no secret
    while time.monotonic() < until:
        data = _changed(draw, bytearray(draw.choice(seeds)))
        runs += 1
        try:
            TARGETS[name](data)
        except Exception:
            traceback.print_exc()
            (FOUND / f"{name}-crash").write_bytes(data)
            return _FELL
    print(f"runs {runs}")
    return 0


def _changed(draw: random.Random, data: bytearray) -> bytes:
    for _ in range(draw.randint(0, 8)):
        at = draw.randint(0, len(data))
        match draw.randint(0, 3):
            case 0:
                data[at:at] = draw.randbytes(draw.randint(1, 16))
            case 1:
                del data[at : at + draw.randint(1, 16)]
            case 2 if data:
                data[at % len(data)] ^= 1 << draw.randint(0, 7)
            case _:
                data[at:at] = data[: draw.randint(0, 64)]
    return bytes(data[:_LONGEST])


if __name__ == "__main__":
    sys.exit(main())
