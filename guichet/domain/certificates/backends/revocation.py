"""Asking outside authorities whether a certificate is revoked (OCSP, CRL), over HTTP."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from dataclasses import replace
from typing import Any

from pyhanko_certvalidator.fetchers.api import CertificateFetcher
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

_PATIENCE_S = 5
_NOTHING: tuple[Any, ...] = ()


class _NoCertificates(CertificateFetcher):
    """Certificates are entered here, never fetched: an address in a stranger's certificate must not
    be opened.
    """

    async def fetch_cert_issuers(self, cert: Any) -> AsyncGenerator[Any, None]:
        for nothing in _NOTHING:
            yield nothing

    async def fetch_crl_issuers(self, certificate_list: Any) -> AsyncGenerator[Any, None]:
        for nothing in _NOTHING:
            yield nothing

    def fetched_certs(self) -> Iterable[Any]:
        return ()


def fetchers() -> Any:
    """Fresh ones: what an authority said to somebody before is not asked of a memory."""
    asking = RequestsFetcherBackend(per_request_timeout=_PATIENCE_S).get_fetchers()
    return replace(asking, cert_fetcher=_NoCertificates())
