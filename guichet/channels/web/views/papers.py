"""Papers: the signed document of a transaction for those whom it concerns, and the check of one by
anybody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guichet.channels.shared.address import address_of
from guichet.channels.shared.language import page_language
from guichet.channels.web import paper_words, visit
from guichet.channels.web.views.transactions import own
from guichet.domain.certificates import queries as certificates
from guichet.domain.documents import queries as documents
from guichet.domain.documents.composition import NoPaper, NoSigner, Silent, paper
from guichet.domain.identity import throttle
from guichet.lib import reference
from guichet.lib.country_languages import languages

CHECKS, CHECK_WINDOW = 30, timedelta(minutes=1)  # of one network: a code has 72 bits
PAPERS, PAPER_WINDOW = 60, timedelta(minutes=1)  # of one account: composing costs more than a page


@visit.page()
def paper_document(request: visit.Visitor, ref: str, language: str) -> HttpResponse:
    """The signed PDF in one language; whoever comes first has it composed, everybody gets the same
    bytes.

    Raises:
        Http404: there is no such language, or no paper of that asking.
    """
    record = own(request, ref)
    if language not in languages():
        raise Http404
    now = timezone.now()
    if not throttle.within(f"paper:{request.user.pk}", limit=PAPERS, window=PAPER_WINDOW, now=now):
        return _not_now(request, "busy", 429)
    try:
        body = paper(record.id, language, now)
    except NoPaper as error:
        raise Http404 from error
    except (NoSigner, Silent):
        return _not_now(request, "not-now", 503)
    name = f"{record.service.key.rpartition('.')[2]}-{reference.encode(record.id)}-{language}.pdf"
    return HttpResponse(
        body,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _not_now(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(
        request,
        "web/paper_wait.html",
        {"words": paper_words.WORDS, "why": paper_words.WORDS[why]},
        status=status,
    )


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """For anybody who was shown a paper: whether it holds, and what must stand on it."""
    number = request.GET.get("number", "").strip()[:40]
    code = request.GET.get("code", "").strip()[:60]
    asked = bool(number or code)
    page: dict[str, Any] = {
        "words": paper_words.WORDS,
        "number": number,
        "typed": code,
        "asked": asked,
    }
    status = 200
    if asked:
        now = timezone.now()
        key = f"papers:{throttle.network_of(address_of(request))}"
        if throttle.within(key, limit=CHECKS, window=CHECK_WINDOW, now=now):
            page |= _found(number, code, now)
        else:
            page["limited"], status = True, 429
    response = render(request, "web/papers.html", page, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address holds the code
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _found(number: str, code: str, now: Any) -> dict[str, Any]:
    found = documents.shown(number, code, now)
    if found is None:
        return {}
    language = page_language()
    return {
        "found": found,
        "service": found.source.service,
        "said": paper_words.STANDINGS[found.standing],
        "good": found.standing is documents.Standing.VALID,
        "lines": found.lines(language),
        "tables": found.tables(language),
    }


@require_safe
def revoked(request: HttpRequest) -> HttpResponse:
    """The institution's revocation list (CRL), which its certificates point to.

    Raises:
        Http404: there is no authority yet.
    """
    made = certificates.list_of_root()
    if made is None:
        raise Http404
    return HttpResponse(made, content_type="application/pkix-crl")


@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """The institution's root certificates (PEM), with which anybody verifies its papers offline.

    Raises:
        Http404: there is no authority yet.
    """
    body = certificates.root_pem()
    if not body:
        raise Http404
    return HttpResponse(body, content_type="application/x-pem-file")
