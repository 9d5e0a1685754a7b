"""What the telephone says in many calls: made ahead by the gateways, and what a studio is asked to
read.
"""

from __future__ import annotations

from collections.abc import Iterator

from guichet.channels.voice import capabilities, speech_text, words
from guichet.channels.voice.speech_text import Phrase
from guichet.engine.fields import Choice
from guichet.lib.text import LANGUAGES, Words

_OPTIONS = (
    words.ENQUIRIES,
    words.CHANGES,
    words.MORE,
    words.AGENT,
    words.REPEAT,
    words.CHANGE,
    words.CONFIRM,
    words.MENU,
    words.DETAILS,
)


def phrases() -> Iterator[Phrase]:
    """Every phrase that holds nothing of a caller's own."""
    for language in LANGUAGES:
        for said in vars(words).values():
            if isinstance(said, Words) and "{" not in said.en and said not in _OPTIONS:
                yield speech_text.phrase(said, language)
        for option in _OPTIONS:
            for key in "12390*":
                yield speech_text.choice(option.at(language), key, language)
        for service in capabilities.carried():
            yield Phrase(speech_text.label(service.title, language) + ".", language)
            for name in capabilities.asked(service):
                field = service.inputs[name]
                label = speech_text.label(field.label, language)
                yield speech_text.phrase(words.ASKED, language, label=label)
                if isinstance(field, Choice):
                    for at, option in enumerate(field.options.values(), start=1):
                        yield speech_text.choice(
                            speech_text.label(option, language), str(at), language
                        )


def said_in_every_call() -> list[tuple[str, str]]:
    """The same, each once, for a gateway to make ahead."""
    return list(dict.fromkeys((phrase.text, phrase.language) for phrase in phrases()))
