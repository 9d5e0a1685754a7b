"""What is taken as a paper is read from its content."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from guichet.lib import scans
from guichet.lib.scans import Fault, kind_of
from guichet.lib.tests.papers import a_pdf, a_picture, object_stream


def test_a_pdf_a_jpeg_and_a_png_are_taken_whatever_they_are_called() -> None:
    assert [kind_of(a_pdf()), kind_of(a_picture("JPEG")), kind_of(a_picture("PNG"))] == [
        "pdf",
        "jpg",
        "png",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 a word processor's file with macros",
        b"MZ\x90\x00 a program",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<html>%PDF-1.7 startxref 0 %%EOF",
        b" %PDF-1.7\nstartxref\n0\n%%EOF",
    ],
)
def test_anything_else_is_not(content: bytes) -> None:
    assert kind_of(content) is Fault.UNKNOWN


def test_an_empty_or_cut_file_is_told() -> None:
    assert kind_of(b"") is Fault.EMPTY
    assert kind_of(a_pdf()[:-200]) is Fault.DAMAGED
    for form in ("PNG", "JPEG"):
        whole = a_picture(form, (400, 300))
        assert kind_of(whole[: len(whole) // 2]) is Fault.DAMAGED


ACTIVE = [
    b"<< /S /JavaScript /JS (app.alert(1)) >>",
    b"<< /S /J#61vaScript /JS (app.alert(1)) >>",
    b"<</S/#4a#61#76#61#53#63#72#69#70#74/JS(x)>>",
    b"<< /S /Launch /F (calc.exe) >>",
    b"<< /Names [(a) 5 0 R] /EmbeddedFiles 6 0 R >>",
    b"<< /Type /EmbeddedFile >>",
    b"<< /XFA [] >>",
    b"<< /S /SubmitForm /F (http://x) >>",
    b"<< /Filter /Standard /V 4 >>\nendobj\n6 0 obj << /Encrypt 5 0 R >>",
]


@pytest.mark.parametrize("hidden", ACTIVE)
def test_a_pdf_with_a_program_a_file_or_a_password_is_not_taken_in_the_open_nor_compressed(
    hidden: bytes,
) -> None:
    assert kind_of(a_pdf(hidden)) is Fault.ACTIVE
    assert kind_of(a_pdf(object_stream(b"5 0 " + hidden))) is Fault.ACTIVE


def test_object_streams_of_ordinary_writers_are_looked_into_and_taken() -> None:
    assert kind_of(a_pdf(object_stream(b"5 0 << /Type /Font /BaseFont /Helvetica >>"))) == "pdf"
    assert kind_of(a_pdf(object_stream(b"5 0 << /A 1 >>", b"[ /FlateDecode ]"))) == "pdf"


@pytest.mark.parametrize("filters", [b"/LZWDecode", b"[/ASCIIHexDecode /FlateDecode]", b"/Crypt"])
def test_what_cannot_be_looked_into_is_not_taken(filters: bytes) -> None:
    assert kind_of(a_pdf(object_stream(b"5 0 << /A 1 >>", filters))) is Fault.ACTIVE
    assert kind_of(a_pdf(object_stream(b"", packed=b"no zlib at all"))) is Fault.ACTIVE


def test_a_stream_that_unpacks_without_end_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "_MOST_INFLATED", 100_000)
    bomb = zlib.compress(b" " * 10_000_000)
    assert kind_of(a_pdf(object_stream(b"", packed=bomb))) is Fault.ACTIVE


def test_a_picture_of_too_many_pixels_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    for form in ("PNG", "JPEG"):
        monkeypatch.setattr(scans, "_MOST_PIXELS", 1_000)
        assert kind_of(a_picture(form, (40, 30))) is Fault.TOO_DETAILED
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert kind_of(a_picture("PNG", (40, 30))) is Fault.TOO_DETAILED


@given(
    st.binary(max_size=300), st.sampled_from([b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
)
def test_no_bytes_at_all_make_it_fall_over(rest: bytes, head: bytes) -> None:
    assert kind_of(head + rest) in {*Fault, "pdf", "jpg", "png"}
    assert kind_of(head + rest + b"startxref\n0\n%%EOF") in {*Fault, "pdf", "jpg", "png"}
