"""``{% load bulk %}``: the channel's own phrases."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from guichet.channels.bulk.phrases import PHRASES
from guichet.channels.shared.language import page_language
from guichet.lib.text import filled

register = template.Library()


@register.simple_tag
def say(name: str, **values: Any) -> SafeString:
    """A phrase in the reader's language, its places filled; what fills them is escaped."""
    shown = {place: conditional_escape(value) for place, value in values.items()}
    phrase = PHRASES[name]
    language = page_language()
    words = conditional_escape(phrase.template(language))
    return mark_safe(filled(str(words), language, shown))  # noqa: S308 - escaped above
