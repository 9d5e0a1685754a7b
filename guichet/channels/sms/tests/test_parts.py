"""Cutting texts: nothing is lost, nothing is cut in the middle, nothing is too long; read back by a
decoder of its own.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.sms.alphabet import decode
from guichet.channels.sms import parts
from guichet.channels.sms.encryption import seal, unseal

_ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=900)
_SEVEN = st.text(st.sampled_from("abc XYZ€[]~^{}|\\@ñü\n"), max_size=900)
_WIDE = st.text(st.sampled_from("رصيد😀 a€"), max_size=700)


@given(_ANY | _SEVEN | _WIDE)
def test_what_is_cut_reads_back_the_same(text: str) -> None:
    cut = parts.cut(text)
    whole = cut.with_headers(7)
    assert "".join(decode(cut.coding, body) for body in cut.bodies) == text
    assert all(len(body) <= (160 if cut.coding == parts.GSM else 140) for body in whole)
    if len(whole) > 1:
        assert [body[:6] for body in whole] == [
            bytes((5, 0, 3, 7, len(whole), n)) for n in range(1, len(whole) + 1)
        ]
    assert "".join(parts.read(cut.coding, body) for body in cut.bodies) == text


@given(st.sampled_from([0, 3, 8, 4, 200]), st.binary(max_size=200))
def test_any_bytes_read_as_some_text(coding: int, body: bytes) -> None:
    assert isinstance(parts.read(coding, body), str)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ر" * 70, 1),
        ("ر" * 71, 2),
        ("ر" * 134, 2),
        ("ر" * 135, 3),
    ],
)
def test_lengths_are_those_of_the_network(text: str, count: int) -> None:
    assert parts.count(text) == count


def test_typography_is_given_up_only_where_it_saves_parts() -> None:
    assert parts.plainer("l’assuré « X » … à 5 %") == 'l\'assuré " X " ... à 5 %'
    assert parts.plainer("رصيد « X »") == "رصيد « X »"


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="255"):
        parts.cut("a" * 153 * 256)


def test_what_is_sealed_opens_with_its_key_or_the_one_before_and_with_no_other(
    settings: Any,
) -> None:
    settings.SECRET_KEY = "one"
    kept = seal("رمز 123456")
    assert b"123456" not in kept and unseal(kept) == "رمز 123456"
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "two", ["one"]
    assert unseal(kept) == "رمز 123456"
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(kept) == "" and unseal(b"") == "" and unseal(kept[:-1] + b"x") == ""
