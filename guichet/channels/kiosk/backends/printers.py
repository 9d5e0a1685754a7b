"""ESC/POS printers, by python-escpos: pictures only.

It is imported where something is printed: reading its list of printers takes a process more than a
second of its start.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from guichet.channels.kiosk.backends import NotPrinted

_PATIENCE_S = 4.0
_PROFILE = "TM-T88V"


def _commands(picture: Image.Image) -> bytes:
    """What the printer is told; made before the line is open, so that a fault prints no
    half slip.
    """
    from escpos.printer import Dummy

    made = Dummy(profile=_PROFILE)
    made.hw("INIT")
    made.image(picture, impl="bitImageRaster")
    made.cut()
    return bytes(made.output)


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer with an address of its own."""

    host: str
    port: int

    def print(self, picture: Image.Image) -> None:
        """See :class:`guichet.channels.kiosk.slips.Printer`.

        Raises:
            NotPrinted: it does not answer.
        """
        from escpos.exceptions import Error
        from escpos.printer import Network

        told = _commands(picture)
        try:
            machine = Network(self.host, self.port, timeout=_PATIENCE_S)
            machine.open()
            try:
                machine._raw(told)
            finally:
                machine.close()
        except (Error, OSError) as error:
            raise NotPrinted(self.host) from error

    def answers(self) -> bool:
        """Whether it takes a connection."""
        try:
            socket.create_connection((self.host, self.port), timeout=1).close()
        except OSError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """A device or a file, for a kiosk that is its own server and for trials."""

    path: Path

    def print(self, picture: Image.Image) -> None:
        """See :class:`guichet.channels.kiosk.slips.Printer`.

        Raises:
            NotPrinted: the device takes nothing.
        """
        try:
            with self.path.open("ab") as device:
                device.write(_commands(picture))
        except OSError as error:
            raise NotPrinted(str(self.path)) from error

    def answers(self) -> bool:
        """Whether the place is there."""
        return self.path.exists() or self.path.parent.is_dir()
