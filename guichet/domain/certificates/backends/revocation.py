"""Asking outside authorities whether a certificate is revoked (OCSP, CRL), over HTTP."""

from __future__ import annotations

from typing import Any

from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

_PATIENCE_S = 5


def fetchers() -> Any:
    """Fresh ones: what an authority said to somebody before is not asked of a memory."""
    return RequestsFetcherBackend(per_request_timeout=_PATIENCE_S).get_fetchers()
