"""A turn of a dialogue as the result of a tool: sentences for whoever reads, and the same as data
for programmes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from mcp_types import CallToolResult, TextContent

from guichet.channels.shared import review
from guichet.channels.shared.answered_fields import shown as rows_of
from guichet.dialogue.turn import Mend, Review, Told, Turn, Unproved, Waits
from guichet.domain.identity.providers import NOT_CONFIRMED
from guichet.engine.outcome import IF_APPROVED, OUTCOMES, Answer, Finding
from guichet.engine.refusal import Refused


def shown(turn: Turn, language: str, draft: str) -> CallToolResult:
    """What answers a call. ``draft`` names what ``confirm`` goes on with; empty: there is nothing
    to go on with.
    """
    match turn:
        case Told(answer=answer):
            rows = rows_of(answer.service.outputs, answer.output, language)
            return _answered("told", answer, language, draft, rows=rows)
        case Review(answer=answer):
            rows, told = review.asked(answer, language), review.told(answer, language)
            return _answered("review", answer, language, draft, rows=rows, told=told)
        case Mend(answer=answer) if answer is not None:
            return _answered("refused", answer, language, draft)
        case Waits(number=number, again=again):
            return _result("waiting", {"number": number}, language, draft, again=again)
        case Mend(refused=why) | Unproved(refused=why):
            return refused(why or Refused(NOT_CONFIRMED), language, draft)
    raise AssertionError(turn)  # nothing is asked field by field, nor proved elsewhere


def refused(why: Refused, language: str, draft: str = "") -> CallToolResult:
    """No, with the field and what to do about it."""
    error = {"code": why.refusal.code, "field": why.field, "detail": why.sentence(language)}
    return _result("refused", {"errors": [error]}, language, draft)


def text(template: str, language: str, **page: Any) -> str:
    """Sentences of the channel, a line each."""
    with override(language):
        lines = render_to_string(f"assistant/{template}.txt", page).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _answered(state: str, answer: Answer, language: str, draft: str, **page: Any) -> CallToolResult:
    data = {
        "outcome": answer.outcome.value,
        "reference": answer.reference if answer.kept or answer.repeated else None,
        "repeated": answer.repeated,
        "done": answer.kept and answer.accepted,
        "service": answer.service.key,
        "input": dict(answer.input),
        "output": dict(answer.output),
        "errors": _findings(answer.errors, language),
        "warnings": _findings(answer.warnings, language),
    }
    page |= {"answer": answer, "ended": OUTCOMES[answer.outcome], "if_approved": IF_APPROVED}
    return _result(state, data, language, draft, **page)


def _findings(found: Iterable[Finding], language: str) -> list[dict[str, str]]:
    return [{"code": f.code, "field": f.field, "detail": f.sentence(language)} for f in found]


def _result(
    state: str, data: dict[str, Any], language: str, draft: str, **page: Any
) -> CallToolResult:
    data = {"state": state, **data} | ({"draft": draft} if draft else {})
    said = TextContent(type="text", text=text("turn", language, **data | page))
    return CallToolResult(content=[said], structured_content=data, is_error=state == "refused")
