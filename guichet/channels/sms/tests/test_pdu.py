"""What is read of bytes that come down a link: sense, or a refusal; never anything else."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guichet.channels.sms.backends import pdu


@given(st.binary(max_size=400))
@example(b"\0\1\1" + b"5" * 12 + b"\0\3\0" + b"2000\0" + b"\x40" + b"\0" * 8 + b"\x01\x05")
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        got = pdu.delivered(body)
    except pdu.BadPdu:
        return
    assert isinstance(got, pdu.TextPart | pdu.Receipt)


_TAGS = st.sampled_from((0x001E, 0x020C, 0x020E, 0x020F, 0x0424, 0x0427)) | st.integers(0, 65535)


@given(
    st.integers(0, 255),
    st.binary(max_size=160),
    st.lists(st.tuples(_TAGS, st.binary(max_size=20)), max_size=4),
)
@example(0, b"", [(0x020C, b"\0\7")])  # a part that does not say of how many
def test_whatever_a_well_formed_frame_holds_is_read_or_refused(
    esm: int, message: bytes, options: list[tuple[int, bytes]]
) -> None:
    frame = (
        b"\0\1\1966500000001\0\3\x002000\0"
        + bytes((esm, 0, 0))
        + b"\0\0\0\0\0\0"
        + bytes((len(message),))
        + message
    )
    frame += b"".join(struct.pack(">2H", tag, len(value)) + value for tag, value in options)
    try:
        got = pdu.delivered(frame)
    except pdu.BadPdu:
        return
    if isinstance(got, pdu.TextPart):
        assert got.sender == "966500000001"
        assert 1 <= got.at <= got.of


@given(st.binary(min_size=16, max_size=16))
def test_a_head_never_asks_for_more_than_a_frame_may_have(data: bytes) -> None:
    try:
        size, *_ = pdu.read_head(data)
    except pdu.BadPdu:
        return
    assert 0 <= size <= pdu.LONGEST


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("DELIVRD", "delivered"),
        ("UNDELIV", "failed"),
        ("ENROUTE", ""),
        ("NONSENSE", ""),
        ("REJECTD", "failed"),
    ],
)
def test_receipts_are_read_from_their_words(said: str, state: str) -> None:
    text = f"id:0a1 sub:001 dlvrd:001 stat:{said} err:000 text:id:7".encode()
    frame = b"\0\1\1966500000001\0\3\x002000\0\4\0\0\0\0\0\0\0\0" + bytes((len(text),)) + text
    assert pdu.delivered(frame) == pdu.Receipt("0a1", state)
