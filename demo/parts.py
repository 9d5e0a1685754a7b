"""The parts of the demonstration: every folder of ``demo`` may bring sandboxes and facts of its
own.

``processes.py`` holds ``PROCESSES`` (see :class:`guichet.lib.process.Process`), ``founding.py`` a
function ``found(echo)`` that adds facts to a freshly seeded institution, and optionally
``SIGN_INS``.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent


def parts(name: str) -> list[ModuleType]:
    """Every ``name.py`` of the folders of ``demo``, imported, alphabetically."""
    found = sorted(HERE.glob(f"*/{name}.py"))
    return [importlib.import_module(f"demo.{path.parent.name}.{name}") for path in found]
