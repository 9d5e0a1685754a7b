"""An engine's answer as JSON, and a recorded transaction read back by those whom it concerns."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from guichet.channels.api.problems import Scope, finding
from guichet.channels.shared.changes import as_told
from guichet.channels.shared.signer import signer_of
from guichet.engine import pending
from guichet.engine.actor import Actor
from guichet.engine.outcome import Answer
from guichet.engine.record import iso
from guichet.engine.records import Record
from guichet.engine.service import Outcome
from guichet.engine.stages import Reached, reached
from guichet.lib import reference


def shown(answer: Answer, language: str, scope: Scope = None) -> dict[str, Any]:
    """What a caller whose token is for ``scope`` is told of one answer. Values are canonical text;
    amounts are in whole units of the currency with its decimals.
    """
    return _shown(answer, reached(answer, timezone.now()), language, scope)


def _shown(answer: Answer, stage: Reached | None, language: str, scope: Scope) -> dict[str, Any]:
    known = answer.kept or answer.repeated  # a rehearsal has no reference of its own
    said: dict[str, Any] = {
        "outcome": answer.outcome.value,
        "reference": answer.reference if known else None,
        "repeated": answer.repeated,
        "dry_run": not answer.kept,
        "service": answer.service.key,
        "input": dict(answer.input),
        "output": _output(answer),
        "warnings": [finding(f, language, scope) for f in answer.warnings],
    }
    if known:
        said["receipt"] = f"/api/v1/receipts/{answer.reference}"
        said["transaction"] = f"/api/v1/transactions/{answer.reference}"
        said["paper"] = f"/api/v1/transactions/{answer.reference}/paper"
    said |= _state(answer, stage, language)
    if not answer.kept:
        said["changes"] = as_told(answer.changes)
    return said


def _state(answer: Answer, found: Reached | None, language: str) -> dict[str, Any]:
    """How far it has come, of a service that ends later than its acceptance: as GOV.UK Pay tells
    it, and where to go on.
    """
    if not answer.service.stages:
        return {}
    if found is None:
        return {"state": None, "next_url": None}
    state = {
        "status": found.status,
        "finished": found.stage.finished,
        "good": found.stage.good,
        "since": iso(found.since) if found.since else None,
        "sentence": found.stage.meaning.at(language),
    }
    return {
        "state": state,
        "next_url": settings.PUBLIC_ADDRESS + found.next_url if found.next_url else None,
    }


def shown_row(answer: Answer, row: int, language: str, scope: Scope = None) -> dict[str, Any]:
    """One row of a batch: its number, what it was told, and every error."""
    return _row(answer, row, reached(answer, timezone.now()), language, scope)


def _row(
    answer: Answer, row: int, stage: Reached | None, language: str, scope: Scope
) -> dict[str, Any]:
    said = {"row": row, **_shown(answer, stage, language, scope)}
    if answer.errors:
        said["errors"] = [finding(f, language, scope) for f in answer.errors]
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


def may_read(record: Record, actor: Actor, today: date) -> bool:
    """Whether it concerns who asks; a machine's token opens what it is for, and nothing beside."""
    if actor.services is not None and record.service.key not in actor.services:
        return False
    return record.concerns(actor.id, actor.mandates, today)


def shown_record(record: Record, language: str, scope: Scope = None) -> dict[str, Any]:
    """The record as JSON, and what settled it, if it had to wait and is settled."""
    answer = record.answer
    said = _row(answer, answer.row, record.reached, language, scope) | {
        "asked_at": iso(record.asked_at),
        "channel": record.channel,
        "signed": record.signed,
    }
    signer = signer_of(record.id)
    if signer is not None:
        said["signed_by"] = {"subject": signer.subject, "certificate": signer.serial}
    if record.repeats is not None:
        said["repeats"] = record.first_reference
    if answer.outcome in (Outcome.HELD, Outcome.REFERRED):
        number = pending.resolution_of(record.id)
        said["settled_by"] = reference.encode(number) if number else None
        said["settled"] = _settled(answer, language, scope) if number else None
    return said


def _settled(answer: Answer, language: str, scope: Scope) -> dict[str, Any]:
    """How it ended, so that nobody need ask for another reference."""
    ended = shown_row(pending.as_it_ended(answer), answer.row, language, scope)
    return {
        name: ended[name] for name in ("outcome", "output", "warnings", "errors") if name in ended
    }
