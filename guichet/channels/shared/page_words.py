"""What a page says, by names that its template can read."""

from __future__ import annotations

from collections.abc import Mapping

from guichet.lib.text import Words


def page_words(phrases: Mapping[str, Words], language: str) -> dict[str, str]:
    """The phrases without places, in a language; a name's dashes are underscores there."""
    found = {name.replace("-", "_"): words.at(language) for name, words in phrases.items()}
    return {name: text for name, text in found.items() if "{" not in text}
