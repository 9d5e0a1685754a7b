"""Where somebody goes on to after signing in or proving more: only to pages of ours."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_goal(request: HttpRequest, url: str) -> str:
    """The address to go on to, if it is ours."""
    ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if ours else ""
