"""Somebody at a plain telephone: signs in with number and PIN, dials the service's code, presses
each answer, confirms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.test import override_settings

from guichet.channels.voice import capabilities, speech_text, words
from guichet.channels.voice.keys import text_of
from guichet.channels.voice.tests.telephones import Caller
from guichet.dialogue import entry
from guichet.domain.contact import commands
from guichet.domain.contact.backends import handset
from guichet.domain.contact.queries import mobile_of
from guichet.engine.fields import Choice, Field
from guichet.engine.registry import service_of
from guichet.engine.service import Service
from guichet.lib.locale import here
from tests.contract.reading import codes_of
from tests.contract.world import NOW, Played, World

PIN = "274951"
_MOST_TURNS = 60
_OUTCOMES = {
    words.HELD.at("en"): "held",
    words.REFERRED.at("en"): "referred",
    words.DONE_BEFORE.at("en"): "repeated",
}
_AFTER = re.compile(r"^To (hear it again|confirm): press one\.$")


def can_play(world: World, service: str) -> bool:
    """Only what the telephone carries."""
    return capabilities.why_not(service_of(service)) is None


def play(
    world: World,
    service: str,
    given: Mapping[str, str],
    *,
    then: Mapping[str, str] | None = None,
    turns: int = _MOST_TURNS,
) -> Played:
    """One call."""
    account = world.asker(service)
    state = Path(handset.folder())
    with override_settings(HANDSETS=state / "contract", CODE_COURIER=f"{handset.__name__}.deliver"):
        commands.register_mobile(account, here().mobiles.made(account.pk % 10**6), now=NOW)
        commands.set_pin(account, PIN, now=NOW)
        person = _Person(account, service_of(service), dict(given), dict(then or {}), turns)
        caller = Caller(person.presses)
        caller.call()
    return person.said()


def keys_for(field: Field, text: str) -> str:
    """The keys that answer a field as the text does; for what no key says, keys that are as
    wrong.
    """
    if not text.strip():
        return "#"
    if isinstance(field, Choice):
        read = entry.canonical(field, text)
        return str(list(field.options).index(read) + 1) if read else "9"
    plain = entry.canonical(field, text)
    if field.kind == "money":
        return (plain.replace(".", "*") if plain else "9" * 15) + "#"
    if field.kind == "day" and plain:
        return f"{date.fromisoformat(plain):%d%m%Y}"
    if field.kind == "month":
        return f"{plain[5:7]}{plain[:4]}" if plain else "132026"
    digits = re.sub(r"\D", "", plain or text)
    return digits if text_of(field, digits) and plain else f"{digits[:20]}#"


class _Person:
    """Reacts to what is heard, in English, as the client of an example would."""

    def __init__(
        self,
        account: Any,
        service: type[Service],
        given: dict[str, str],
        then: dict[str, str],
        turns: int,
    ) -> None:
        self.then, self.turns = then, turns
        self.account, self.service = account, service
        self.left = {
            name: text for name, text in given.items() if name in capabilities.asked(service)
        }
        self.labels = {speech_text.label(f.label, "en"): n for n, f in service.inputs.items()}
        self.faults: set[str] = set()
        self.outcome = ""
        self.repeated = False
        self.asking = ""

    def said(self) -> Played:
        """How it ended."""
        if self.faults:
            return Played("refused", frozenset(self.faults))
        return Played(self.outcome, repeated=self.repeated)

    def presses(self, heard: list[str]) -> str | None:  # noqa: PLR0911
        text, self.turns = " ".join(heard), self.turns - 1
        if self.turns < 0:
            self.outcome = "left"
            return None
        if words.LANGUAGE.at("en") in heard:
            return "2"
        if words.NUMBER.at("en") in heard:
            return str(self.account.person_number)
        if words.PIN.at("en") in heard:
            return PIN
        if words.CODE.at("en") in heard:
            return (handset.newest(str(mobile_of(self.account))) or "").partition(" ")[0]
        if words.SERVICE_CODE.at("en") in heard:
            return f"#{self.service.code}"
        if any(_AFTER.match(line) for line in heard):
            return self._after(heard)
        if "The one ending in" in text:
            return self._party(heard)
        return self._field(heard)

    def _party(self, heard: list[str]) -> str:
        """The example's establishment if it is offered; else another, to be changed afterwards."""
        from guichet.lib import spelling

        wanted = spelling.digits(self.left.get(self.service.party, "")[-3:], "en")
        offers = [line for line in heard if line.startswith("The one ending in")]
        at = next(
            (n for n, line in enumerate(offers, 1) if wanted and f"in {wanted}:" in line), None
        )
        if at is not None:
            self.left.pop(self.service.party)
        return str(at or 1)

    def _field(self, heard: list[str]) -> str | None:
        """Answers the field that is asked; a slip is told before it is asked again."""
        asked = self._asked(heard)
        if asked is None:
            return self._change(heard)
        field = self.service.inputs[asked]
        told = codes_of(heard)
        if told and asked == self.asking:
            self.faults |= told
            return keys_for(field, field.sample) if self.left else None
        self.asking = asked
        return keys_for(field, self.left.pop(asked, ""))

    def _asked(self, heard: list[str]) -> str | None:
        for line in heard:
            label = line.removeprefix("Enter: ").removesuffix(".")
            if label in self.labels and (line.startswith("Enter: ") or label == line[:-1]):
                return self.labels[label]
        return None

    def _change(self, heard: list[str]) -> str:
        """In the list of fields, the next one the example still has something for."""
        offers = [line.removesuffix(".").rpartition(": press ")[0] for line in heard]
        for name in self.left:
            label = speech_text.label(self.service.inputs[name].label, "en")
            if label in offers:
                return str(offers.index(label) + 1)
        return "9"

    def _after(self, heard: list[str]) -> str | None:
        confirm = any(line.startswith("To confirm") for line in heard)
        told = codes_of(heard)
        if self.faults:  # told already: a sample went on in the place of what was wrong
            return None
        if told and self.then:
            self.left, self.then = self.then, {}
        if self.left:
            return "2"
        if confirm:
            return "1"
        self.faults |= told
        self.outcome = "accepted"
        for line in heard:
            if line in _OUTCOMES:
                self.outcome = _OUTCOMES[line]
        if self.outcome == "repeated":
            self.outcome, self.repeated = "accepted", True
        return None
