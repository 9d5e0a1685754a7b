"""A small VoiceXML 2.1 browser, DTMF only: what our gateways carry. It decides nothing and knows no
service.

Known are ``form`` with ``block``, ``field`` and ``transfer``; ``prompt``, ``audio``, ``grammar``,
``var``, ``assign``, ``submit``,
``goto``, ``disconnect``, ``exit``, ``property``; events noinput, nomatch and
connection.disconnect.hangup. Expressions are a string in quotes or a variable's name: our documents
need no script. Anything else is refused, not guessed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin

from lxml import etree

from guichet.channels.voice import grammar

HANG_UP = "connection.disconnect.hangup"
REMOTE = "session.connection.remote.uri"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
)
_MOST_DOCUMENTS = 500
_BIGGEST = 200_000
# An entry of so many digits ends by itself; who ends it with a hash all the same, by habit, has not
# answered the next question.
_HABIT, _HABIT_S, _LONG_AGO = "habit", 1.2, float("-inf")

Fetch = Callable[[str, Mapping[str, str] | None], Awaitable[bytes]]


class HungUp(Exception):
    """The caller is gone."""


class Unknown(Exception):
    """A document holds what this browser does not know."""


class _Over(Exception):
    """The document says that the call is over."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something to play: text in a language, and a recording of it if there is one."""

    text: str
    language: str
    source: str = ""


class Telephone(Protocol):
    """A caller's line, whoever carries it. All of these raise :class:`HungUp` when the caller is
    gone.
    """

    caller: str

    async def play(self, spoken: list[Spoken], *, bargein: bool) -> None: ...
    async def key(self, timeout: float) -> str | None: ...
    async def transfer(self, to: str) -> None: ...


@dataclass
class Browser:
    """One call: fetches documents and plays them until one says goodbye or the caller does."""

    fetch: Fetch
    telephone: Telephone
    variables: dict[str, str] = field(default_factory=dict)
    waiting: list[tuple[Spoken, bool]] = field(default_factory=list)  # prompts not yet played
    language: str = ""  # of what was said last
    ended_at: float = _LONG_AGO  # when an entry last ended by its number of digits
    clock: Callable[[], float] = time.monotonic

    async def run(self, address: str) -> None:
        """The whole call.

        Raises:
            HungUp: the caller was gone first; the server has been told.
        """
        self.variables[REMOTE] = self.telephone.caller
        given: Mapping[str, str] | None = None
        for _ in range(_MOST_DOCUMENTS):
            document = etree.fromstring((await self.fetch(address, given))[:_BIGGEST], _PARSER)
            try:
                go = await self._document(document)
            except HungUp:
                await self._tell_hung_up(document, address)
                raise
            if go is None:
                return
            address, given = urljoin(address, go[0]), go[1]
        raise Unknown("a call of too many documents")

    async def _tell_hung_up(self, document: Any, address: str) -> None:
        for handler in document:
            if _name(handler) == "catch" and handler.get("event") == HANG_UP:
                for action in handler:
                    if _name(action) == "submit":
                        go, given = self._submit(action)
                        await self.fetch(urljoin(address, go), given)

    async def _document(self, document: Any) -> tuple[str, Mapping[str, str] | None] | None:
        """Play a document; where to go next, or None at the end of the call."""
        properties = {p.get("name"): p.get("value", "") for p in document if _name(p) == "property"}
        language = document.get(_LANG, "en")
        self._declare(document)
        form = next((part for part in document if _name(part) == "form"), None)
        if form is None:
            raise Unknown("a document without a form")
        self._declare(form)
        try:
            for item in form:
                go = await self._item(item, properties, language)
                if go is not None:
                    return go
        except _Over:
            pass
        await self._play()
        return None

    async def _item(self, item: Any, properties: dict[str, str], language: str) -> Any:
        name = _name(item)
        if name in ("var", "property", "catch", ""):
            return None
        if name == "block":
            return await self._actions(item, language)
        if name == "field":
            return await self._field(item, properties, language)
        if name == "transfer":
            await self._play()
            await self.telephone.transfer(item.get("dest", ""))
            raise _Over
        raise Unknown(f"<{name}> in a form")

    async def _field(self, item: Any, properties: dict[str, str], language: str) -> Any:
        rules: grammar.Node | None = None
        for part in item:
            if _name(part) == "prompt":
                self._queue(part, language)
            elif _name(part) == "grammar":
                rules = grammar.read(part)
        if rules is None:
            raise Unknown("a field without a grammar")
        prompts = list(self.waiting)
        await self._play()
        event, pressed = await self._collect(rules, properties)
        if event == _HABIT:
            self.waiting = prompts  # it may have cut them short
            await self._play()
            event, pressed = await self._collect(rules, properties)
        self.variables[item.get("name")] = pressed
        handler = next((part for part in item if _name(part) == event), None)
        return await self._actions(handler, language) if handler is not None else None

    async def _collect(self, rules: grammar.Node, properties: dict[str, str]) -> tuple[str, str]:
        """Keys until the grammar has enough, or can no longer be met, or nobody presses."""
        pressed, wait = "", _seconds(properties.get("timeout"), 5.0)
        ended, self.ended_at = self.ended_at, _LONG_AGO
        habit = False
        while True:
            key = await self.telephone.key(wait)
            if key is None:
                if not pressed:
                    return "noinput", ""
                complete = grammar.complete(rules) and not habit
                return ("filled", pressed) if complete else (_HABIT if habit else "nomatch", "")
            habit = not pressed and key == "#" and self.clock() - ended < _HABIT_S
            rules, pressed = grammar.after(rules, key), pressed + key
            if rules == grammar.DEAD:
                return _HABIT if habit else "nomatch", ""
            if not grammar.can_go_on(rules):
                if len(pressed) > 1 and key != "#":
                    self.ended_at = self.clock()
                return (_HABIT, "") if habit else ("filled", pressed)
            wait = _seconds(properties.get("interdigittimeout"), 3.0)

    async def _actions(self, of: Any, language: str) -> tuple[str, Mapping[str, str] | None] | None:
        for action in of:
            name = _name(action)
            if name == "prompt":
                self._queue(action, language)
            elif name == "assign":
                self.variables[action.get("name")] = self._value(action.get("expr", "''"))
            elif name == "submit":
                await self._play()
                return self._submit(action)
            elif name == "goto":
                await self._play()
                return action.get("next", ""), None
            elif name in ("disconnect", "exit"):
                await self._play()
                raise _Over
            else:
                raise Unknown(f"<{name}> as an action")
        return None

    def _submit(self, action: Any) -> tuple[str, Mapping[str, str] | None]:
        given = {name: self.variables.get(name, "") for name in action.get("namelist", "").split()}
        if action.get("method", "get") == "post":
            return action.get("next", ""), given
        return f"{action.get('next', '')}?{urlencode(given)}", None

    def _declare(self, element: Any) -> None:
        for part in element:
            if _name(part) == "var":
                self.variables[part.get("name")] = self._value(part.get("expr", "''"))

    def _value(self, expression: str) -> str:
        literal = re.fullmatch(r"\s*'([^'\\]*)'\s*", expression)
        if literal:
            return literal[1]
        name = expression.strip()
        if not re.fullmatch(r"[A-Za-z_][\w.]*", name):
            raise Unknown(f"the expression {name[:40]!r}")
        return self.variables.get(name, "")

    def _queue(self, prompt: Any, language: str) -> None:
        audio = next((part for part in prompt if _name(part) == "audio"), None)
        text = " ".join("".join(prompt.itertext()).split())
        source = audio.get("src", "") if audio is not None else ""
        self.language = prompt.get(_LANG, language)
        spoken = Spoken(text, self.language, source)
        self.waiting.append((spoken, prompt.get("bargein", "true") == "true"))

    async def _play(self) -> None:
        """Play what was queued; if any part may not be interrupted, none of it may."""
        queued, self.waiting = self.waiting, []
        if queued:
            bargein = all(may for _, may in queued)
            await self.telephone.play([spoken for spoken, _ in queued], bargein=bargein)


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _seconds(text: str | None, default: float) -> float:
    found = re.fullmatch(r"([0-9.]+)(ms|s)", text or "")
    return float(found[1]) / (1000 if found[2] == "ms" else 1) if found else default
