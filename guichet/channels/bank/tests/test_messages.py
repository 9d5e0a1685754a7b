"""What acquirers send is read by their profile, and nonsense is told from messages."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import iso8583
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.channels.bank import wire
from guichet.channels.bank.message import Kind, Reply, Unreadable, answer, moment, read
from guichet.channels.bank.profile import SHIPPED, Length, Profile, ProfileError, installed
from guichet.channels.bank.profile import read as read_profile

ATM, SWITCH = installed(SHIPPED)
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
REFERENCE = "500000001261042"
PAYMENT = {
    "t": "0200",
    "3": "500000",
    "4": "000000215000",
    "7": "1125095959",
    "11": "000123",
    "32": "588847",
    "37": "632900000123",
    "41": "ATM00001",
    "48": REFERENCE,
    "49": "682",
}


def raw(fields: dict[str, str], profile: Profile = ATM) -> bytes:
    return bytes(iso8583.encode(dict(fields), profile.spec)[0])


def told(fields: dict[str, str], profile: Profile = ATM):  # type: ignore[no-untyped-def]
    return read(profile, profile.spec, raw(fields, profile), NOW)


def test_a_payment_is_read_with_its_key_reference_amount_and_day() -> None:
    message = told(PAYMENT)
    assert (message.kind, message.refused, message.reference) == (Kind.PAYMENT, "", REFERENCE)
    assert (message.amount, message.channel) == (215000, "atm")
    assert message.key == "588847/ATM00001/000123/632900000123/2026"
    assert message.paid_at == datetime(2026, 11, 25, 9, 59, 59, tzinfo=UTC)


def test_a_repeat_and_a_reversal_have_the_key_of_the_payment() -> None:
    original = "0200" + PAYMENT["11"] + PAYMENT["7"] + "00000588847" + "0" * 11
    reversal = PAYMENT | {"t": "0420", "11": "000777", "7": "1125100000", "90": original}
    assert told(PAYMENT | {"t": "0201"}).key == told(PAYMENT).key
    assert told(reversal).key == told(PAYMENT).key
    assert told(reversal).kind is Kind.REVERSAL


def test_a_payment_sent_again_at_another_time_is_the_same() -> None:
    first = PAYMENT | {"12": "125959", "13": "1125"}
    for again in (
        {"t": "0201", "7": "1125100959"},
        {"t": "0221", "7": "1126000000"},
        {"7": "1125100001"},
    ):
        assert told(first | again).key == told(first).key
    unnamed = {name: value for name, value in first.items() if name != "37"}
    assert told(unnamed | {"t": "0201", "7": "1125100959"}).key == told(unnamed).key
    assert told(first | {"11": "000124"}).key != told(first).key
    assert told(first | {"37": "632900000124"}).key != told(first).key


def test_over_the_new_year_a_repeat_keeps_the_year_of_its_payment() -> None:
    new_year = datetime(2027, 1, 1, 0, 10, tzinfo=UTC)
    first = PAYMENT | {"7": "1231235959", "12": "235959", "13": "1231"}
    keys = {
        read(ATM, ATM.spec, raw(one), new_year).key
        for one in (first, first | {"t": "0201", "7": "0101000900"})
    }
    assert len(keys) == 1 and keys.pop().endswith("/2026")


def test_the_demonstrations_switch_packs_its_digits() -> None:
    fields = PAYMENT | {"3": "401010", "32": "603628", "61": REFERENCE, "18": "6014"}
    sent = raw({n: v for n, v in fields.items() if n != "48"}, SWITCH)
    assert (
        sent[:2] == b"\x02\x00"
        and b"\x40\x10\x10" in sent
        and bytes.fromhex("000000215000") in sent
    )
    assert b"401010" not in sent and REFERENCE.encode() in sent  # text is not packed
    assert bytes.fromhex("06603628") in sent  # a length, then the digits


def test_another_switch_writes_otherwise_and_is_understood() -> None:
    fields = PAYMENT | {"3": "401010", "32": "603628", "61": REFERENCE, "18": "6014"}
    del fields["48"]
    message = told(fields, SWITCH)
    assert (message.kind, message.reference, message.channel) == (
        Kind.PAYMENT,
        REFERENCE,
        "internet",
    )
    assert message.key == "603628/632900000123"
    back = iso8583.decode(answer(message, SWITCH.spec, Reply("bill_unknown", {})), SWITCH.spec)[0]
    assert (back["t"], back["39"], back["61"]) == ("0210", "14", REFERENCE)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"4": "000000000000"}, "amount_refused"),
        ({"49": "840"}, "currency_refused"),
        ({"7": "1332000000"}, "malformed"),
        ({"32": "999999"}, "malformed"),
        ({"3": "010000"}, "unsupported"),
        ({"t": "1200"}, "unsupported"),
    ],
)
def test_what_cannot_be_paid_says_why(changes: dict[str, str], why: str) -> None:
    assert told(PAYMENT | changes).refused == why


@pytest.mark.parametrize("missing", ["4", "7", "11", "32", "41", "48"])
def test_a_payment_without_a_field_is_malformed(missing: str) -> None:
    fields = {name: value for name, value in PAYMENT.items() if name != missing}
    assert told(fields).refused == "malformed"


def test_an_answer_is_no_request() -> None:
    with pytest.raises(Unreadable):
        told(PAYMENT | {"t": "0210", "39": "00"})


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_a_message_or_unreadable(junk: bytes) -> None:
    for profile in (ATM, SWITCH):
        try:
            message = read(profile, profile.spec, junk, NOW)
        except Unreadable:
            continue
        answer(message, profile.spec, Reply("malformed", {}))


def test_a_moment_is_of_the_year_that_brings_it_nearest() -> None:
    new_year = datetime(2027, 1, 1, 0, 0, 5, tzinfo=UTC)
    assert moment("1231235959", new_year).year == 2026
    assert moment("0101000000", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)).year == 2027
    assert abs(moment("0229120000", datetime(2028, 3, 1, tzinfo=UTC)) - new_year) > timedelta(300)
    with pytest.raises(ValueError, match="no moment"):
        moment("0230120000", NOW)


@pytest.mark.parametrize(
    "length",
    [Length(), Length(4, "ascii", counts_itself=True), Length(2, "binary", counts_itself=True)],
)
def test_what_is_framed_is_received(length: Length) -> None:
    async def both() -> bytes:
        stream = asyncio.StreamReader()
        stream.feed_data(wire.framed(b"0800 hello", length))
        return await wire.receive(stream, length, 2048)

    assert asyncio.run(both()) == b"0800 hello"


@pytest.mark.parametrize("head", [b"\x00\x00", b"\xff\xff", b"ab12", b"0003"])
def test_a_length_of_nonsense_ends_the_stream(head: bytes) -> None:
    length = Length() if len(head) == 2 else Length(4, "ascii", counts_itself=True)

    async def one() -> bytes:
        stream = asyncio.StreamReader()
        stream.feed_data(head + b"rest")
        return await wire.receive(stream, length, 2048)

    with pytest.raises(wire.Unframed):
        asyncio.run(one())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name: a\nacquirers: ['1']\nport: 1\npeers: ['127.0.0.0/8']\nsurprise: 1\n", "surprise"),
        ("name: a\nacquirers: ['1']\nport: 1\npeers: ['anywhere']\n", "anywhere"),
        (
            "name: a\nacquirers: ['1']\nport: 1\npeers: ['127.0.0.0/8']\nanswers: {acepted: '00'}\n",
            "acepted",
        ),
        ("name: a\nacquirers: []\nport: 1\npeers: ['127.0.0.0/8']\n", "acquirers"),
        ("name: a\nport: 1\n", "acquirers"),
        ("just words", "mapping"),
        ("", "mapping"),
    ],
)
def test_a_profile_with_a_slip_does_not_start(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text)
    with pytest.raises(ProfileError, match=fault):
        read_profile(file)


def test_two_profiles_on_one_port_do_not_start(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            f"name: {name}\nacquirers: ['1']\nport: 1\npeers: ['127.0.0.0/8']\n"
        )
    with pytest.raises(ProfileError, match="port"):
        installed(tmp_path)


def test_a_profile_admits_only_its_own_networks() -> None:
    private = replace(ATM, peers=("10.1.0.0/16",))
    assert private.admits("10.1.2.3") and not private.admits("127.0.0.1")


PART = PAYMENT | {
    "t": "0420",
    "11": "000777",
    "7": "1125100000",
    "90": "0200" + PAYMENT["11"] + PAYMENT["7"] + "00000588847" + "0" * 11,
    "95": "000000200000" + "0" * 30,
}


def test_a_reversal_that_leaves_something_standing_takes_the_rest_back() -> None:
    message = told(PART)
    assert (message.kind, message.key, message.refused) == (Kind.PARTIAL, told(PAYMENT).key, "")
    assert (message.amount, message.cause) == (15_000, "partial-reversal")
    assert told(PART | {"39": "17"}).cause == "17"
    assert told(PART | {"95": "0" * 42}).kind is Kind.REVERSAL


@pytest.mark.parametrize("left", ["000000215000", "000000215001", "00000020000A", "-00000000001"])
def test_a_reversal_that_takes_nothing_or_less_is_malformed(left: str) -> None:
    assert told(PART | {"95": left + "0" * 30}).refused == "malformed"
    assert told({n: v for n, v in PART.items() if n != "4"}).refused == "malformed"
