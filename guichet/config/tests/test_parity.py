"""The page of services by channel says what the channels do, and why not in every language."""

from __future__ import annotations

from guichet.config import parity
from guichet.engine.registry import services
from guichet.lib.text import LANGUAGES


def test_every_service_is_on_the_page_and_every_no_has_its_reason() -> None:
    page = "".join(parity.page())
    for key, service in services().items():
        line = next(
            line for line in page.splitlines() if line.startswith(f"| {service.code} | `{key}` |")
        )
        assert line.count("|") == 3 + len(parity.channels())
    numbers = {f"no ({n})" for n in range(1, 100) if f"no ({n})" in page}
    assert all(f"\n{number[4:-1]}. " in page for number in numbers)


def test_a_channel_says_no_in_every_language() -> None:
    for module in parity.channels().values():
        for service in services().values():
            why = module.why_not(service) if module else None
            assert why is None or all(why.at(language) for language in LANGUAGES)
