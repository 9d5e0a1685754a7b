"""Moments that a clock left behind which once ran ahead: for ``guichet doctor``.

What bars or delays somebody treats them as run out (:mod:`guichet.lib.waits`); the operator should
still know, because the same clock has dated receipts and journals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Count, Max

from guichet.lib.waits import AHEAD

# Fields that say when something happened. Small tables are read whole; of large ones the latest
# rows, which such a clock wrote.
_SMALL = {
    "identity.Throttle": ("since",),
    "identity.Factor": ("added_at", "confirmed_at", "used_at"),
    "identity.Mandate": ("granted_at", "revoked_at"),
    "contact.PinTry": ("since",),
    "contact.Mobile": ("registered_at",),
    "contact.Code": ("issued_at",),
}
_LARGE = {
    "engine.Submission": "asked_at",
    "engine.Event": "at",
    "verification.Evidence": "asked_at",
}
_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Ahead:
    """A field with moments to come."""

    column: str
    rows: int
    latest: datetime


def ahead(now: datetime) -> Iterator[Ahead]:
    """Every field that says something happened after ``now``."""
    until = now + AHEAD
    wanted: list[tuple[str, str, int | None]] = [
        (name, field, None) for name, fields in _SMALL.items() for field in fields
    ]
    wanted += [(name, field, _ROWS) for name, field in _LARGE.items()]
    for name, field, most in wanted:
        rows = apps.get_model(name).objects.all()
        if most is not None:
            rows = rows.filter(pk__in=rows.order_by("-pk").values("pk")[:most])
        found = rows.filter(**{f"{field}__gt": until}).aggregate(n=Count("pk"), latest=Max(field))
        if found["n"]:
            yield Ahead(f"{name}.{field}", found["n"], found["latest"])
