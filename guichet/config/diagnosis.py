"""What ``guichet doctor`` finds: a line for each thing it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is; a fault sets the exit status."""

    OK = "ok"
    ATTENTION = "attention"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class DiagnosisLine:
    """One thing looked at."""

    level: Level
    what: str
    found: str
