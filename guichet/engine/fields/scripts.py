"""Names that stand in two scripts: ``name_ar`` beside ``name_latin``, ``employer`` beside
``employer_latin``.

A person reads one of them: in Arabic the Arabic one, else the Latin one; what is not on file is
stood in for by the other. Machines are told both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

_ARABIC, _LATIN = "_ar", "_latin"
T = TypeVar("T")


def pairs(names: Collection[str]) -> dict[str, str]:
    """Of each name in Arabic script the one in Latin script beside it."""
    found: dict[str, str] = {}
    for latin in names:
        stem = latin.removesuffix(_LATIN)
        if stem == latin:
            continue
        found |= {arabic: latin for arabic in (stem + _ARABIC, stem) if arabic in names}
    return found


def of_reader(
    fields: Mapping[str, T], values: Mapping[str, str | None], language: str
) -> dict[str, T]:
    """The fields without those names that the reader of ``language`` is told in the other
    script.
    """
    left = {}
    for arabic, latin in pairs(fields).items():
        first, second = (arabic, latin) if language.startswith("ar") else (latin, arabic)
        left[second if values.get(first) else first] = True
    return {name: field for name, field in fields.items() if name not in left}
