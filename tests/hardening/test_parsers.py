"""Bytes from outside, any at all: every parser answers or refuses in its own words, and nothing
falls over.

Files have tests of this kind of their own (`guichet/channels/bulk/tests/test_file_formats.py`), and
so have the answers of public bodies (`guichet/domain/verification/tests/test_answers.py`),
calendars, amounts and identifiers (`guichet/lib/tests`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from guichet.channels.api import request_bodies
from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.shared.address import address_of
from guichet.config import receipts
from guichet.domain.identity.throttle import network_of
from guichet.engine import receipt, seal_copies
from guichet.engine.actor import Actor
from guichet.engine.admission import admit
from guichet.engine.context import Context
from guichet.engine.fields import Choices
from guichet.engine.refusal import Refused
from guichet.engine.registry import services
from guichet.engine.service import Ask
from guichet.lib import reference
from guichet.lib.places import KINDS, SHOWN
from guichet.lib.text import Words, plain_digits
from tests.contract.world import NOW

FEW = settings(max_examples=60, suppress_health_check=list(HealthCheck))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)
# Marks that spreadsheets, browsers and databases each read in a way of their own.
STRANGE = st.text(
    alphabet=st.sampled_from(
        list("0123456789١٢٣۴=+-@,;|'\"\\/<>&%{}[]()\t\r\n\x00\ufeff\u202e\u200f\ud7ff٪أبج.:_ eE")
    ),
    max_size=40,
)
ANY_TEXT = st.text(max_size=60) | STRANGE


def _request(body: bytes, **headers: str) -> Any:
    return RequestFactory().post(
        "/api/v1/services/x", body, content_type="application/json", headers=headers
    )


@FEW
@given(st.binary(max_size=400) | JSON.map(lambda value: json.dumps(value).encode()))
@example(b"[" * 100_000)
@example(b'{"input": {"a": 1e999999}}')
@example(b'{"input": {"a": "\\ud800"}}')
@example(b'{"input": NaN}')
@example(b'{"a":1,"a":2}')
def test_any_body_of_a_call_is_understood_or_refused(body: bytes) -> None:
    for service in list(services().values())[:3]:
        try:
            asked = request_bodies.asked(_request(body), service)
        except Refused as refused:
            assert refused.sentence("en")
        else:
            assert all(isinstance(v, str | None) for row in asked.rows for v in row.values())


@FEW
@given(st.text(max_size=300).filter(lambda t: "\n" not in t and "\r" not in t))
def test_any_idempotency_key_is_taken_or_refused(text: str) -> None:
    request = RequestFactory().post("/", headers={"idempotency-key": text})
    try:
        key = request_bodies.idempotency_key(request)
    except Refused:
        return
    assert key is None or key.isascii()


@FEW
@given(
    st.dictionaries(
        st.sampled_from(sorted({n for s in services().values() for n in s.inputs})),
        ANY_TEXT,
        max_size=8,
    )
)
def test_any_text_in_any_field_of_any_service_is_judged(values: dict[str, str]) -> None:
    context = Context(Actor(1), "fuzz", NOW)
    for service in services().values():
        given_here = {n: [v] for n, v in values.items() if n in service.inputs}
        batch = admit(Ask(service, pl.DataFrame(given_here or {"row": [1]})), context)
        assert batch.frame.height + (batch.aside.height if batch.aside is not None else 0) == 1


@given(ANY_TEXT)
def test_any_text_is_several_choices_or_none(text: str) -> None:
    one = Words(ar="خيار", en="Choice, one", fr="Choix")
    field = Choices(
        Words(ar="س", en="x", fr="x"), {"one": one, "two": Words(ar="آخر", en="Two", fr="Deux")}
    )
    value = field.parse(pl.Series([text])).item()
    assert value in (None, "", "one", "two", "one,two")


@given(ANY_TEXT)
def test_any_text_is_a_reference_or_none(text: str) -> None:
    number = reference.decode(text)
    assert number is None or reference.decode(reference.encode(number)) == number


@FEW
@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
@example(b"[" * 100_000)
@example(b'{"format": "guichet-receipt/1", "proof": {"chunk": {"path": ["zz"]}}}')
def test_any_file_is_a_receipt_or_said_to_be_none(content: bytes) -> None:
    assert receipts.verify("file", content, {}, lambda _: None)


@FEW
@given(JSON)
def test_any_document_is_a_receipt_or_said_to_be_none(document: Any) -> None:
    assert receipt.fault_of(document if isinstance(document, dict) else {"format": document}, {})


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=300)
    | st.lists(JSON, max_size=3).map(lambda ls: "\n".join(map(json.dumps, ls)).encode())
)
def test_any_export_of_seals_is_whole_or_has_its_faults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "seals.jsonl").write_bytes(content)
    kept, faults = seal_copies.kept_in(tmp_path)
    assert faults or not kept


@FEW
@given(st.binary(max_size=400) | st.binary(max_size=100).map(lambda b: b"PK\x03\x04" + b))
def test_any_file_is_a_table_or_refused(content: bytes) -> None:
    try:
        table = read_table(content)
    except Unreadable as wrong:
        assert wrong.sentence("ar")
    else:
        assert table.frame.width == len(table.headers)


@given(st.text(max_size=80).filter(lambda t: "\n" not in t and "\r" not in t), st.integers(0, 3))
def test_any_forwarded_header_gives_an_address_that_is_counted(text: str, hops: int) -> None:
    from django.test import override_settings

    with override_settings(TRUSTED_PROXIES=hops):
        assert network_of(address_of(RequestFactory().get("/", headers={"x-forwarded-for": text})))


@given(
    ANY_TEXT,
    st.sampled_from(["", *sorted(KINDS), "row", "yearmonth,de"]),
    st.sampled_from(["ar", "en", "fr"]),
)
def test_any_value_of_a_sentence_is_told(text: str, kind: str, language: str) -> None:
    assert isinstance(SHOWN.place(text, kind, language), str)
    assert isinstance(plain_digits(text), str)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_any_query_of_an_open_page_is_answered(first: str, second: str) -> None:
    client = Client(raise_request_exception=False)
    for address, query in (
        ("/verify/", {"reference": first}),
        ("/sign-in/", {"next": first}),
        ("/api/v1/openapi.json", {first: second}),
        ("/", {"q": first}),
    ):
        assert client.get(address, query).status_code < 500
    assert client.post("/sign-in/", {"username": first, "password": second}).status_code < 500
    client.cookies["sessionid"] = first.encode("ascii", "ignore").decode().replace(";", "")
    assert client.get("/sign-in/", headers={"accept-language": first}).status_code < 500
