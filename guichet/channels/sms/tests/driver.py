"""Somebody texting: calls the service by its word, answers what is asked, changes lines of the
read-back, confirms by code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.test import override_settings

from guichet.channels.sms import capabilities, keywords, parts, words
from guichet.channels.sms.tests.handset import COURIER, Handset
from guichet.domain.contact import commands
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib.locale import here
from tests.contract.reading import codes_of
from tests.contract.world import NOW, Played, World

_MOST_TURNS = 40
_OUTCOMES = {words.HELD.at("en"): "held", words.REFERRED.at("en"): "referred"}


def can_play(world: World, service: str) -> bool:
    """Only what texts carry."""
    return capabilities.why_not(service_of(service)) is None


def play(
    world: World,
    service: str,
    given: Mapping[str, str],
    *,
    then: Mapping[str, str] | None = None,
    turns: int = _MOST_TURNS,
) -> Played:
    """One conversation."""
    account = world.asker(service)
    with override_settings(CODE_COURIER=COURIER):
        mobile = commands.register_mobile(account, here().mobiles.made(account.pk % 10**6), now=NOW)
        person = _Person(Handset(mobile), service_of(service), dict(given), dict(then or {}))
        return person.converses(turns)


class _Person:
    """Reacts to what is read, in English, as the client of an example would."""

    def __init__(
        self, handset: Handset, service: type[Service], given: dict[str, str], then: dict[str, str]
    ) -> None:
        self.then = then
        self.handset, self.service = handset, service
        self.fields = capabilities.asked(service)
        self.left = {
            name: text
            for name, text in given.items()
            if name in self.fields and (text.strip() or not self.service.inputs[name].optional)
        }
        self.faults: set[str] = set()
        self.answered: set[str] = set()
        self.tried = ""

    def converses(self, turns: int) -> Played:
        """The whole conversation, or the beginning of it."""
        text: str | None = self._opening()
        for _ in range(turns):
            answer = self.handset.writes(text or "")
            assert parts.count(answer) <= 6, answer
            answer = self._whole(answer)
            text = self._reply(answer)
            if text is None:
                return self._ended(answer)
        assert turns < _MOST_TURNS, self.handset.heard
        return Played("left")

    def _opening(self) -> str:
        """The word of the service; of an enquiry what may be left out comes along, since it is
        answered at once.
        """
        along = []
        if self.service.enquiry:
            names = [n for n in self.fields if n in self.left]
            along = (
                [self.left.pop(n).strip() or "-" for n in names]
                if all(" " not in self.left[n] for n in names)
                else []
            )
        return " ".join([keywords.keyword(self.service, "en"), *along])

    def _whole(self, answer: str) -> str:
        while words.MORE.at("en") in answer:
            answer = answer.replace(words.MORE.at("en"), "") + self.handset.writes("MORE")
        return answer

    def _reply(self, answer: str) -> str | None:
        lines = answer.split("\n")
        told = codes_of(_sentences(answer))
        name = self._asked(lines)
        if name:
            field, again = self.service.inputs[name], name in self.answered
            self.answered.add(name)
            # What the example leaves out is left out; once that was told, a sample goes on.
            left_out = field.sample if again or field.optional or field.default else ""
            return self.left.pop(name, left_out).strip() or "-"
        if told and self.then and not self.faults:
            return self._corrects(lines)
        if words.MEND.at("en") in lines:
            return self._change() if not self.faults else None
        if told and len(self.handset.heard) == 1:
            return None
        if (
            told and self.tried
        ):  # what was just sent is wrong: told here, and the example's other values still count
            self.faults |= told
            name, self.tried = self.tried, ""
            return (
                self.service.inputs[name].sample
                if self._asking
                else f"{self._place(name)} {self.service.inputs[name].sample}"
            )
        if "Reply YES to confirm" in answer:
            return self._change() or ("YES" if not self.faults else None)
        if words.CODE.at("en") in answer:
            return self.handset.code()
        return None

    def _corrects(self, lines: list[str]) -> str:
        """What was refused, with something else: by its line, or in the text that asks anew."""
        self.left, self.then = self.then, {}
        return self._change() or "" if words.MEND.at("en") in lines else self._opening()

    _asking = False

    def _asked(self, lines: list[str]) -> str | None:
        """The field that is asked for."""
        for name in self.fields:
            label = (
                self.service.inputs[name].label.at("en").replace("’", "'")
            )  # the cheaper alphabet
            asked = any(line.startswith(f"{label}?") or line == f"{label}:" for line in lines)
            if asked:
                self.tried, self._asking = name, True
                return name
        self._asking = self._asking and not any("Reply YES" in line for line in lines)
        return None

    def _place(self, name: str) -> int:
        return self.fields.index(name) + 1

    def _change(self) -> str | None:
        """In the read-back, the next line the example has something else for."""
        if not self.left:
            return None
        name = next(iter(self.left))
        self.tried = name
        return f"{self._place(name)} {self.left.pop(name).strip() or '-'}"

    def _ended(self, answer: str) -> Played:
        # What was told while a field was asked counts alone: a sample went on in the place of what
        # was wrong.
        told = self.faults or codes_of(_sentences(answer))
        if told:
            return Played("refused", frozenset(told))
        if words.NOT_YOURS.at("en").partition("”")[2] in answer:
            return Played("")  # nothing was asked: the service is for others
        outcome = next((end for said, end in _OUTCOMES.items() if said in answer), "accepted")
        return Played(outcome, repeated=words.DONE_BEFORE.at("en") in answer)


def _sentences(answer: str) -> list[str]:
    """The lines of an answer, as the refusals' sentences stood before they were put into a cheaper
    alphabet.
    """
    return [_typographic(line) for line in answer.split("\n")]


def _typographic(line: str) -> str:
    line = re.sub(r'"([^"]*)"', "“\\1”", line)
    return line.replace("'", "’")


__all__: list[Any] = ["can_play", "play"]
