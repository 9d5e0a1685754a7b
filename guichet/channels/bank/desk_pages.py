"""What the staff's pages share: what they say."""

from __future__ import annotations

from collections.abc import Mapping

from guichet.channels.bank.words import PHRASES
from guichet.lib.text import Words


def said(language: str, phrases: Mapping[str, Words] = PHRASES) -> dict[str, str]:
    """The phrases without places, by names that templates can read."""
    found = {name.replace("-", "_"): words.at(language) for name, words in phrases.items()}
    return {name: text for name, text in found.items() if "{" not in text}
