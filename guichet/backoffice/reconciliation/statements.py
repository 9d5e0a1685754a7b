"""A bank's statement of one of our accounts: its balances, what differs in it, and its lines."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guichet.backoffice.reconciliation.statement_words import MEANINGS, PHRASES
from guichet.backoffice.reconciliation.views import difference
from guichet.backoffice.reconciliation.words import PHRASES as COMMON
from guichet.channels.shared.language import page_language
from guichet.channels.shared.page_words import page_words
from guichet.channels.shared.staff import needs
from guichet.domain.identity.staff import BOOKS, RECONCILE
from guichet.domain.payments import reconciliation
from guichet.domain.payments.bank import account_reconciliation
from guichet.engine.context import HOME
from guichet.lib.display import show_day

_MOST = 200
_BIGGEST = 1 << 63


@needs(BOOKS, RECONCILE)
@require_safe
def statement(request: HttpRequest, number: int) -> HttpResponse:
    """One statement, other versions of it, and what was booked of it.

    Raises:
        Http404: there is no such statement.
    """
    versions = account_reconciliation.versions(number) if number < _BIGGEST else None
    if versions is None or versions.is_empty():
        raise Http404
    language, now = page_language(), timezone.now()
    rows = list(versions.iter_rows(named=True))
    (row,) = (one for one in rows if one["statement"] == number)
    found = reconciliation.reconcile(now.astimezone(HOME).date(), now)
    open_here = [
        difference(one, language, request)
        for one in found.open.iter_rows(named=True)
        if one["cause"] == f"statement:{number}"
    ]
    lines = account_reconciliation.lines_of(number, _MOST + 1)
    page = {
        "say": page_words(COMMON | PHRASES, language),
        "title": PHRASES["title"].at(language, day=show_day(row["day"], language)),
        "row": row,
        "holds": rows[0]["statement"] == number,
        "others": [one for one in rows if one["statement"] != number],
        "open": open_here,
        "lines": [_line(line, language) for line in lines.head(_MOST).iter_rows(named=True)],
        "more": PHRASES["more"].at(language, count=_MOST) if lines.height > _MOST else "",
    }
    return render(request, "reconciliation/statement.html", page)


def _line(line: dict[str, Any], language: str) -> dict[str, Any]:
    meaning = line["meaning"] or ""
    what = MEANINGS[meaning].at(language) if meaning in MEANINGS else meaning
    return line | {"what": what}
