"""What docs/reference/channels.md says about the telephone."""

from __future__ import annotations

from collections.abc import Iterator

from guichet.channels.voice import call_length, capabilities
from guichet.channels.voice.lexicon import missing
from guichet.engine.fields import Choice
from guichet.engine.service import Service
from guichet.lib.text import LANGUAGES


def details() -> Iterator[str]:
    """How long each dialogue is, and which Arabic words still lack their vowels."""
    yield "From the choice of a service to its answer, every prompt listened to, every field answered with its sample.\n\n"
    yield "| code | service | steps | seconds in Arabic | in English | in French |\n|---|---|---|---|---|---|\n"
    for service in sorted(capabilities.carried(), key=lambda s: s.code):
        walks = [call_length.walk(service, language) for language in LANGUAGES]
        lengths = " | ".join(f"{walk.seconds:.0f}" for walk in walks)
        yield f"| {service.code} | `{service.key}` | {walks[0].steps} | {lengths} |\n"
    lacking = sorted({word for service in capabilities.carried() for word in _unvocalised(service)})
    yield f"\nArabic words of these services without vowels in `vocalised.txt`: {len(lacking)}"
    yield f" ({'، '.join(lacking)}).\n" if lacking else ".\n"


def _unvocalised(service: type[Service]) -> Iterator[str]:
    said = [
        service.title,
        *(f.label for f in (*service.inputs.values(), *service.outputs.values())),
    ]
    for field in service.inputs.values():
        said += field.options.values() if isinstance(field, Choice) else []
    for words in said:
        yield from missing(words.ar)
