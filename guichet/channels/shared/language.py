"""The language that a page is read in."""

from __future__ import annotations

from django.utils.translation import get_language


def page_language() -> str:
    """Its two letters, such as 'ar'; Arabic where nothing was chosen."""
    return (get_language() or "ar")[:2]
