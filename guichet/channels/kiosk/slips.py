"""Receipts on paper. Printers know no Arabic worth the name, so the whole slip is drawn and sent as
a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import segno
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from guichet.channels.kiosk.backends import NotPrinted, printers
from guichet.domain import documents

DOTS = 512  # what an 80 mm printer takes in a line; wider pictures are refused
_FONTS = Path(documents.__path__[0]) / "paper" / "fonts"
_MARGIN, _GAP = 12, 10
_ISOLATE = "\u2066{}\u2069"  # a reference keeps its direction inside Arabic
_MOST_LINES = 120  # paper is not endless


@dataclass(frozen=True, slots=True)
class Slip:
    """What a receipt says."""

    language: str
    heading: str
    title: str
    lines: tuple[tuple[str, str], ...]
    reference: str
    reference_label: str
    link: str


class Printer(Protocol):
    """What prints: a machine on the network, or a file that stands for one."""

    def print(self, picture: Image.Image) -> None:
        """Print and cut.

        Raises:
            NotPrinted: it does not answer.
        """

    def answers(self) -> bool:
        """Whether it could print now, as far as can be known."""
        ...


def printer_of(kiosk: str) -> Printer | None:
    """The printer beside a kiosk; None if there is none."""
    parts = urlsplit(settings.KIOSK_PRINTER.replace("{kiosk}", kiosk))
    if parts.scheme == "network" and parts.hostname:
        return printers.NetworkPrinter(parts.hostname, parts.port or 9100)
    return printers.FilePrinter(Path(parts.path)) if parts.scheme == "file" else None


def print_slip(kiosk: str, slip: Slip) -> None:
    """Print beside this kiosk.

    Raises:
        NotPrinted: there is no printer, or it does not answer.
    """
    printer = printer_of(kiosk)
    if printer is None:
        raise NotPrinted(kiosk)
    printer.print(drawn(slip))


def state_of(kiosk: str) -> str:
    """'none', 'ok' or 'fault'."""
    printer = printer_of(kiosk)
    return "none" if printer is None else "ok" if printer.answers() else "fault"


def drawn(slip: Slip) -> Image.Image:
    """The slip as black on white, as long as it needs to be."""
    paper = _Paper(slip.language)
    paper.write(slip.heading, 34, bold=True, middle=True)
    paper.write(slip.title, 28, bold=True, middle=True)
    for label, value in slip.lines[:_MOST_LINES]:
        paper.write(label, 22, bold=True)
        if value:
            paper.write(value, 28)
    paper.write(slip.reference_label, 22, bold=True, middle=True)
    paper.write(_ISOLATE.format(slip.reference), 36, bold=True, middle=True)
    paper.paste(_code(slip.link))
    return paper.cut()


def _code(link: str) -> Image.Image:
    rows = segno.make(link, error="m", micro=False).matrix
    small = Image.new("L", (len(rows), len(rows)), 255)
    small.putdata([0 if module else 255 for row in rows for module in row])
    return small.resize((len(rows) * 6, len(rows) * 6), Image.Resampling.NEAREST)


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "Amiri-Bold.ttf" if bold else "Amiri-Regular.ttf"
    return ImageFont.truetype(str(_FONTS / name), size, layout_engine=ImageFont.Layout.RAQM)


class _Paper:
    """A roll that is written from the top."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = "rtl" if language == "ar" else "ltr"
        self.parts: list[Image.Image] = []

    def write(self, text: str, size: int, *, bold: bool = False, middle: bool = False) -> None:
        """A paragraph, broken between words."""
        font = _font(size, bold)
        for line in self._broken(text, font):
            height = round(size * 1.75)
            part = Image.new("L", (DOTS, height), 255)
            width = round(font.getlength(line, direction=self.direction, language=self.language))
            start = DOTS - _MARGIN - width if self.direction == "rtl" else _MARGIN
            at = (DOTS - width) // 2 if middle else start
            ImageDraw.Draw(part).text(
                (at, 0), line, font=font, fill=0, direction=self.direction, language=self.language
            )
            self.parts.append(part)

    def paste(self, picture: Image.Image) -> None:
        """A picture in the middle."""
        part = Image.new("L", (DOTS, picture.height + 2 * _GAP), 255)
        part.paste(picture, ((DOTS - picture.width) // 2, _GAP))
        self.parts.append(part)

    def cut(self) -> Image.Image:
        """All of it, one bit a dot."""
        whole = Image.new("L", (DOTS, sum(p.height for p in self.parts) + _GAP), 255)
        down = 0
        for part in self.parts:
            whole.paste(part, (0, down))
            down += part.height
        return whole.point(lambda dot: 255 if dot > 150 else 0).convert("1")

    def _broken(self, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
        lines, room = [""], DOTS - 2 * _MARGIN
        for word in (part for whole in text.split() for part in self._fitting(whole, font, room)):
            longer = f"{lines[-1]} {word}".strip()
            if font.getlength(longer, direction=self.direction, language=self.language) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return [line for line in lines if line]

    def _fitting(self, word: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
        """A word in parts no wider than the paper; most are one."""
        if font.getlength(word, direction=self.direction, language=self.language) <= room:
            return [word]
        parts = [""]
        for letter in word:
            longer = parts[-1] + letter
            if font.getlength(longer, direction=self.direction, language=self.language) <= room:
                parts[-1] = longer
            else:
                parts.append(letter)
        return parts


__all__ = ["DOTS", "NotPrinted", "Printer", "Slip", "print_slip", "printer_of"]
