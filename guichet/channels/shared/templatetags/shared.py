"""Template tags and filters every channel's pages use: ``{% load shared %}``."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guichet.engine.context import HOME
from guichet.lib.display import show_amount, show_day
from guichet.lib.plurals import counted, with_thousands
from guichet.lib.text import Words

register = template.Library()

_SPRITE = Path(__file__).parents[1] / "static" / "shared" / "icons.svg"
_ICONS = frozenset(re.findall(r'<symbol id="([^"]+)"', _SPRITE.read_text("utf-8")))
_FLIPPED = {
    "arrow",
    "back",
    "chevron",
    "log-out",
    "log-in",
}  # they point along the reading direction


@register.simple_tag
@lru_cache(maxsize=256)
def asset(path: str) -> str:
    """The address of a static file; its plain name while nothing has been collected yet (tests)."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 20) -> SafeString:
    """An outline from the sprite; a name the sprite lacks shows a sheet of paper."""
    known = next((n for n in (name, name.replace("-", "")) if n in _ICONS), "file")
    return format_html(
        '<svg class="icon{}" width="{}" height="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        " flip" if known in _FLIPPED else "",
        size,
        size,
        asset("shared/icons.svg"),
        known,
    )


@register.filter
def ltr(value: object) -> SafeString:
    """A reference, number or amount keeps its own direction inside Arabic text."""
    return format_html('<bdi dir="ltr" class="num">{}</bdi>', value)


@register.filter
def words(value: Words) -> str:
    """Words in the reader's language."""
    return value.at(get_language() or "ar")


@register.filter
def money(minor: int | None) -> SafeString:
    """Minor units as '1,234.50' (as the reader's language writes it), direction kept."""
    return ltr(show_amount(minor, get_language() or "ar")) if minor is not None else SafeString("")


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in both calendars; a moment counts as the institution's day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(HOME).date()
    return show_day(value, get_language() or "ar")


@register.filter
def brief_day(value: date | datetime | None) -> str:
    """A Gregorian day, for lists; pages about one thing show both calendars."""
    return day(value).partition(" · ")[0]


@register.filter
def clock(value: datetime | None) -> SafeString:
    """Hours and minutes at the institution."""
    return ltr(f"{value.astimezone(HOME):%H:%M}") if value else SafeString("")


@register.filter
def moment(value: datetime | None) -> SafeString:
    """A day and the time of day at the institution: '29 November 2026, 22:41'."""
    if value is None:
        return SafeString("")
    comma = "،" if (get_language() or "ar").startswith("ar") else ","
    return format_html("{}{} {}", brief_day(value), comma, clock(value))


@register.filter
def grouped(value: int | None) -> SafeString:
    """12345 as '12,345' (as the reader's language writes it)."""
    return (
        ltr(with_thousands(value, get_language() or "ar")) if value is not None else SafeString("")
    )


@register.filter(name="counted")
def counted_in(value: int, noun: str) -> str:
    """A number with what it counts after a preposition: ``{{ n|counted:'second' }}``."""
    return counted(value, noun, get_language() or "ar", oblique=True)


@register.filter
def at(mapping: dict[Any, Any], key: Any) -> Any:
    """``mapping[key]``, or None."""
    return mapping.get(key)
