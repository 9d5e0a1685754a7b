"""From laid-out data to a tagged PDF (PDF/A-2a and PDF/UA-1) by Typst. The compiler keeps fonts and
template at hand.
"""

from __future__ import annotations

import json
import threading
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

_FOLDER = Path(__file__).parent / "paper"
_STANDARDS: Any = ["a-2a", "ua-1"]
_ONE_AT_A_TIME = threading.Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    # Nothing but our own folder is read: neither the machine's fonts nor packages from a network.
    return typst.Compiler(
        _FOLDER / "paper.typ",
        root=_FOLDER,
        font_paths=[_FOLDER / "fonts"],
        ignore_system_fonts=True,
    )


def draw(data: dict[str, Any], now: datetime) -> bytes:
    """The PDF of one paper, not yet signed.

    Raises:
        TypeError: Typst gave no single file.
    """
    given = {
        "data": json.dumps(data, ensure_ascii=False),
        "year": f"{now.year}",
        "month": f"{now.month}",
        "day": f"{now.day}",
    }
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            format="pdf", sys_inputs=given, pdf_standards=_STANDARDS, timestamp=int(now.timestamp())
        )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single file")
    return made
