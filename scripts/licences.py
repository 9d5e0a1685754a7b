"""Reads an SBOM: refuses GPL and AGPL, and weak-copyleft packages that NOTICE does not name.
``licences.py SBOM NOTICE``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_STRONG = re.compile(
    r"(?<!L)(A?GPL)|(?<!Lesser )(?<!Library )General Public License|Affero", re.IGNORECASE
)
_WEAK = re.compile(
    r"LGPL|Lesser General|Library General|MPL|Mozilla Public|EPL-|CDDL", re.IGNORECASE
)


def faults(sbom: dict[str, Any], notice: str) -> Iterator[str]:
    """What must not be shipped, a line each. A choice (``OR``) of which one may be taken is
    none.
    """
    components = sbom.get("components", [])
    if not components:
        yield "the list is empty"
    for component in components:
        name, said = component["name"], _licences(component)
        if any(all(_STRONG.search(choice) for choice in _choices(text)) for text in said):
            yield f"{name}: {', '.join(said)} may not be used in process"
            continue
        if any(_WEAK.search(text) for text in said) and not re.search(
            rf"(?<![\w-]){re.escape(name)}(?![\w-])", notice
        ):
            yield f"{name}: {', '.join(said)} is not named in NOTICE"


def _choices(text: str) -> list[str]:
    return re.split(r"\s+OR\s+", text)


def _licences(component: dict[str, Any]) -> list[str]:
    found = []
    for one in component.get("licenses", []):
        licence = one.get("license", {})
        found.append(one.get("expression") or licence.get("id") or licence.get("name") or "")
    return [text for text in found if text]


def main() -> int:
    """The exit status."""
    sbom, notice = (Path(name).read_text("utf-8") for name in sys.argv[1:3])
    found = list(faults(json.loads(sbom), notice))
    print(*found, sep="\n", end="\n" if found else "")  # noqa: T201 - a command
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
