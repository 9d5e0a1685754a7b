"""The country's terms in the words of templates: Django's own catalogue of each language is told in them, once.

Words written in Python are told so when they are used (`guichet.lib.text.Words`); a country without terms changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import trans_real

from guichet.lib.locale import here
from guichet.lib.text import retold

_WHOLE = "ar"  # a language whose catalogue has every message; English has none, because its messages are their own words


def retell() -> None:
    """Put the country's terms into every message of every language."""
    if not here().terms:
        return
    own = {key: key for key, _ in _catalog(_WHOLE).items() if isinstance(key, str)}
    for language, _ in settings.LANGUAGES:
        catalog = _catalog(language)
        said = {**own, **dict(catalog.items())} if language == "en" else dict(catalog.items())
        for key, text in said.items():
            if key and isinstance(text, str) and (told := retold(text, language)) != text:
                catalog[key] = told


def _catalog(language: str) -> Any:
    return trans_real.translation(language)._catalog  # type: ignore[attr-defined]
