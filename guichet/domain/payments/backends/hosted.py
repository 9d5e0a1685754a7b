"""A payment provider with a page of its own, spoken to by signed messages (Standard Webhooks) in
both directions.

Another provider is another module with these three functions: ``open_page``, ``read`` and the two
errors. An order told again must give its first page again, or the same debt could be paid on each
of two pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from django.conf import settings

from guichet.domain.identity.backends.http import trusted
from guichet.domain.payments.backends.signatures import genuine, signed

_LONGEST = 200
_TIMEOUT = httpx.Timeout(10.0, connect=3.0)


class Down(Exception):
    """There is no provider, or it gave no usable answer in time."""


class Forged(Exception):
    """The provider did not sign this, or long ago."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the provider says became of an order: paid, or tried in vain; halalas."""

    order: str
    amount: int
    at: datetime
    paid: bool
    cause: str = ""  # why it was in vain


def open_page(order: dict[str, Any]) -> str:
    """Tell the provider of an order; the address of its page.

    Raises:
        Down: there is none, or no usable answer.
    """
    if not settings.PAYMENT_PROVIDER_URL:
        raise Down("no provider")
    body = json.dumps(order)
    headers = signed(settings.PAYMENT_PROVIDER_SECRET, body, datetime.now(UTC))
    try:
        answer = httpx.post(
            f"{settings.PAYMENT_PROVIDER_URL}/orders",
            content=body,
            headers=headers,
            timeout=_TIMEOUT,
            verify=trusted(),
        )
        answer.raise_for_status()
        return str(answer.json()["page"])
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError) as error:
        raise Down(type(error).__name__) from error


def read(body: bytes, headers: dict[str, str]) -> Notice:
    """A notice whose signature is good and fresh.

    Raises:
        Forged: it is not, or it does not say what a notice says.
    """
    if not genuine(settings.PAYMENT_PROVIDER_SECRET, body, headers):
        raise Forged("not signed by the provider")
    try:
        said = json.loads(body)
        failed = "failed_at" in said
        return Notice(
            str(said["order"]),
            _amount(said["amount"]),
            datetime.fromisoformat(said["failed_at" if failed else "paid_at"]).astimezone(UTC),
            not failed,
            str(said.get("cause") or "")[:_LONGEST] if failed else "",
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Forged(type(error).__name__) from error


def _amount(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("an amount is a whole number of minor units")
    return value
