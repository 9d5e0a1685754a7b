"""QR codes drawn from known ones are those the encoder would draw."""

from __future__ import annotations

import re

import pytest
import segno

from guichet.channels.web import qr

_RUN = re.compile(r"M(\d+) (\d+)\.5h(\d+)")
ADDRESSES = [
    ("http://127.0.0.1:8200/verify/", "K7QM-4X2P-9RTWX", "/"),
    ("https://services.social-insurance.example.gov/branch/verify/", "0000-ZZZZ-19AFX", "/"),
    ("http://x/", "0", ""),
    ("http://x/", "", ""),
]


@pytest.mark.parametrize(("prefix", "letters", "suffix"), ADDRESSES)
def test_every_module_is_the_encoders(prefix: str, letters: str, suffix: str) -> None:
    code = segno.make(
        prefix + letters + suffix, error="m", mode="byte", micro=False, boost_error=False, mask=2
    )
    drawn = qr.svg(prefix, letters, suffix)
    size = len(code.matrix)
    assert f'viewBox="0 0 {size} {size}"' in drawn
    dark = {(int(x) + i, int(y)) for x, y, run in _RUN.findall(drawn) for i in range(int(run))}
    assert dark == {
        (x, y) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module
    }


def test_references_one_after_another_do_not_mix() -> None:
    prefix = "http://127.0.0.1/verify/"
    codes = {qr.svg(prefix, f"K7QM-4X2P-9RT{n}", "/") for n in ("AB", "BA", "AA", "BB")}
    assert len(codes) == 4
    assert qr.svg(prefix, "K7QM-4X2P-9RTAB", "/") in codes
