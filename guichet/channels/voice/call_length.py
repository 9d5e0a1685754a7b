"""How long a dialogue is, before anybody calls: every step of a service played with its samples,
speech reckoned by letters.

The rates are those of espeak-ng at the speeds of :mod:`.speech`; a test compares them with what the
engine really makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from guichet.channels.voice import capabilities, words
from guichet.channels.voice.dialogue import Event, advance
from guichet.channels.voice.lexicon import bare
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.turns import State, Turn
from guichet.dialogue.draft import Draft
from guichet.dialogue.offered import Capabilities
from guichet.engine.actor import Assurance
from guichet.engine.outcome import Answer
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome, Service
from guichet.engine.stages import Reached
from guichet.lib.locale import here

PAUSE_S = 0.25  # between two phrases
KEY_S, THINK_S = 0.4, 1.0  # a key; and what passes before the first one
_LETTERS_A_SECOND = {"ar": 9.3, "en": 15.0, "fr": 18.5}
_SAMPLES = {"day": "2026-11-22", "month": "2026-11", "money": "8000.50"}


def seconds(said: Iterable[Phrase]) -> float:
    """How long phrases take to be said."""
    return sum(PAUSE_S + len(bare(p.text)) / _LETTERS_A_SECOND[p.language[:2]] for p in said)


def of_use(said: Sequence[Phrase], language: str) -> int:
    """How many phrases are heard before the key is known: up to the own language, the first choice,
    or the amount.
    """
    for at, phrase in enumerate(said, start=1):
        if phrase.text == words.LANGUAGE.at(language):
            return at
    money = here().currency.whole
    marks = (" press ", " tapez ", "اِضْغَطْ", money.en[0], money.fr[0], money.ar.one)
    found = (at for at, p in enumerate(said, start=1) if any(mark in p.text for mark in marks))
    return next(found, len(said))


@dataclass(frozen=True, slots=True)
class Walk:
    """One service from its choice to its answer, everything listened to."""

    steps: int
    seconds: float
    longest: float  # of one prompt, in seconds
    choices: int  # the most at one step


@dataclass
class _Rehearsal:
    """A desk that agrees to everything; of signing in nothing is reckoned."""

    language: str
    can: Capabilities = capabilities.VOICE
    agent: str = ""
    moment: float = 0.0
    known: Assurance = Assurance.PIN
    no_code: bool = False

    def offered(self, account: int) -> list[type[Service]]:
        return list(capabilities.carried())

    def app_offered(self, account: int | None = None) -> bool:
        return True  # whatever can be said is reckoned

    def asking(self, state: State) -> Any:
        return self

    def parties(self, service: type[Service]) -> list[str]:
        return [service.inputs[service.party].sample or "500000001"]

    def usual(self, default: str) -> str:
        return _SAMPLES.get({"today": "day", "this_month": "month"}.get(default, ""), default)

    def ask(self, draft: Draft, *, proved: bool, dry: bool) -> Answer:
        service = service_of(draft.service)
        said = {name: f.sample or _SAMPLES.get(f.kind, "") for name, f in service.outputs.items()}
        return Answer(
            service, Outcome.ACCEPTED, 1, "K7QM-4X2P-9RTWX", 1, draft.given, said, (), kept=not dry
        )

    def send_code(self, draft: Draft) -> None:
        return None

    def redeem(self, draft: Draft, code: str) -> bool:
        return True

    def reached(self, answer: Answer) -> Reached | None:
        first = next(iter(answer.service.stages.items()), None)
        return Reached(*first) if first and answer.kept else None


_ENDLESS = 200  # turns; no dialogue is that long


def walk(service: type[Service], language: str) -> Walk:
    """Everything a caller hears and presses who answers each question of a service with its
    sample.

    Raises:
        ValueError: a sample is no answer by telephone: the walk does not end.
    """
    state = State(call="x", language=language, at="menu", account=1)
    desk: Any = _Rehearsal(language)
    turns: list[Turn] = []
    pressed = f"#{service.code}"
    spent = 0.0
    while state.at != "answer":
        if len(turns) > _ENDLESS:
            raise ValueError(
                f"{service.key}: the sample of {state.draft.asking} is no answer by telephone"
            )
        turn = advance(state, desk, Event.KEYS, pressed)
        turns.append(turn)
        pressed = _pressed(state, service)
        spent += seconds(turn.say) + (THINK_S + KEY_S * len(pressed) if state.at != "answer" else 0)
    choices = max(len(t.keys.single.strip("*#")) if t.keys else 0 for t in turns)
    return Walk(len(turns), spent, max(seconds(t.say) for t in turns), choices)


def _pressed(state: State, service: type[Service]) -> str:
    if state.at == "code":
        return "123456"
    if state.at != "field":
        return "1"
    asked = service.inputs[state.draft.asking]
    if asked.default:
        return "#"
    if asked.options:
        return "1"
    sample = {"day": "22112026", "month": "112026", "money": "8000*50#"}.get(
        asked.kind, "".join(filter(str.isdigit, asked.sample or ""))
    )
    return sample if sample else "1" * (asked.keying.exact if asked.keying else 1)
