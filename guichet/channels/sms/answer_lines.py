"""Lines of an answer, and how many of them fit into the parts one text may have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.utils import timezone

from guichet.channels.shared.answered_fields import shown
from guichet.channels.sms import parts, words
from guichet.engine.fields import Field, Lines
from guichet.engine.fields.scripts import of_reader
from guichet.engine.outcome import IF_APPROVED, Answer, Finding
from guichet.engine.service import Outcome, Service
from guichet.engine.stages import reached
from guichet.lib.text import without_marks

MOST_PARTS = 3
_ARABIC = re.compile("[\u0620-\u064a]")
# Right-to-left, a reference whose first group is digits alone would be shown with its groups in
# another order.
_REFERENCE = re.compile(r"(?<![\w-])[0-9A-Z]{4,5}(?:-[0-9A-Z]{4,5})+(?![\w-])")
_LEFT_TO_RIGHT = "\u200e"
_ENDS = {Outcome.HELD: words.HELD, Outcome.REFERRED: words.REFERRED}


def fitted(lines: list[str], language: str) -> tuple[str, list[str]]:
    """As many lines as fit into one text of few parts, and the rest."""
    more = words.MORE.at(language)
    for size in range(len(lines), 0, -1):
        text = written("\n".join(lines[:size] if size == len(lines) else [*lines[:size], more]))
        if size == 1 or parts.count(text) <= MOST_PARTS:
            return _short(text), lines[size:]
    return "", []


def written(text: str) -> str:
    """A text as it is sent: without marks for screens, in the cheaper alphabet where nothing is
    lost. One mark stays: before a reference in an Arabic text, so that a handset shows it as it was
    given.
    """
    bare = without_marks(text)  # for screens; in a text they only cost room
    if _ARABIC.search(bare):
        return _REFERENCE.sub(lambda found: _LEFT_TO_RIGHT + found[0], bare)
    return parts.plainer(bare)


def _short(text: str) -> str:
    """A single line too long for anybody to pay for is cut."""
    while parts.count(text) > MOST_PARTS * 2:
        text = f"{text[: len(text) * 3 // 4]}…"
    return text


def answered(answer: Answer, service: type[Service], language: str) -> list[str]:
    """How an asking ended, line by line."""
    return list(_answered(answer, service, language))


def _answered(answer: Answer, service: type[Service], language: str) -> Iterator[str]:
    if answer.outcome is Outcome.REFUSED:
        yield from (finding(found, language) for found in answer.errors)
        return
    stage = reached(answer, timezone.now())
    if answer.outcome in _ENDS:
        yield _ENDS[answer.outcome].at(language)
    elif answer.repeated:
        yield words.DONE_BEFORE.at(language)
    elif stage is None and not service.enquiry:
        yield words.DONE.at(language)
    if stage is not None:
        yield f"{stage.stage.words.at(language)}."
    said = list(values(service.outputs, answer.output, language))
    yield from [f"{IF_APPROVED.at(language)}:", *said] if said and answer.supposed else said
    yield from (finding(found, language) for found in answer.warnings)
    if stage is not None and stage.next_url and stage.stage.onward:
        yield f"{stage.stage.onward.at(language)}: {settings.PUBLIC_ADDRESS}{stage.next_url}"
    if not service.enquiry and answer.kept:
        yield f"{words.REFERENCE.at(language)}: {answer.reference}"


def finding(found: Finding, language: str) -> str:
    """A refusal's or a warning's sentence."""
    return found.sentence(language)


def values(
    of: Mapping[str, Field], given: Mapping[str, str | None], language: str
) -> Iterator[str]:
    """Each value with its label. An amount that is nothing is told only where it comes first: it is
    the answer then.
    """
    for at, (name, field) in enumerate(of_reader(of, given, language).items()):
        text = given.get(name)
        if not text:
            continue
        if isinstance(field, Lines):
            if count := len(json.loads(text)):
                yield words.LINES.at(language, label=field.label.at(language), count=count)
        elif not (field.kind == "money" and at and not text.strip("-0.")):
            yield f"{field.label.at(language)}: {value(name, field, text, language)}"


def value(name: str, field: Field, text: str, language: str) -> str:
    """One value as a reader expects it; one calendar is enough."""
    seen = shown({name: field}, {name: text}, language)
    return seen[0].value.partition(" · ")[0] if seen else text
