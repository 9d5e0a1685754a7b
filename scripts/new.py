"""Begins a service or a channel: its file or folder, with test, examples and words ready to fill.

``python scripts/new.py service registry.change_occupation`` and ``… channel letters``; `make
new-service` and `make new-channel` call it. What is written loads, and its test passes, before
anything is filled in; nothing is ever written over.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CODE = re.compile(r"^    code = (\d+)$", re.MULTILINE)
_SKETCH_CODE = "9998"


def service(key: str, root: Path) -> list[Path]:
    """Begin a service; the files that were written.

    Raises:
        ValueError: the key is not ``subject.name``.
        FileExistsError: there is such a file.
    """
    subject, _, name = key.partition(".")
    if not (_NAME.fullmatch(subject) and _NAME.fullmatch(name)):
        raise ValueError(f"{key!r} is no key: write subject.name in small letters")
    folder = root / "guichet/catalogue" / subject
    said = name.replace("_", " ").capitalize()
    other = {
        "sketches": subject,
        "draw_sketch": name,
        "draw-sketch": name.replace("_", "-"),
        "DrawSketch": "".join(part.capitalize() for part in name.split("_")),
        "Draw a sketch": said,
        _SKETCH_CODE: str(_free_code(root, folder)),
    }
    made = {
        folder / f"{name}.py": _skeleton(root, "draw_sketch.py"),
        folder / "tests" / f"test_{name}.py": _skeleton(root, "test_draw_sketch.py"),
    }
    for package, about in ((folder, f"{subject.capitalize()}."), (folder / "tests", "")):
        if not (package / "__init__.py").exists():
            made[package / "__init__.py"] = f'"""{about}"""\n' if about else ""
    return _written(made, other)


def channel(name: str, root: Path) -> list[Path]:
    """Begin a channel; the files that were written.

    Raises:
        ValueError: the name is none of a folder.
        FileExistsError: there is such a channel.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a folder: write small letters")
    folder, skeleton = root / "guichet/channels" / name, root / "scripts/skeletons/sketch_channel"
    other = {"sketch": name, "SKETCH": name.upper(), "Sketch": name.replace("_", " ").capitalize()}
    made = {
        folder / _other(str(path.relative_to(skeleton)), other): path.read_text("utf-8")
        for path in sorted(skeleton.rglob("*.py"))
    }
    return _written(made, other)


def _free_code(root: Path, folder: Path) -> int:
    """The code after the highest of the subject's first hundred; of a new subject the first of a
    hundred that nobody has.
    """
    taken = set(_codes(root / "guichet/catalogue"))
    own = sorted(_codes(folder)) if folder.is_dir() else []
    if not own:
        return next(h + 1 for h in range(2100, 9900, 100) if not taken & {*range(h, h + 100)})
    hundred = own[0] - own[0] % 100
    return next(c for c in range(hundred + 1, hundred + 1000) if c not in taken)


def _codes(folder: Path) -> Iterator[int]:
    for path in folder.rglob("*.py"):
        yield from map(int, _CODE.findall(path.read_text("utf-8")))


def _skeleton(root: Path, name: str) -> str:
    return (root / "scripts/skeletons" / name).read_text("utf-8")


def _other(text: str, names: dict[str, str]) -> str:
    return re.sub("|".join(map(re.escape, names)), lambda found: names[found[0]], text)


def _written(made: dict[Path, str], names: dict[str, str]) -> list[Path]:
    for path in made:
        if path.exists():
            raise FileExistsError(f"{path} is there already")
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_other(text, names), "utf-8")
    return list(made)


def tidy(made: list[Path]) -> None:
    """Imports and lines stand otherwise under other names."""
    for work in (("check", "--fix"), ("format",)):
        command = [sys.executable, "-m", "ruff", *work, "--quiet", *map(str, made)]
        subprocess.run(command, check=True)  # noqa: S603 - ours


_NEXT = {
    "service": "Fill in its words, fields, rule and examples",
    "channel": "Fill in what it can do, its words and its doors",
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Begin a service or a channel.")
    parser.add_argument("what", choices=["service", "channel"])
    parser.add_argument("name", help="subject.name of a service, or the name of a channel")
    given = parser.parse_args()
    try:
        made = {"service": service, "channel": channel}[given.what](given.name, ROOT)
    except (ValueError, FileExistsError) as error:
        sys.exit(str(error))
    tidy(made)
    for path in made:
        print(path.relative_to(ROOT))  # noqa: T201 - a command
    tests = [str(p.relative_to(ROOT)) for p in made if p.name.startswith("test_")]
    then = f"make docs && make check && make test TEST={tests[0]}"
    print(f"{_NEXT[given.what]}, then: {then}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
