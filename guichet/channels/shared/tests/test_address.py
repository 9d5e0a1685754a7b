"""Whose address counts when there are proxies, and when somebody pretends there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from guichet.channels.shared.address import address_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "127.0.0.1"),  # nobody of ours wrote it
        (1, "", "127.0.0.1"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),  # the first is the client's own invention
        (2, "10.0.0.1, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(
    settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", headers=headers)) == expected
