"""An expected no: a code, a field, and a sentence in every language.

A refusal is declared once, beside the rule that may say it, and found by its code wherever it is
shown::

    ALREADY_REGISTERED = Refusal(
        "worker-already-registered",
        ar="العامل {worker} مسجل لديك منذ {since:date}.",
        en="Worker {worker} is already registered with you since {since:date}.",
        fr="Le travailleur {worker} est déjà inscrit chez vous depuis le {since:date}.",
    )

A sentence names the remedy as well as the fault. ``{...}`` places are filled from the row's own
columns, and one that holds a day, a month or an amount says so (`guichet.lib.places`). A remedy
that is a service is a :class:`Remedy`; where there is none yet, the sentence ends with
``guichet.lib.contact.BRANCH``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from guichet.lib.places import SHOWN, Tell
from guichet.lib.text import Words

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Severity(StrEnum):
    """How much a finding weighs: an error stops its row, a warning only informs."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Remedy:
    """The service that takes a refusal's cause away: a channel with pages leads there."""

    service: str  # its key
    fills: Mapping[str, str] = field(
        default_factory=dict
    )  # its inputs, each by the refusal's value that fills it


@dataclass(frozen=True, slots=True, init=False)
class Refusal:
    """One refusal code and its sentences; two of one code refuse to load."""

    code: str
    words: Words
    severity: Severity = field(default=Severity.ERROR)
    remedy: Remedy | None = field(default=None)

    def __init__(
        self,
        code: str,
        *,
        ar: str,
        en: str,
        fr: str,
        severity: Severity = Severity.ERROR,
        remedy: Remedy | None = None,
    ) -> None:
        if not _CODE.fullmatch(code):
            raise ValueError(f"refusal code {code!r} is not kebab-case")
        if not (ar and en and fr):
            raise ValueError(f"refusal {code!r} lacks a sentence in a language")
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "words", Words(ar=ar, en=en, fr=fr))
        object.__setattr__(self, "severity", severity)
        object.__setattr__(self, "remedy", remedy)
        known = _DECLARED.setdefault(code, self)
        if known.words != self.words:
            raise ValueError(f"refusal code {code!r} is declared twice with other words")

    def sentence(self, language: str, **values: object) -> str:
        """The sentence in ``language`` with its places filled; words among them are said in
        it too.
        """
        return self.told(language, values)

    def told(self, language: str, values: Mapping[str, object], tell: Tell = SHOWN) -> str:
        """The same for a medium with a way of its own to tell days, months and amounts."""
        said = {k: v.at(language) if isinstance(v, Words) else v for k, v in values.items()}
        return self.words.told(language, said, tell)


_DECLARED: dict[str, Refusal] = {}


def declared() -> dict[str, Refusal]:
    """Every refusal declared so far, by code (complete once the catalogue is loaded)."""
    return dict(_DECLARED)


def sentence(code: str, language: str, values: Mapping[str, object], tell: Tell = SHOWN) -> str:
    """The sentence of ``code``; an unknown code is shown as itself, never as a crash."""
    refusal = _DECLARED.get(code)
    return refusal.told(language, values, tell) if refusal else code


class Refused(Exception):
    """A whole asking is refused before any row is looked at (rights, keys, size of a file)."""

    def __init__(self, refusal: Refusal, field: str = "", **values: object) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.field = field
        self.values = values

    def sentence(self, language: str, tell: Tell = SHOWN) -> str:
        """What to tell the client, in ``language``."""
        return self.refusal.told(language, self.values, tell)
