"""Whether the kiosks live: each says so while it waits, and monitoring asks from afar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from guichet.channels.kiosk import documents, slips, terminals, visit
from guichet.engine import store

SILENT_AFTER = timedelta(minutes=2)  # the waiting page says so twice a minute

_SEEN = """
    INSERT INTO channels_kiosk_sign (kiosk, seen_at) VALUES (%(kiosk)s, %(now)s)
    ON CONFLICT (kiosk) DO UPDATE SET seen_at = excluded.seen_at
"""


def seen(kiosk: str) -> None:
    """A kiosk showed that it lives."""
    store.execute(_SEEN, kiosk=kiosk, now=timezone.now())


@visit.at_kiosk("GET", "HEAD")
def alive(request: Any) -> HttpResponse:
    """Said by the waiting page, of nobody; the page also learns that the connection is there."""
    seen(request.terminal)
    return visit.private(HttpResponse(status=204))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For monitoring: every kiosk, when it was last seen, and whether its printer answers; 503 if
    anything is wrong.
    """
    if not _may_know(request):
        return HttpResponse(status=403)
    now = timezone.now()
    said = dict(store.rows("SELECT kiosk, seen_at FROM channels_kiosk_sign"))
    names = sorted(set(terminals.known().values()) or set(said))
    kiosks = {name: _state(name, said.get(name), now) for name in names}
    well = all(
        state["alive"] and "fault" not in (state["printer"], state["documents"])
        for state in kiosks.values()
    )
    report = {"status": "ok" if well else "fault", "kiosks": kiosks}
    response = JsonResponse(report, status=200 if well else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


def _state(name: str, at: datetime | None, now: datetime) -> dict[str, Any]:
    return {
        "alive": at is not None and now - at < SILENT_AFTER,
        "seen_at": at.isoformat() if at else None,
        "printer": slips.state_of(name),
        "documents": documents.state_of(name),
    }


def _may_know(request: HttpRequest) -> bool:
    if not settings.KIOSK_HEALTH_KEY:
        return bool(settings.TRIAL)
    shown = request.headers.get("Authorization", "")
    return constant_time_compare(shown, f"Bearer {settings.KIOSK_HEALTH_KEY}")
