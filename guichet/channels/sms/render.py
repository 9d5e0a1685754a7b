"""A turn of a dialogue as lines of a text."""

from __future__ import annotations

from collections.abc import Iterator

from guichet.channels.shared import review
from guichet.channels.sms import answer_lines, capabilities, words
from guichet.dialogue import entry
from guichet.dialogue.draft import Draft
from guichet.dialogue.turn import Ask, Choose, Mend, Prove, Review, Told, Turn, Unproved, Waits
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome

_WILL_BE = {Outcome.HELD: words.WILL_BE_HELD, Outcome.REFERRED: words.WILL_BE_REFERRED}


def lines(draft: Draft, turn: Turn, language: str) -> list[str]:
    """What to write."""
    match turn:
        case Ask(fault=fault) if fault:
            return [fault]
        case Ask():
            return [_question(draft, turn, language)]
        case Review():
            return [_check(draft, turn, language)]
        case Mend():
            return list(_mend(draft, turn, language))
        case Prove(wrong=wrong):
            return [(words.CODE_WRONG if wrong else words.CODE).at(language)]
        case Unproved(refused=refused) if refused is not None:
            return [refused.sentence(language)]
        case Unproved():
            return [words.CODE_SPENT.at(language)]
        case Told(answer=answer):
            return answer_lines.answered(answer, answer.service, language)
        case Choose() | Waits():  # a text waits for no app
            return [words.CANCELLED.at(language)]


def _question(draft: Draft, turn: Ask, language: str) -> str:
    field = service_of(draft.service).inputs[turn.name]
    label = field.label.at(language)
    if turn.parties:
        return words.WHICH.at(language, label=label, list=_listed(turn.parties))
    if field.options:
        options = _listed(option.at(language) for option in field.options.values())
        return words.CHOOSE.at(language, label=label, list=options)
    hint = f" {field.hint.at(language)}" if field.hint else ""
    return words.ENTER.at(language, label=label, hint=hint)


def _listed(given: Iterator[str] | tuple[str, ...]) -> str:
    return "\n".join(f"{at} {text}" for at, text in enumerate(given, start=1))


def _check(draft: Draft, turn: Review, language: str) -> str:
    """The question first: what does not fit is asked for by MORE, and must not be what has to be
    answered.
    """
    answer, title = turn.answer, service_of(draft.service).title.at(language)
    foretold = [_WILL_BE[answer.outcome].at(language)] if answer.outcome in _WILL_BE else []
    foretold += [answer_lines.finding(found, language) for found in answer.warnings]
    whose, cost = (
        list(answer_lines.values(*told, language))
        for told in (review.names(answer), review.beside(answer))
    )
    listed = "\n".join([*foretold, *whose, *_read_back(draft, language), *cost])
    return words.CHECK.at(language, title=title, list=listed)


def _mend(draft: Draft, turn: Mend, language: str) -> Iterator[str]:
    if turn.refused is not None:
        yield turn.refused.sentence(language)
    if turn.answer is not None:
        yield from answer_lines.answered(turn.answer, turn.answer.service, language)
    if not service_of(draft.service).enquiry:  # an enquiry is as quickly asked anew
        yield from _read_back(draft, language)
        yield words.MEND.at(language)


def _read_back(draft: Draft, language: str) -> Iterator[str]:
    """Every field with its place; those left empty too, so that they can be filled."""
    service = service_of(draft.service)
    plain = entry.canonical_of(service.inputs, draft.given)
    for at, name in enumerate(capabilities.asked(service), start=1):
        field = service.inputs[name]
        label, text = field.label.at(language), plain.get(name)
        if text:
            value = answer_lines.value(name, field, text, language)
            yield words.LINE.at(language, at=at, label=label, value=value)
        else:
            yield words.ALSO.at(language, at=at, label=label)
