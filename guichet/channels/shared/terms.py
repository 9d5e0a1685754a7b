"""The country's terms in the words of templates: Django's own catalogue of each language is told in
them, once.

Words written in Python are told so when they are used (`guichet.lib.text.Words`); a country without
terms changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import trans_real

from guichet.lib.country_languages import is_brought
from guichet.lib.locale import here
from guichet.lib.text import retold

# a language whose catalogue has every message; English has none, because its messages are their own
# words
_WHOLE = "ar"


def retell() -> None:
    """Put the country's terms into every message of every language."""
    for one in here().brings:  # what it lacks is English, not the usual language
        trans_real.translation(one.code)._fallback = None  # type: ignore[attr-defined]
    if not here().terms:
        return
    own = {key: key for key, _ in _catalog(_WHOLE).items() if isinstance(key, str)}
    for language, _ in settings.LANGUAGES:
        catalog = _catalog(language)
        has = dict(catalog.items())
        said = has if language in ("ar", "fr") else {**own, **has}
        for key, text in said.items():
            if key in has and is_brought(language):
                continue  # its own sentences are in the country's terms
            spoken = "en" if is_brought(language) else language
            if key and isinstance(text, str) and (told := retold(text, spoken)) != text:
                catalog[key] = told


def _catalog(language: str) -> Any:
    return trans_real.translation(language)._catalog  # type: ignore[attr-defined]
