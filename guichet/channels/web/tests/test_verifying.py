"""Verifying a receipt without signing in: what it is about is told to whoever holds it, nothing
about anybody to nobody.
"""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guichet.channels.web.tests.conftest import REGISTER, Branch
from guichet.channels.web.tests.test_journeys import REFERENCE
from guichet.engine import receipt
from guichet.lib import reference

pytestmark = pytest.mark.django_db


def test_anybody_may_verify_a_reference_and_learns_nothing_about_anybody(branch: Branch) -> None:
    sent = branch.client().post(REGISTER, branch.joining(step="send"))
    found = REFERENCE.search(sent.headers["Location"])
    assert found
    anybody = Client()
    anybody.cookies["django_language"] = "en"
    page = anybody.get(f"/verify/{found[1]}/").content.decode()
    assert (
        "This is a receipt of ours" in page and "Register a worker" not in page
    )  # a neighbour's could be reckoned
    number = reference.decode(found[1])
    assert number is not None
    for code, told in (
        (receipt.code_of(number), True),
        (receipt.code_of(number + 1), False),
        ("", False),
    ):
        said = anybody.get(f"/verify/{found[1]}/", {"code": code}).content.decode()
        assert ("Register a worker" in said) is told
        assert str(branch.newcomer) not in said
    assert str(branch.newcomer) not in page and str(branch.establishment) not in page
    wrong = found[1][:-1] + ("A" if found[1][-1] != "A" else "C")
    assert "mistyped" in anybody.get(f"/verify/{wrong}/").content.decode()


def test_anybody_may_verify_the_signed_file_itself(branch: Branch) -> None:
    client = branch.client()
    sent = client.post(REGISTER, branch.joining(step="send")).headers["Location"]
    document = client.get(f"{sent}receipt.json").content
    anybody = Client()
    anybody.cookies["django_language"] = "en"

    def said(content: bytes) -> str:
        return anybody.post(
            "/verify/", {"file": SimpleUploadedFile("receipt.json", content)}
        ).content.decode()

    whole = said(document)
    assert (
        "This is a receipt of ours" in whole
        and "Register a worker" in whole
        and str(branch.newcomer) not in whole
    )
    for bent in (
        document.replace(b"accepted", b"refused"),
        b"{}",
        b"[",
        b"[]",
        b"\xff",
        b"x" * 300_000,
    ):
        assert "not a receipt of ours" in said(bent)
    assert 'href="/api/v1/keys"' in whole
