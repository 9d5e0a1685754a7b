"""A former employer is asked by text why somebody left, with the words to answer."""

from __future__ import annotations

import pytest

from guichet.channels.sms import answer_lines, notices, parts, templates
from guichet.channels.sms.tests.conftest import OWNER
from guichet.channels.sms.tests.handset import Handset
from guichet.channels.sms.tests.happenings import event, told_to
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db


def test_the_owner_is_asked_and_told_how_to_answer(handset: Handset, world: World) -> None:
    notices.begin()
    place, person = (int(world.facts[name]) for name in ("establishment", "worker"))
    event("leaving-asked", establishment=place, person=person, due_on="2026-12-02")
    notices.gather(NOW)
    [told] = told_to(OWNER)
    assert f"REASON {place} {person}" in told and "2 December 2026" in told


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_the_question_fits_into_two_parts(language: str) -> None:
    words = {"person": "1" * 10, "establishment": "5" * 9, "due": "22 September 2026"}
    text = templates.LEAVING_ASKED.at(language, word="REASON", **words)
    assert parts.count(answer_lines.written(text)) <= 2
