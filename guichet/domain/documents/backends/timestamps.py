"""A time-stamping authority (RFC 3161), asked over HTTP."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from guichet.domain.documents.faults import Silent

_PATIENCE_S = 10


class _TimeStamper(RequestsHTTPTimeStamper):
    async def async_request_tsa_response(self, req: Any) -> Any:
        try:
            return await super().async_request_tsa_response(req)
        except TimestampRequestError as error:
            raise Silent(str(error)) from error


@lru_cache(maxsize=2)
def timestamper(url: str) -> Any:
    """A client for the authority."""
    return _TimeStamper(url, timeout=_PATIENCE_S)  # type: ignore[no-untyped-call]
