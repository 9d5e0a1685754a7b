"""What a row's content says once it is recorded, and how a channel reads it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guichet.engine.refusal import Severity, declared, sentence
from guichet.engine.service import Outcome, Service
from guichet.lib.text import Words

OUTCOME_CODES = {Outcome.ACCEPTED: 1, Outcome.REFUSED: 2, Outcome.HELD: 3, Outcome.REFERRED: 4}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said about a row: an error or a warning about a field."""

    field: str
    code: str
    severity: Severity
    values: Mapping[str, str]
    label: Mapping[str, str] = field(default_factory=dict)  # the field's label by language
    instead: Words | None = None  # said of this field instead of the code's own sentence

    def sentence(self, language: str) -> str:
        """The sentence in ``language``, naming the field in that language too."""
        values = dict(self.values)
        if language[:2] in self.label:
            values["label"] = self.label[language[:2]]
        if self.instead is not None:
            return self.instead.at(language, **values)
        return sentence(self.code, language, **values)


    @property
    def remedy(self) -> tuple[str, dict[str, str]] | None:
        """The service that takes its cause away, and what that is asked with."""
        refusal = declared().get(self.code)
        found = refusal.remedy if refusal else None
        if found is None:
            return None
        return found.service, {name: str(self.values[value]) for name, value in found.fills.items()}


@dataclass(frozen=True, slots=True)
class Answer:
    """How one asking ended, as every channel shows it."""

    service: type[Service]
    outcome: Outcome
    transaction: int
    reference: str
    row: int
    input: Mapping[str, str | None]
    output: Mapping[str, str | None]
    findings: tuple[Finding, ...]
    repeated: bool = False  # the same fact was asked before; this is the first receipt
    kept: bool = True  # False after a dry run: there is no receipt
    changes: Mapping[str, int] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether the asking had its effect (now or the first time)."""
        return self.outcome is Outcome.ACCEPTED

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop it."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that only inform."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)

    def receipt(self) -> dict[str, Any]:
        """The signed document a client keeps; verifiable offline (:mod:`guichet.engine.receipt`)."""
        from guichet.engine.receipt import document

        return document(self.transaction)


def answer_from(
    service: type[Service],
    transaction: int,
    content: str,
    *,
    repeated: bool = False,
    kept: bool = True,
    changes: Mapping[str, int] | None = None,
) -> Answer:
    """Read a transaction's content back."""
    said = json.loads(content)
    return Answer(
        service=service,
        outcome=Outcome(said["outcome"]),
        transaction=transaction,
        reference=said["reference"],
        row=said["row"],
        input=said["input"],
        output=said.get("answer") or {},
        findings=tuple(_finding(service, f) for f in said.get("findings") or ()),
        repeated=repeated,
        kept=kept,
        changes=changes or {},
    )


def _finding(service: type[Service], said: Mapping[str, Any]) -> Finding:
    name = said["field"]
    asked = service.inputs.get(name)
    label = asked.label if asked else None
    return Finding(
        field=name,
        code=said["code"],
        severity=Severity(said["severity"]),
        values=json.loads(said["values"]),
        label={"ar": label.ar, "en": label.en, "fr": label.fr} if label else {},
        instead=asked.unanswered if asked and said["code"] == "field-required" else None,
    )
