"""A refusal sends people only where something awaits them: to a service of the catalogue, or to a
branch and a telephone.
"""

from __future__ import annotations

import re

import pytest

from guichet.engine.refusal import Refusal, declared
from guichet.engine.registry import services
from guichet.lib.contact import BRANCH
from guichet.lib.text import LANGUAGES

# Words by which a sentence sends somebody on to do another thing with the institution.
_SENDS = re.compile(
    r"\b(?:report|apply|(?<!left to )object to|appeal|dispute|claim|use the service|correction service|service for)\b",
    re.I,
)
_QUOTED = re.compile("«([^»{}]{6,})»")
_SERVICES = services()  # declares every refusal
_TITLES = {getattr(s.title, language) for s in _SERVICES.values() for language in LANGUAGES}


@pytest.mark.parametrize("refusal", declared().values(), ids=lambda r: r.code)
def test_a_remedy_exists(refusal: Refusal) -> None:
    if refusal.remedy is not None:
        inputs = _SERVICES[refusal.remedy.service].inputs
        assert [name for name in refusal.remedy.fills if name not in inputs] == []
    if _SENDS.search(refusal.words.en):
        assert refusal.remedy or refusal.words.en.endswith(BRANCH.en), "where to?"
    if refusal.words.en.endswith(BRANCH.en):
        assert refusal.words.ar.endswith(BRANCH.ar) and refusal.words.fr.endswith(BRANCH.fr)


@pytest.mark.parametrize(
    "refusal", [r for r in declared().values() if r.remedy], ids=lambda r: r.code
)
def test_a_service_that_is_quoted_is_called_as_it_is(refusal: Refusal) -> None:
    quoted = _QUOTED.findall(refusal.words.ar)
    assert [title for title in quoted if title not in _TITLES] == []
