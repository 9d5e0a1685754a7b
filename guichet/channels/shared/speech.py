"""The voices of the speech engine, espeak-ng: what the telephone and the kiosk speak with."""

from __future__ import annotations

import os
import shutil
import subprocess

# Voice and words a minute; Arabic words are long.
VOICES = {"ar": ("ar", "170"), "en": ("en-gb", "165"), "fr": ("fr-fr", "165")}


def is_installed() -> bool:
    """Whether there is an engine to speak with."""
    return bool(shutil.which("espeak-ng"))


def as_others() -> list[str]:
    """The beginning of a command that is to have no precedence: making a phrase never holds up
    sound that is being played.
    """
    before = max(0, -os.getpriority(os.PRIO_PROCESS, 0))  # what a gateway has taken for itself
    return ["nice", "-n", str(before)]


def wav(text: str, language: str) -> bytes:
    """A text as sound. Arabic must have its vowels."""
    voice, speed = VOICES.get(language[:2], VOICES["en"])
    return subprocess.run(  # noqa: S603 - the text goes by standard input
        [
            *as_others(),
            "espeak-ng",
            "-v",
            voice,
            "-s",
            speed,
            "-g",
            "1",
            "-z",
            "--stdin",
            "--stdout",
        ],
        input=text.encode(),
        capture_output=True,
        check=True,
        timeout=20,
    ).stdout
