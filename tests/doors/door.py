"""What a channel declares of each of its addresses, so that the walk knows how to knock.

A channel says it in ``guichet/channels/<name>/tests/doors.py``: ``DOORS``, by the route as the
resolver spells it below the channel's prefix. An address that is not declared fails the walk, and
so does a declaration without an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Door:
    """One address. ``path`` and the forms name the victim's facts in braces, as examples do."""

    path: str  # below the channel's prefix, such as "workers/{worker}/"
    open: bool = False  # answers anybody, signed in or not - and still shows nothing of anybody's
    shows: bool = False  # shows the victim's own data to the victim: the walk's control
    sure: bool = (
        False  # moves money at the word of staff: asks for a second factor shown a short while ago
    )
    query: str = ""
    form: Mapping[str, str] = field(default_factory=dict)  # what an intruder posts


def routes(resolver: URLResolver | None = None, prefix: str = "") -> dict[str, str]:
    """Every route there is, with the name of its view's module."""
    found: dict[str, str] = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found[route] = getattr(pattern.callback, "__module__", "")
        else:
            found |= routes(pattern, route)
    return found
