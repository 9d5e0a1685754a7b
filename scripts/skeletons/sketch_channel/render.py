"""What a turn looks like: here the same for a program and for a person who reads JSON."""

from __future__ import annotations

from typing import Any

from guichet.dialogue.turn import Mend, Prove, Review, Told, Turn, Unproved
from guichet.engine.outcome import Answer
from guichet.engine.refusal import Refused


def shown(turn: Turn, language: str) -> dict[str, Any]:
    """The turn's name, and what goes with it; every finding with its sentence and its code."""
    match turn:
        case Told(answer=answer):
            return {"turn": "told", **_answer(answer, language), "reference": answer.reference}
        case Review(answer=answer):
            return {"turn": "review", **_answer(answer, language)}
        case Mend(answer=answer) if answer is not None:
            return {"turn": "mend", **_answer(answer, language)}
        case Prove(wrong=wrong):
            return {"turn": "prove", "wrong": wrong}
        case Mend(refused=why) | Unproved(refused=why):
            return {"turn": "mend", "outcome": "refused", "errors": _refused(why, language)}
    return {"turn": type(turn).__name__.lower()}


def _answer(answer: Answer, language: str) -> dict[str, Any]:
    return {
        "outcome": answer.outcome.value,
        "repeated": answer.repeated,
        "output": dict(answer.output),
        "errors": [_said(f.code, f.field, f.sentence(language)) for f in answer.errors],
        "warnings": [_said(f.code, f.field, f.sentence(language)) for f in answer.warnings],
    }


def _refused(why: Refused | None, language: str) -> list[dict[str, str]]:
    return [_said(why.refusal.code, why.field, why.sentence(language))] if why else []


def _said(code: str, field: str, sentence: str) -> dict[str, str]:
    return {"code": code, "field": field, "sentence": sentence}
