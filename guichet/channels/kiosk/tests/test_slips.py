"""Slips: drawn, sent, and the same dots when read back."""

from __future__ import annotations

import pytest
from escpos.printer import Dummy
from PIL import Image

from guichet.channels.kiosk import slips
from guichet.channels.kiosk.backends.printers import _commands

SLIPS = {
    "ar": slips.Slip(
        "ar",
        "التأمينات الاجتماعية",
        "تعديل أجر عامل – تم",
        (
            ("رقم المنشأة", "1234567890"),
            ("الأجر الأساسي", "9,000.00 ريال"),
            ("العامل", "نورة " * 30),
        ),
        "7A180F-22",
        "الرقم المرجعي",
        "https://branch.example/verify/7A180F/",
    ),
    "en": slips.Slip(
        "en",
        "Social Insurance",
        "Change a wage – Done",
        (("Establishment", "1234567890"),),
        "7A180F-22",
        "Reference number",
        "https://branch.example/verify/7A180F/",
    ),
}


def _read_back(stream: bytes) -> Image.Image:
    """The raster pictures of an ESC/POS stream, below one another."""
    parts, at = [], stream.find(b"\x1dv0")
    while at >= 0:
        width = (stream[at + 4] | stream[at + 5] << 8) * 8
        height = stream[at + 6] | stream[at + 7] << 8
        data = stream[at + 8 : at + 8 + width // 8 * height]
        parts.append(Image.frombytes("1", (width, height), bytes(255 - byte for byte in data)))
        at = stream.find(b"\x1dv0", at + 8 + len(data))
    whole = Image.new("1", (parts[0].width, sum(p.height for p in parts)), 1)
    down = 0
    for part in parts:
        whole.paste(part, (0, down))
        down += part.height
    return whole


@pytest.mark.parametrize("language", list(SLIPS))
def test_what_reaches_the_paper_is_what_was_drawn(language: str) -> None:
    picture = slips.drawn(SLIPS[language])
    assert picture.width == slips.DOTS
    back = _read_back(_commands(picture))
    assert back.size == picture.size and back.tobytes() == picture.tobytes()


def test_arabic_is_shaped_and_right_to_left() -> None:
    """Joined letters are narrower than single ones, and a line begins at the right edge."""
    font = slips._font(28, False)
    joined = font.getlength("تأمينات", direction="rtl", language="ar")
    single = sum(font.getlength(letter, direction="rtl", language="ar") for letter in "تأمينات")
    assert joined < single * 0.9
    line = slips._Paper("ar")
    line.write("رقم", 28)
    box = line.parts[0].point(lambda dot: 255 - dot).getbbox()
    assert box and box[2] > slips.DOTS * 0.9 and box[0] > slips.DOTS / 2


def test_no_text_is_left_to_the_printers_own_letters() -> None:
    sent = _commands(slips.drawn(SLIPS["en"]))
    made = Dummy(profile="TM-T88V")
    made.image(slips.drawn(SLIPS["en"]), impl="bitImageRaster")
    assert made.output in sent and b"7A180F" not in sent


def test_a_slip_of_a_thousand_lines_ends() -> None:
    slip = slips.Slip("en", "a", "b", (("x", "y"),) * 1000, "R", "r", "https://x.example/")
    assert slips.drawn(slip).height < 20_000


def test_a_word_wider_than_the_paper_is_broken_and_not_cut_off() -> None:
    short = slips.Slip("en", "A", "B", (("Name", "W"),), "R", "Reference", "https://x.example/")
    long = slips.Slip("en", "A", "B", (("Name", "W" * 60),), "R", "Reference", "https://x.example/")
    assert slips.drawn(long).height > slips.drawn(short).height
