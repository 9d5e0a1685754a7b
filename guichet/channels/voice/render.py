"""A turn of a dialogue as the caller hears it: where the call stands now, what is said at once,
what may be heard again.
"""

from __future__ import annotations

from collections.abc import Iterator

from guichet.channels.shared import review
from guichet.channels.voice import speech_text, words
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.steps import Asking, remember
from guichet.channels.voice.turns import State
from guichet.dialogue import entry
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.turn import Ask, Choose, Mend, Prove, Review, Told, Turn, Unproved, Waits
from guichet.engine.outcome import Answer
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome
from guichet.engine.stages import Reached

_ENDS = {Outcome.HELD: words.HELD, Outcome.REFERRED: words.REFERRED}
_WILL_BE = {Outcome.HELD: words.WILL_BE_HELD, Outcome.REFERRED: words.WILL_BE_REFERRED}
_SAID_AT_ONCE = 4


def said(state: State, turn: Turn, desk: Asking, *, waited: bool) -> list[Phrase]:
    """Move the call to where the turn is; what is said before its prompt. ``waited``: for
    the app.
    """
    language = state.language
    match turn:
        case Choose():
            state.at = "menu"
        case Ask(parties=parties, fault=fault):
            # A key picks one of their own; to have another, it is changed, and keyed.
            state.at = "party" if parties and state.draft.stage is Stage.ASKING else "field"
            return [speech_text.sentence(fault, language)] if fault else []
        case Review(answer=answer):
            state.at = "check"
            would = [
                said
                for of in (review.names(answer), review.beside(answer))
                for said in speech_text.fields(*of, language)
            ]
            remember(
                state, [*_read_back(state.draft, language), *would, *_foretold(answer, language)]
            )
        case Prove(wrong=wrong):
            state.at = "code"
            app = (
                []
                if wrong or not desk.app_offered
                else [speech_text.phrase(words.APP_INSTEAD, language)]
            )
            return [speech_text.phrase(words.CODE_WRONG if wrong else words.CODE, language), *app]
        case Waits():
            state.at = "app_confirm"
        case Unproved(refused=refused):
            state.at = "check"
            spent = (
                [speech_text.phrase(words.CODE_SPENT, language)]
                if waited or refused is None
                else []
            )
            return [*_whole(refused, language), *spent]
        case Mend(answer=None, refused=refused):
            state.at = "answer"
            remember(state, _whole(refused, language))
        case Mend(answer=answer) | Told(answer=answer) if answer is not None:
            state.at = "answer"
            most = _SAID_AT_ONCE if answer.accepted else 0  # a refusal is heard to the end
            remember(state, list(_told(answer, desk.reached(answer), language)), most)
    return []


def _whole(refused: Refused | None, language: str) -> list[Phrase]:
    return [speech_text.refused(refused, language)] if refused else []


def _told(answer: Answer, stage: Reached | None, language: str) -> Iterator[Phrase]:
    if answer.outcome is Outcome.REFUSED:
        yield from (speech_text.finding(finding, language) for finding in answer.errors)
        return
    service = answer.service
    if answer.outcome in _ENDS:
        yield speech_text.phrase(_ENDS[answer.outcome], language)
    elif answer.repeated:
        yield speech_text.phrase(words.DONE_BEFORE, language)
    elif stage is None and not service.enquiry:
        yield speech_text.phrase(words.DONE, language)
    if stage is not None:
        yield Phrase(f"{speech_text.label(stage.stage.words, language)}.", language)
        yield Phrase(speech_text.label(stage.stage.meaning, language), language)
    yield from speech_text.outcome(answer, language)
    yield from (speech_text.finding(finding, language) for finding in answer.warnings)
    if not service.enquiry:
        yield speech_text.reference(answer.reference, language)


def _foretold(answer: Answer, language: str) -> Iterator[Phrase]:
    """What a rehearsal foretells beside the values."""
    if answer.outcome in _WILL_BE:
        yield speech_text.phrase(_WILL_BE[answer.outcome], language)
    yield from (speech_text.finding(finding, language) for finding in answer.warnings)


def _read_back(draft: Draft, language: str) -> Iterator[Phrase]:
    service = service_of(draft.service)
    values = entry.canonical_of(service.inputs, draft.given)
    yield Phrase(speech_text.label(service.title, language) + ".", language)
    for name, field in service.inputs.items():
        yield from speech_text.fields({name: field}, values, language)
