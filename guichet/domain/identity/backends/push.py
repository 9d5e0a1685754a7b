"""Number matching pushed to an app: our page shows two digits, the person picks them on the
telephone.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings

from guichet.domain.identity.backends.http import ProviderDown, ask

WAITING, APPROVED = "waiting", "approved"


def begin(national_number: int, service: str) -> tuple[str, str]:
    """The request's id and the two digits to show.

    Raises:
        ProviderDown: it cannot be asked.
    """
    body = {"national_number": str(national_number), "service": service}
    said = _ask("POST", "requests", body)
    request, number = said.get("id"), said.get("number")
    digits = isinstance(number, str) and number.isascii() and number.isdigit()
    if (
        not isinstance(request, str)
        or not isinstance(number, str)
        or not digits
        or len(number) != 2
    ):
        raise ProviderDown("push: no number")
    return request, number


def state_of(request: str) -> tuple[str, dict[str, Any]]:
    """``waiting``, ``approved``, ``refused`` or ``expired``, and who approved.

    Raises:
        ProviderDown: it cannot be asked.
    """
    said = _ask("GET", f"requests/{quote(request, safe='')}")
    return str(said.get("state", "")), said


def _ask(method: str, path: str, body: object = None) -> dict[str, Any]:
    address = f"{settings.IDENTITY_PUSH_URL.rstrip('/')}/{path}"
    return ask(method, address, body=body, bearer=settings.IDENTITY_PUSH_SECRET)
