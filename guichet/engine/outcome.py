"""What a row's content says once it is recorded, and how a channel reads it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guichet.engine.fields import values_of
from guichet.engine.refusal import Severity, declared, sentence
from guichet.engine.service import Outcome, Service
from guichet.lib.country_languages import languages
from guichet.lib.places import SHOWN, Tell
from guichet.lib.text import Words

# Said before the output of a referred asking: it is what the asking comes to, and nothing has come
# of it yet.
IF_APPROVED = Words(
    ar="إذا وافقت المؤسسة على الطلب", en="If it is approved", fr="Si la demande est acceptée"
)

# How an asking ended, wherever outcomes are named.
OUTCOMES = {
    Outcome.ACCEPTED: Words(ar="مقبول", en="Accepted", fr="Acceptée"),
    Outcome.REFUSED: Words(ar="مرفوض", en="Refused", fr="Refusée"),
    Outcome.HELD: Words(
        ar="محفوظ حتى يكتمل التحقق", en="Held until checked", fr="En attente de vérification"
    ),
    Outcome.REFERRED: Words(ar="محال إلى موظف", en="Referred to staff", fr="Transmise à un agent"),
}
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

    def sentence(self, language: str, tell: Tell = SHOWN) -> str:
        """The sentence in ``language``, naming the field in that language too; days and amounts as
        the medium tells them.
        """
        values = dict(self.values)
        if language[:2] in self.label:
            values["label"] = self.label[language[:2]]
        if self.instead is not None:
            return self.instead.told(language, values, tell)
        return sentence(self.code, language, values, tell)

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
    def supposed(self) -> bool:
        """Whether its output is only what it comes to if a person approves."""
        return self.outcome is Outcome.REFERRED

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop it."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that only inform."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)

    @property
    def values(self) -> dict[str, Any]:
        """The output as what it is (`values_of`)."""
        return values_of(self.service.outputs, self.output)

    def receipt(self) -> dict[str, Any]:
        """The signed document a client keeps; verifiable offline
        (:mod:`guichet.engine.receipt`).
        """
        from guichet.engine.receipt import document

        return document(self.transaction)


def output_of(said: Mapping[str, Any]) -> dict[str, str | None]:
    """What a content answers; of a referred one, what it comes to if it is approved."""
    return (
        said.get("if_approved") if said["outcome"] == Outcome.REFERRED.value else said.get("answer")
    ) or {}


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
        output=output_of(said),
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
        label={at: label.template(at) for at in languages()} if label else {},
        instead=asked.unanswered if asked and said["code"] == "field-required" else None,
    )
