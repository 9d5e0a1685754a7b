"""Papers over the API: the signed PDF of a transaction, and the check of a document by number and
code.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guichet.channels.api import problems
from guichet.channels.api.problems import Problem
from guichet.channels.shared.address import address_of
from guichet.domain.documents import queries
from guichet.domain.documents.composition import NoPaper, NoSigner, Silent, paper
from guichet.domain.documents.paper_fields import PaperTable
from guichet.domain.identity import throttle
from guichet.engine.refusal import Refusal
from guichet.lib.text import Words

CHECKS, WINDOW = 60, timedelta(minutes=1)  # of one network
NOT_NOW = Refusal(
    "paper-not-now",
    ar="لا يمكن توقيع الوثائق الآن. طلبك مسجل؛ اطلب الوثيقة بعد {seconds:second,oblique}.",
    en="Documents cannot be signed at the moment. The request is recorded; ask for the paper in {seconds:second}.",
    fr="La signature des documents est momentanément impossible. La demande est enregistrée ; redemandez le document dans {seconds:second}.",
)
problems.STATUS[NOT_NOW.code] = 503
PAPER = Words(
    ar="الوثيقة الموقعة (PDF) لمعاملة، بلغة Accept-Language",
    en="The signed paper (PDF) of a transaction, in the language of Accept-Language",
    fr="Le document signé (PDF) d’une opération, dans la langue d’Accept-Language",
)
CHECK = Words(
    ar="هل وثيقة أصدرناها سارية، برقمها ورمزها؛ بلا دخول",
    en="Whether a document of ours holds, by its number and code; without signing in",
    fr="Si un document émis par nous est valable, par son numéro et son code ; sans identification",
)


def signed(transaction: int, reference: str, language: str) -> HttpResponse:
    """The paper; the caller has checked that the transaction concerns who asks.

    Raises:
        Problem: the transaction has no paper yet, or nobody can sign one at the moment.
    """
    try:
        body = paper(transaction, language, timezone.now())
    except NoPaper:
        raise Problem(problems.NOT_SIGNED_YET, seconds=2) from None
    except (NoSigner, Silent):
        raise Problem(NOT_NOW, seconds=60) from None
    name = f'attachment; filename="{reference}-{language}.pdf"'
    return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": name})


def checked(request: HttpRequest, number: str, code: str, language: str) -> dict[str, Any]:
    """What the public check says.

    Raises:
        Problem: too many tries, or no such document (without saying whether the number or the code
            is wrong).
    """
    now = timezone.now()
    key = f"papers:{throttle.network_of(address_of(request))}"
    if not throttle.within(key, limit=CHECKS, window=WINDOW, now=now):
        raise Problem(problems.TOO_MANY_CALLS, seconds=int(WINDOW.total_seconds()))
    found = queries.shown(number[:40], code[:60], now)
    if found is None:
        raise Problem(problems.NOT_FOUND)
    return {
        "number": found.number,
        "standing": found.standing.value,
        "since": found.since.isoformat() if found.since else None,
        "issued_on": found.source.day.isoformat(),
        "service": found.source.service.key,
        "title": found.source.service.title.at(language),
        "shows": [
            {"name": x.name, "label": x.label, "value": x.value} for x in found.lines(language)
        ],
        "tables": [_table(table) for table in found.tables(language)],
    }


def _table(table: PaperTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [label for label, _ in table.columns],
        "rows": [list(r) for r in table.rows],
    }
