"""An engine's answer as JSON, and a recorded transaction read back by those whom it concerns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from guichet.channels.api.problems import finding
from guichet.channels.shared.changes import as_told
from guichet.channels.shared.concern import concerns
from guichet.channels.shared.signer import signer_of
from guichet.engine import waiting
from guichet.engine.actor import Actor
from guichet.engine.outcome import Answer, answer_from
from guichet.engine.record import iso
from guichet.engine.registry import services
from guichet.engine.service import Outcome
from guichet.engine.stages import reached
from guichet.lib import reference

_ONE = """
    SELECT t.id, t.service, t.party, t.repeats, t.content, s.asked_at, s.channel, s.actor,
        s.signature IS NOT NULL
    FROM engine_transaction t JOIN engine_submission s ON s.id = t.id >> 20 WHERE t.id = %(id)s
"""


def shown(answer: Answer, language: str) -> dict[str, Any]:
    """What a caller is told of one answer. Values are canonical text; amounts are in riyals with two decimals."""
    known = answer.kept or answer.repeated  # a rehearsal has no reference of its own
    said: dict[str, Any] = {
        "outcome": answer.outcome.value,
        "reference": answer.reference if known else None,
        "repeated": answer.repeated,
        "dry_run": not answer.kept,
        "service": answer.service.key,
        "input": dict(answer.input),
        "output": _output(answer),
        "warnings": [finding(f, language) for f in answer.warnings],
    }
    if known:
        said["receipt"] = f"/api/v1/receipts/{answer.reference}"
        said["transaction"] = f"/api/v1/transactions/{answer.reference}"
        said["paper"] = f"/api/v1/transactions/{answer.reference}/paper"
    said |= _state(answer, language)
    if not answer.kept:
        said["changes"] = as_told(answer.changes)
    return said


def _state(answer: Answer, language: str) -> dict[str, Any]:
    """How far it has come, of a service that ends later than its acceptance: as GOV.UK Pay tells it, and where to go on."""
    if not answer.service.stages:
        return {}
    found = reached(answer, timezone.now())
    if found is None:
        return {"state": None, "next_url": None}
    state = {
        "status": found.status, "finished": found.stage.finished, "good": found.stage.good,
        "since": iso(found.since) if found.since else None, "sentence": found.stage.meaning.at(language),
    }  # fmt: skip
    return {"state": state, "next_url": settings.PUBLIC_ADDRESS + found.next_url if found.next_url else None}


def shown_row(answer: Answer, row: int, language: str) -> dict[str, Any]:
    """One row of a batch: its number, what it was told, and every error."""
    said = {"row": row, **shown(answer, language)}
    if answer.errors:
        said["errors"] = [finding(f, language) for f in answer.errors]
    said.pop("changes", None)  # told once for all rows
    return said


def counts(answers: list[Answer]) -> dict[str, int]:
    """How many rows ended how; a repetition counts as what it repeats and once more as repeated."""
    found = {outcome.value: 0 for outcome in Outcome}
    for answer in answers:
        found[answer.outcome.value] += 1
    return found | {"repeated": sum(answer.repeated for answer in answers)}


def _output(answer: Answer) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, field in answer.service.outputs.items():
        text = answer.output.get(name)
        values[name] = json.loads(text) if text and field.kind == "lines" else text
    return values


@dataclass(frozen=True, slots=True)
class Record:
    """A transaction as it was recorded, with its circumstances."""

    answer: Answer
    party: int | None
    repeats: int | None
    asked_at: datetime
    channel: str
    actor: int
    signed: bool

    def concerns(self, actor: Actor, today: date) -> bool:
        """Whoever asked may read it, and whoever today holds the right it needed, or to view, for its party."""
        if actor.services is not None and self.answer.service.key not in actor.services:
            return False  # a machine's token opens what it is for, and nothing beside
        return concerns(
            actor.id, actor.mandates, asker=self.actor, service=self.answer.service, party=self.party, today=today,
            told=self.answer.output,
        )

    def shown(self, language: str) -> dict[str, Any]:
        """The record as JSON, and what settled it, if it had to wait and is settled."""
        said = shown_row(self.answer, self.answer.row, language) | {
            "asked_at": iso(self.asked_at),
            "channel": self.channel,
            "signed": self.signed,
        }
        signer = signer_of(self.answer.transaction)
        if signer is not None:
            said["signed_by"] = {"subject": signer.subject, "certificate": signer.serial}
        if self.repeats is not None:
            said["repeats"] = reference.encode(self.repeats)
        if self.answer.outcome in (Outcome.HELD, Outcome.REFERRED):
            said["settled_by"] = self._settled_by()
            said["settled"] = said["settled_by"] and self._settled(language)
        return said

    def _settled(self, language: str) -> dict[str, Any]:
        """How it ended, so that nobody need ask for another reference."""
        ended = shown_row(waiting.as_it_ended(self.answer), self.answer.row, language)
        return {name: ended[name] for name in ("outcome", "output", "warnings", "errors") if name in ended}

    def _settled_by(self) -> str | None:
        number = waiting.resolution_of(self.answer.transaction)
        return reference.encode(number) if number else None


def find(text: str) -> Record | None:
    """The record of a reference however it is typed; None when it is mistyped or unknown."""
    number = reference.decode(text)
    if number is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_ONE, {"id": number})
        row = cursor.fetchone()
    if row is None:
        return None
    code, content = row[1], row[4]
    service = next((s for s in services().values() if s.code == code), None)
    if service is None:  # withdrawn since
        return None
    answer = answer_from(service, number, content)
    return Record(answer, row[2], row[3], row[5], row[6], row[7], row[8])
