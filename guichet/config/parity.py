"""docs/reference/channels.md: which service is on which channel, and why not where it is not.

A channel that does not carry every service has a ``capabilities.py`` with ``why_not(service)``:
words, or None if it carries it. With a ``reference.py``, its ``details()`` adds lines about the
channel.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from guichet.config import discovery
from guichet.engine.registry import services
from guichet.lib.text import Words

_SHARED = "guichet.channels.shared"


def channels(name: str = "capabilities") -> dict[str, ModuleType | None]:
    """Every channel, with its module of this name if it has one."""
    found: dict[str, ModuleType | None] = {}
    for package in discovery.packages("guichet.channels"):
        if package != _SHARED:
            dotted = f"{package}.{name}"
            module = importlib.import_module(dotted) if importlib.util.find_spec(dotted) else None
            found[package.rpartition(".")[2]] = module
    return found


def page() -> Iterator[str]:
    """The page, part by part."""
    known = channels()
    yield "# Services by channel\n\n"
    yield "A service is declared once; every channel carries it unless a reason below says why not.\n\n"
    yield f"| code | service | {' | '.join(known)} |\n|---|---|{'---|' * len(known)}\n"
    reasons: dict[str, int] = {}
    for key, service in services().items():
        cells = [_cell(_why_not(module, service), reasons) for module in known.values()]
        yield f"| {service.code} | `{key}` | {' | '.join(cells)} |\n"
    if reasons:
        yield "\n## Why not\n\n"
        yield from (f"{number}. {reason}\n" for reason, number in reasons.items())
    for name, module in channels("reference").items():
        if module is not None:
            yield f"\n## {name}\n\n"
            yield from module.details()


def _why_not(module: ModuleType | None, service: Any) -> Words | None:
    why: Words | None = module.why_not(service) if module is not None else None
    return why


def _cell(why: Words | None, reasons: dict[str, int]) -> str:
    if why is None:
        return "yes"
    return f"no ({reasons.setdefault(why.en, len(reasons) + 1)})"
