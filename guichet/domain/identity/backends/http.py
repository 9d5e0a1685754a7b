"""Small JSON questions to an identity provider, within a bounded time and size."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx

from guichet.lib.retry_after import Patience

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
MOST_BYTES = 256 * 1024
_PATIENCE = Patience()


class ProviderDown(Exception):
    """The provider gave no usable answer."""


@cache
def trusted() -> ssl.SSLContext:
    """The authorities that a process believes, for every connection of its: reading them takes
    longer than most answers.
    """
    return httpx.create_ssl_context()


def ask(
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    body: object = None,
    basic: tuple[str, str] | None = None,
    bearer: str = "",
) -> dict[str, Any]:
    """The JSON object answered with status 200.

    Raises:
        ProviderDown: anything else came, or nothing in time. A redirection is not followed.
    """
    if _PATIENCE.left(url):
        raise ProviderDown(f"{url}: asked us to come later")
    headers = {"Accept": "application/json"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    try:
        with (
            httpx.Client(timeout=TIMEOUT, auth=basic, verify=trusted()) as client,
            client.stream(method, url, data=form, json=body, headers=headers) as response,
        ):
            parts, size = [], 0
            for part in response.iter_bytes():
                size += len(part)
                if size > MOST_BYTES:
                    raise ProviderDown(f"{url}: too long")
                parts.append(part)
            _PATIENCE.heed(url, response.status_code, response.headers.get("Retry-After"))
            if response.status_code != httpx.codes.OK:
                raise ProviderDown(f"{url}: HTTP {response.status_code}")
        said = json.loads(b"".join(parts))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
        raise ProviderDown(f"{url}: {type(error).__name__}") from error
    if not isinstance(said, dict):
        raise ProviderDown(f"{url}: no object")
    return said
