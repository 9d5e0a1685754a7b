"""What a form of a kiosk is answered with: a page with an address of its own (303), so that going
back and reloading send nothing.

The page lies with the visit, sealed: what opens it stands in the address alone, so that nobody
reads in the session what a client typed. It goes with the visit, and with a change of who is signed
in.
"""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

NAME = "page"  # in the address
_MOST = 12  # pages of a visit to go back to; an older one is asked anew


def is_page(request: Any, response: HttpResponse) -> bool:
    """Whether a form was answered with a page, not with a way elsewhere or with nothing."""
    return (
        request.method == "POST"
        and bool(response.content)
        and response.headers["Content-Type"].startswith("text/html")
    )


def leads_to(request: Any, response: HttpResponse) -> HttpResponse:
    """Keep a page in the visit; the way to it."""
    key = Fernet.generate_key().decode()
    sealed = Fernet(key).encrypt(zlib.compress(response.content)).decode()
    kept = [*request.visit.get("pages", []), [_place(key), response.status_code, sealed]]
    request.visit["pages"] = kept[-_MOST:]
    return HttpResponseRedirect(f"{request.path}?{urlencode({NAME: key})}", status=303)


def found(request: Any) -> HttpResponse | None:
    """The page that the address opens, as it was answered; None where there is none of this
    visit.
    """
    key = request.GET.get(NAME, "") if request.method in ("GET", "HEAD") else ""
    for place, status, sealed in request.visit.get("pages", []) if key else []:
        if place == _place(key):
            return HttpResponse(_opened(key, sealed), status=status)
    return None


def _place(key: str) -> str:
    """What a page is found by; it opens nothing."""
    return sha256(key.encode()).hexdigest()[:16]


def _opened(key: str, sealed: str) -> bytes:
    return zlib.decompress(Fernet(key).decrypt(sealed.encode()))
