"""For anybody: whether a receipt is one of ours. What it is about is told to whoever holds it, and
nothing about anybody.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from guichet.channels.shared.address import address_of
from guichet.channels.web import paper_words
from guichet.domain.identity import throttle
from guichet.engine import keys, receipt, records
from guichet.lib import reference

CHECKS, CHECK_WINDOW = 30, timedelta(minutes=1)  # of one network
_MOST_BYTES = 200_000  # a receipt of a million rows has paths of a few dozen hashes


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, ref: str = "") -> HttpResponse:
    """By its reference, with the code that its own address has; or by the signed file itself."""
    text = (ref or request.GET.get("reference", "")).strip()[:40]
    sent = request.method == "POST"
    page: dict[str, Any] = {"text": text, "asked": bool(text) or sent, "sent": sent}
    page |= {"paper_words": paper_words.WORDS, "w": paper_words.RECEIPTS}
    status = 200
    if page["asked"]:
        key = f"verify:{throttle.network_of(address_of(request))}"
        if not throttle.within(key, limit=CHECKS, window=CHECK_WINDOW, now=timezone.now()):
            page["limited"], status = True, 429
        elif sent:
            page["record"] = _of_file(request.FILES.get("file"))
            page["told"] = page["record"] is not None
        else:
            number = reference.decode(text)
            page["mistyped"] = number is None
            page["record"] = records.attested(text, timezone.now())
            page["told"] = number is not None and receipt.fits(
                number, request.GET.get("code", "")[:20]
            )
    return render(request, "web/verify.html", page, status=status)


def _of_file(upload: object) -> records.Attested | None:
    """What a signed file says, if every byte of it holds and we know it."""
    if not isinstance(upload, UploadedFile) or (upload.size or 0) > _MOST_BYTES:
        return None
    try:
        document = json.loads(upload.read())
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or receipt.fault_of(document, keys.public_keys()) is not None:
        return None
    said = json.loads(document["content"])
    return (
        records.attested(str(said.get("reference", "")), timezone.now())
        if isinstance(said, dict)
        else None
    )
