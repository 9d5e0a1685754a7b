"""What the reference says of texts: the words by which services are called."""

from __future__ import annotations

from collections.abc import Iterator

from guichet.channels.sms.capabilities import carried
from guichet.channels.sms.keywords import keyword


def details() -> Iterator[str]:
    """The word of each service in each language."""
    yield "A service is called by its code, its title, or its word:\n\n"
    yield "| code | service | Arabic | English | French |\n|---|---|---|---|---|\n"
    for service in carried():
        shown = " | ".join(keyword(service, language) for language in ("ar", "en", "fr"))
        yield f"| {service.code} | `{service.key}` | {shown} |\n"
