"""Phrases as sound: 8 kHz G.711 µ-law, recorded by a studio or made by espeak-ng and sox.

The engine takes 50 to 100 ms for a phrase; what is said to everybody is made once and kept on disk.
Nothing here waits for a network.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from guichet.channels.shared import speech

RATE = 8_000  # samples, and bytes, a second
FRAME = 160  # bytes in 20 ms
SILENCE = b"\xff"  # in µ-law
_KEPT, _PASSING = 2_000, 200  # phrases in memory
_PASSING_FOLDER, _PASSING_S = "passing", 600  # a call that is longer makes its phrases again
_CURRENT = "1"  # of the settings below: another number, and files made before are not used


class Mute(Exception):
    """There is neither a recording nor an engine to speak with."""


def can_speak() -> bool:
    """Whether the engine is installed."""
    return speech.is_installed() and bool(shutil.which("sox"))


@dataclass
class Speech:
    """Makes phrases; ``recordings`` are looked at first.

    Only phrases that are the same for every caller (``common``, text and language) are kept in
    ``folder``. What holds somebody's name or balance is made in memory and soon forgotten; where an
    exchange needs a file of it, the file is swept away.
    """

    folder: Path
    recordings: Path | None = None
    common: Container[tuple[str, str]] = frozenset()
    _kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _passing: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _making: dict[str, asyncio.Task[bytes]] = field(default_factory=dict)

    async def sound(self, text: str, language: str) -> bytes:
        """A phrase in whole frames. One that is being made already is waited for, not made twice.

        Raises:
            Mute: it is not recorded and cannot be made.
        """
        name = name_of(text, language)
        known = self._kept.get(name) or self._passing.get(name)
        if known is not None:
            return known
        if name not in self._making:
            work = asyncio.to_thread(self.made, text, language)
            self._making[name] = asyncio.create_task(work)
        try:
            sound = await asyncio.shield(self._making[name])
        finally:
            self._making.pop(name, None)
        memory, most = (
            (self._kept, _KEPT) if self._is_common(text, language) else (self._passing, _PASSING)
        )
        memory[name] = sound
        while len(memory) > most:
            memory.popitem(last=False)
        return sound

    async def filed(self, text: str, language: str) -> Path:
        """A phrase as a file, for an exchange that plays files itself."""
        sound = await self.sound(text, language)
        path = self._path(text, language)
        if not path.exists():
            await asyncio.to_thread(_write, path, sound)
        return path

    def made(self, text: str, language: str) -> bytes:
        """A phrase, made here and now; a common one is kept."""
        path = self._path(text, language)
        if path.exists():
            return path.read_bytes()
        sound = self._recorded(text, language) or _spoken(text, language)
        sound += SILENCE * (-len(sound) % FRAME)
        if self._is_common(text, language):
            _write(path, sound)
        return sound

    def sweep(self, now: float) -> int:
        """Remove files of what was said to somebody; how many there were."""
        old = [
            p
            for p in (self.folder / _PASSING_FOLDER).glob("*.ul")
            if p.stat().st_mtime < now - _PASSING_S
        ]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _is_common(self, text: str, language: str) -> bool:
        return (text, language[:2]) in self.common

    def _path(self, text: str, language: str) -> Path:
        folder = self.folder if self._is_common(text, language) else self.folder / _PASSING_FOLDER
        return folder / f"{name_of(text, language)}.ul"

    def _recorded(self, text: str, language: str) -> bytes | None:
        if self.recordings is None:
            return None
        digest = sha256(f"{language[:2]}\0{text}".encode()).hexdigest()[:24]
        path = self.recordings / language[:2] / f"{digest}.wav"
        return _as_mulaw(path.read_bytes()) if path.is_file() else None


def name_of(text: str, language: str) -> str:
    """The name of a phrase's file."""
    return sha256(f"{_CURRENT}\0{language[:2]}\0{text}".encode()).hexdigest()[:32]


def _write(path: Path, sound: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    # Written aside, so that nobody plays half a phrase.
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(sound)
    fresh.replace(path)


def _spoken(text: str, language: str) -> bytes:
    if not can_speak():
        raise Mute(f"no recording of {text[:40]!r}, and espeak-ng or sox is not installed")
    return _as_mulaw(speech.wav(text, language))


def _as_mulaw(wav: bytes) -> bytes:
    shape = ["-t", "ul", "-r", str(RATE), "-c", "1", "-", "lowpass", "3400", "norm", "-3"]
    return subprocess.run(  # noqa: S603 - a list of our own words
        [*speech.as_others(), "sox", "-V1", "-D", "-t", "wav", "-", *shape],
        input=wav,
        capture_output=True,
        check=True,
        timeout=20,
    ).stdout
