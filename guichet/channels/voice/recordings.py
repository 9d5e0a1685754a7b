"""Recorded phrases: a studio's voice takes the place of the speech engine wherever there is a file.

A folder ``VOICE_RECORDINGS`` holds ``ar/<name>.wav`` and so on (8 kHz, one channel). The name is a
digest of the text, so a changed sentence never plays an old recording; ``guichet voice phrases``
lists what a studio should read.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from guichet.channels.voice.speech_text import Phrase

_NAME = re.compile(r"[0-9a-f]{24}")


def name_of(phrase: Phrase) -> str:
    """The name of a phrase's recording."""
    return sha256(f"{phrase.language[:2]}\0{phrase.text}".encode()).hexdigest()[:24]


def file_of(language: str, name: str) -> Path | None:
    """The recording of a name, if there is one."""
    folder = settings.VOICE_RECORDINGS
    if not folder or language not in ("ar", "en", "fr") or not _NAME.fullmatch(name):
        return None
    path = Path(folder) / language / f"{name}.wav"
    return path if path.is_file() else None


def address(phrase: Phrase) -> str:
    """Where a voice browser finds the recording; empty if there is none."""
    language, name = phrase.language[:2], name_of(phrase)
    return f"/voice/recordings/{language}/{name}.wav" if file_of(language, name) else ""
