"""What the institution is called: as its settings say, else as its country does."""

from __future__ import annotations

from functools import lru_cache

from guichet.lib import env
from guichet.lib.locale import here
from guichet.lib.text import Words


@lru_cache(maxsize=1)
def name() -> Words:
    """In each language, from ``GUICHET_INSTITUTION_AR``, ``_EN`` and ``_FR``."""
    usual = here().institution
    said = {
        language: env.text(f"GUICHET_INSTITUTION_{language.upper()}") or getattr(usual, language)
        for language in ("ar", "en", "fr")
    }
    return Words(**said)
