"""Printers of whole pages: a CUPS queue by its own command, or a folder that something else prints
from.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from guichet.channels.kiosk.backends import NotPrinted

_PATIENCE_S = 20


@dataclass(frozen=True, slots=True)
class CupsQueue:
    """A queue of CUPS, by ``lp``."""

    name: str

    def print(self, title: str, body: bytes) -> None:
        """Hand a PDF over.

        Raises:
            NotPrinted: there is no ``lp``, no such queue, or it takes nothing.
        """
        command = shutil.which("lp")
        if command is None:
            raise NotPrinted(self.name)
        try:
            subprocess.run(  # noqa: S603 - our own words; the document goes by standard input
                [command, "-d", self.name, "-t", title, "-s", "-"],
                input=body,
                capture_output=True,
                check=True,
                timeout=_PATIENCE_S,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NotPrinted(self.name) from error

    def answers(self) -> bool:
        """Whether CUPS knows the queue and takes jobs for it."""
        command = shutil.which("lpstat")
        if command is None:
            return False
        try:
            asked = subprocess.run(  # noqa: S603 - our own words
                [command, "-a", self.name], capture_output=True, check=False, timeout=_PATIENCE_S
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return asked.returncode == 0


@dataclass(frozen=True, slots=True)
class Spool:
    """A folder that another program prints from."""

    folder: Path

    def print(self, title: str, body: bytes) -> None:
        """Put a PDF there; it has its name only once it is whole.

        Raises:
            NotPrinted: the folder does not take it.
        """
        path = self.folder / f"{title}-{os.urandom(4).hex()}.pdf"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            half = path.with_suffix(".part")
            half.touch(mode=0o600)
            half.write_bytes(body)
            half.replace(path)
        except OSError as error:
            raise NotPrinted(str(self.folder)) from error

    def answers(self) -> bool:
        """Whether the place is there."""
        return self.folder.is_dir() or self.folder.parent.is_dir()
