"""One target a parser: it understands the bytes or refuses them in its own words; anything else is
a find.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

from django.test import RequestFactory

from guichet.channels.api import request_bodies
from guichet.channels.bank import message
from guichet.channels.bank.profile import SHIPPED, installed
from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.sms.backends import pdu
from guichet.channels.voice import keys as telephone
from guichet.channels.voice.capabilities import VOICE
from guichet.config import receipts
from guichet.domain.certificates import signed
from guichet.domain.iso20022.account_reports import read_file
from guichet.domain.payments.presenting import consolidation
from guichet.engine.refusal import Refused
from guichet.engine.registry import services
from guichet.lib import reference, scans

NOW = datetime(2026, 11, 25, tzinfo=UTC)
_REQUESTS = RequestFactory()
_PROFILES = installed(SHIPPED)


def api(data: bytes) -> None:
    """The JSON of a call."""
    request = _REQUESTS.post("/api/v1/services/x", data, content_type="application/json")
    for service in list(services().values())[:3]:
        try:
            request_bodies.asked(request, service)
        except Refused as refused:
            assert refused.sentence("ar")


def table(data: bytes) -> None:
    """CSV in any encoding; a workbook once it says to be one."""
    try:
        found = read_table(data)
    except Unreadable as wrong:
        assert wrong.sentence("ar")
    else:
        assert found.frame.width == len(found.headers)


def workbook(data: bytes) -> None:
    """What says to be a workbook."""
    table(b"PK\x03\x04" + data)


def bank(data: bytes) -> None:
    """ISO 8583, every profile."""
    for profile in _PROFILES:
        try:
            message.read(profile, profile.spec, data, NOW)
        except message.Unreadable:
            continue


def statement(data: bytes) -> None:
    """A bank's statement (camt)."""
    try:
        read_file(data)
    except Refused as refused:
        assert refused.sentence("ar")


def notice(data: bytes) -> None:
    """A consolidator's notice: the text of one field."""
    text = data.decode("utf-8", "replace")
    told = {
        "id": text,
        "kind": "payment",
        "reference": text,
        "amount": text,
        "paid_at": text,
        "channel": text,
    }
    for amount in (text, len(text)):
        try:
            consolidation._read(told | {"amount": amount})
        except consolidation.NotANotice:
            continue


def signature(data: bytes) -> None:
    """A detached CMS signature."""
    try:
        signed._signer_of(signed._signed_data(data))
    except Refused as refused:
        assert refused.sentence("ar")


def text_message(data: bytes) -> None:
    """SMPP: a head, what is delivered, an answer to what was submitted."""
    head = data[:16].ljust(16, b"\x00")  # the link reads so many before it asks
    for read, given in ((pdu.read_head, head), (pdu.delivered, data), (pdu.submitted_id, data)):
        try:
            read(given)
        except pdu.BadPdu:
            continue


def pressed(data: bytes) -> None:
    """Keys of a telephone, as a voice browser posts them."""
    text = data.decode("utf-8", "replace")
    if text in ("*", "#"):  # back, and the usual: no answer to the field
        return
    for service in services().values():
        for field in service.inputs.values():
            if VOICE.can_ask(field) and telephone.accepts(telephone.keys_of(field), text):
                assert isinstance(telephone.text_of(field, text), str)


def paper(data: bytes) -> None:
    """A scan or PDF that a client attaches."""
    for head in (b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"):
        assert scans.kind_of(head + data) is not None


def receipt(data: bytes) -> None:
    """A receipt that somebody wants verified, and a reference as it is typed."""
    receipts.verify("file", data, {}, io.StringIO().write)
    number = reference.decode(data.decode("utf-8", "replace"))
    assert number is None or reference.decode(reference.encode(number)) == number


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        api,
        table,
        workbook,
        bank,
        statement,
        notice,
        signature,
        text_message,
        pressed,
        paper,
        receipt,
    )
}

SEEDS: dict[str, tuple[bytes, ...]] = {
    "api": (
        b'{"input": {"establishment": "500000013", "basic": "9000"}}',
        b'{"rows": [{"a": 1.5}, {"b": null}]}',
    ),
    "table": (
        "establishment,worker,basic\r\n500000013,1000000008,9000\r\n".encode("utf-16"),
        b'a;b\n"1\n2";3\n',
    ),
    "bank": (
        b"0200B238000102C0800000000000000000000000000000000001800",
        b"0800822000000000000004000000000000001125120000123456001",
    ),
    "statement": (
        b'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"></Document>',
    ),
    "signature": (
        b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80",
        b"-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n",
    ),
    "text_message": (
        b"\x00\x00\x00\x10\x00\x00\x00\x15\x00\x00\x00\x00\x00\x00\x00\x01",
        b"\x00\x01\x01966550000000\x00",
    ),
    "paper": (
        b"1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer",
        b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00",
    ),
}
