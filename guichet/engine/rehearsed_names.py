"""Whose names a rehearsal tells: a number that anybody can type must not give away who has it, a
thousand at a time.

An output that is a person's name says by which input the person was named (``names`` of its field).
What is recorded has its effect and its receipt, and tells the name; a rehearsal leaves no trace
with the person, so it tells names only as far as
``KNOWS`` allows. Without one it tells none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from guichet.engine.context import Context
from guichet.engine.disclosures import number_of
from guichet.engine.outcome import Answer
from guichet.engine.service import Service

# Of some persons those whose names this asker may be told, of one row or of many.
Knows = Callable[[Context, type[Service], frozenset[int], bool], frozenset[int]]
KNOWS: list[Knows] = []


def names_in(service: type[Service]) -> dict[str, str]:
    """The outputs of a service that are a person's name, each with the input that says whose."""
    return {name: field.names for name, field in service.outputs.items() if field.names}


def withheld(context: Context, service: type[Service], answers: Sequence[Answer]) -> list[Answer]:
    """The answers of a rehearsal without the names that its asker is not to be told."""
    names = names_in(service)
    answers = [_own(answer, service) for answer in answers]
    asked = {
        number
        for answer in answers
        for name, whose in names.items()
        if answer.output.get(name) and (number := number_of(answer, whose)) is not None
    }
    if not asked:
        return list(answers)
    told = frozenset(asked)
    for knows in KNOWS or [_nobody]:
        told = knows(context, service, told, len(answers) > 1)
    return [_without(answer, names, told) for answer in answers]


def _own(answer: Answer, service: type[Service]) -> Answer:
    """What repeats another service's fact is answered with that one's receipt: of it only what this
    service tells.
    """
    strange = set(answer.output) - set(service.outputs)
    if not strange:
        return answer
    return replace(answer, output={n: v for n, v in answer.output.items() if n not in strange})


def _without(answer: Answer, names: dict[str, str], told: frozenset[int]) -> Answer:
    hidden = {
        name: None
        for name, whose in names.items()
        if (number := number_of(answer, whose)) is not None and number not in told
    }
    return replace(answer, output={**answer.output, **hidden}) if hidden else answer


def _nobody(
    _context: Context, _service: type[Service], _persons: frozenset[int], _many: bool
) -> frozenset[int]:
    return frozenset()
