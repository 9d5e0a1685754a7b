"""Phrases as sound: 8 kHz G.711 µ-law, recorded by a studio or made by espeak-ng and sox, kept on disk by their text.

The engine makes a phrase once, 50 to 100 ms; after that it is a file. Nothing here waits for a network.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

RATE = 8_000  # samples, and bytes, a second
FRAME = 160  # bytes in 20 ms
SILENCE = b"\xff"  # in µ-law
# Voice and words a minute; Arabic words are long.
_VOICES = {"ar": ("ar", "170"), "en": ("en-gb", "165"), "fr": ("fr-fr", "165")}
_KEPT = 4_000  # phrases in memory
_CURRENT = "1"  # of the settings below: another number, and files made before are not used


class Mute(Exception):
    """There is neither a recording nor an engine to speak with."""


def can_speak() -> bool:
    """Whether the engine is installed."""
    return bool(shutil.which("espeak-ng") and shutil.which("sox"))


@dataclass
class Speech:
    """Makes and keeps phrases in ``folder``; ``recordings`` are looked at first."""

    folder: Path
    recordings: Path | None = None
    _memory: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _making: dict[str, asyncio.Task[bytes]] = field(default_factory=dict)

    async def sound(self, text: str, language: str) -> bytes:
        """A phrase in whole frames. One that is being made already is waited for, not made twice.

        Raises:
            Mute: it is not recorded and cannot be made.
        """
        name = self._name(text, language)
        known = self._memory.get(name)
        if known is not None:
            return known
        if name not in self._making:
            self._making[name] = asyncio.create_task(
                asyncio.to_thread(self._find_or_make, name, text, language)
            )
        try:
            sound = await asyncio.shield(self._making[name])
        finally:
            self._making.pop(name, None)
        self._remember(name, sound)
        return sound

    def file(self, text: str, language: str) -> Path:
        """The file of a phrase that was made (:meth:`sound`), for a telephone exchange that plays files itself."""
        return self.folder / f"{self._name(text, language)}.ul"

    def made(self, text: str, language: str) -> bytes:
        """A phrase, made here and now."""
        return self._find_or_make(self._name(text, language), text, language)

    def _remember(self, name: str, sound: bytes) -> None:
        self._memory[name] = sound
        while len(self._memory) > _KEPT:
            self._memory.popitem(last=False)

    def _name(self, text: str, language: str) -> str:
        return sha256(f"{_CURRENT}\0{language[:2]}\0{text}".encode()).hexdigest()[:32]

    def _find_or_make(self, name: str, text: str, language: str) -> bytes:
        path = self.folder / f"{name}.ul"
        if not path.exists():
            sound = self._recorded(text, language) or _spoken(text, language)
            sound += SILENCE * (-len(sound) % FRAME)
            self.folder.mkdir(parents=True, exist_ok=True)
            # Written aside, so that nobody plays half a phrase.
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(sound)
            fresh.replace(path)
        return path.read_bytes()

    def _recorded(self, text: str, language: str) -> bytes | None:
        if self.recordings is None:
            return None
        digest = sha256(f"{language[:2]}\0{text}".encode()).hexdigest()[:24]
        path = self.recordings / language[:2] / f"{digest}.wav"
        return _as_mulaw(path.read_bytes()) if path.is_file() else None


def _spoken(text: str, language: str) -> bytes:
    if not can_speak():
        raise Mute(f"no recording of {text[:40]!r}, and espeak-ng or sox is not installed")
    voice, speed = _VOICES.get(language[:2], _VOICES["en"])
    wav = subprocess.run(  # noqa: S603 - the text goes by standard input
        ["espeak-ng", "-v", voice, "-s", speed, "-g", "1", "-z", "--stdin", "--stdout"],  # noqa: S607
        input=text.encode(), capture_output=True, check=True, timeout=20,
    ).stdout  # fmt: skip
    return _as_mulaw(wav)


def _as_mulaw(wav: bytes) -> bytes:
    shape = ["-t", "ul", "-r", str(RATE), "-c", "1", "-", "lowpass", "3400", "norm", "-3"]
    return subprocess.run(  # noqa: S603 - a list of our own words
        ["sox", "-V1", "-D", "-t", "wav", "-", *shape],  # noqa: S607
        input=wav, capture_output=True, check=True, timeout=20,
    ).stdout  # fmt: skip
