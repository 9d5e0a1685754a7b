"""A bill consolidator: it is sent bills, shows them at banks' counters, and tells what it settled
each day.

No consolidator publishes its messages, so these are ours, in JSON over HTTPS, each way signed as
Standard Webhooks (``webhook-id``, ``webhook-timestamp``, ``webhook-signature``) with one secret; an
adapter to a real one stands here::

    POST  <url>/bills               {"bills": [{"reference", "version", "account", "month",
                                                "amount", "due_on", "state"}]}
          200 {"bills": [{"reference", "version", "refused": ""}]}
          in the order sent; a version twice is taken twice
    POST  <url>/bills/open          {}      200 {"bills": [{"reference", "version", "amount"}]}
    POST  <url>/settlements         {"day": "2026-11-25"}
          200 {"payments": [{"id", "reference", "amount", "paid_at", "channel", "reversed"}]}
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import httpx

from guichet.domain.identity.backends.http import trusted
from guichet.domain.payments.backends.signatures import signed
from guichet.lib.retry_after import Patience

_CONNECT_S, _READ_S = 2.0, 20.0
_LARGEST = 64 * 1024 * 1024
_PATIENCE = Patience()


class ConsolidatorDown(Exception):
    """No answer, or none that can be understood; nothing is lost, it is asked again."""


class Consolidator:
    """The other side."""

    def __init__(self, url: str, secret: str, now: datetime) -> None:
        self._url, self._secret, self._now = url.rstrip("/"), secret, now

    def upload(self, bills: Sequence[dict[str, Any]]) -> list[str]:
        """Send versions of bills; why each was refused, empty where it was taken.

        Raises:
            ConsolidatorDown: it is not known which were taken; send them again.
        """
        said = self._ask("/bills", {"bills": list(bills)})["bills"]
        answers = [(one["reference"], one["version"]) for one in said]
        if answers != [(one["reference"], one["version"]) for one in bills]:
            raise ConsolidatorDown("it answered about other bills than it was sent")
        return [str(one.get("refused") or "") for one in said]

    def open_bills(self) -> list[dict[str, Any]]:
        """What it shows at the counters.

        Raises:
            ConsolidatorDown: no answer.
        """
        return list(self._ask("/bills/open", {})["bills"])

    def settlements(self, day: date) -> list[dict[str, Any]]:
        """What it settled on a day.

        Raises:
            ConsolidatorDown: no answer.
        """
        return list(self._ask("/settlements", {"day": day.isoformat()})["payments"])

    def _ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if _PATIENCE.left(self._url):
            raise ConsolidatorDown(f"{path}: it asked us to come later")
        text = json.dumps(body, separators=(",", ":"))
        timeout = httpx.Timeout(_READ_S, connect=_CONNECT_S)
        try:
            answer = httpx.post(
                self._url + path,
                content=text.encode(),
                headers=signed(self._secret, text, self._now),
                timeout=timeout,
                verify=trusted(),
            )
            _PATIENCE.heed(self._url, answer.status_code, answer.headers.get("Retry-After"))
            if answer.status_code != httpx.codes.OK or len(answer.content) > _LARGEST:
                raise ConsolidatorDown(
                    f"{path}: HTTP {answer.status_code}, {len(answer.content)} bytes"
                )
            said = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ConsolidatorDown(f"{path}: {type(error).__name__}") from error
        if not isinstance(said, dict) or len(said) != 1:
            raise ConsolidatorDown(f"{path}: an answer of another shape")
        return said
