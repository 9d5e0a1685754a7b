"""Turns as VoiceXML 2.1: one form a document, keys by an SRGS grammar, no script; every decision is
the server's.

``#`` is a key like any other (no ``termchar``), so the grammar says where it ends an entry. Silence
and keys that match nothing are reported like an answer, and so is hanging up, where the browser
still can.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from guichet.channels.voice import recordings, speech_text, words
from guichet.channels.voice.keys import Keys
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.turns import HANG_UP, TRANSFER, Turn
from guichet.lib.locale import here

MEDIA_TYPE = "application/voicexml+xml"
LOCALES = {"ar": f"ar-{here().code}", "en": "en-GB", "fr": "fr-FR"}
NAMESPACE = "http://www.w3.org/2001/vxml"
_XML = "http://www.w3.org/XML/1998/namespace"
_DEFAULT: Any = {None: NAMESPACE}
_DIGITS = "digit"
_SENT = "call step event keys"
# A key is answered within this; between two keys of an entry people look at a card.
_PROPERTIES = {
    "inputmodes": "dtmf",
    "termchar": "",
    "timeout": "6s",
    "interdigittimeout": "4s",
    "termtimeout": "0s",
    "bargein": "true",
    "fetchtimeout": "10s",
}


def _e(tag: str, *inside: Any, **attributes: str) -> Any:
    """An element with text or elements inside."""
    made = etree.Element(f"{{{NAMESPACE}}}{tag}", nsmap=_DEFAULT)
    for name, value in attributes.items():
        made.set(name, value)
    for part in inside:
        if isinstance(part, str):
            made.text = part
        else:
            made.append(part)
    return made


def entrance(base: str, key: str) -> bytes:
    """What a call begins with: it tells who is calling, which only the browser knows."""
    form = _e(
        "form",
        _e("var", name="caller", expr="session.connection.remote.uri"),
        _e("var", name="key", expr=_quoted(key)),
        _e("block", _e("submit", next=f"{base}start", method="post", namelist="caller key")),
        id="entrance",
    )
    return _document("ar", [form], {})


def of_turn(turn: Turn, call: str, step: int, base: str) -> bytes:
    """A turn of a call."""
    language = turn.say[0].language if turn.say else "ar"
    if turn.keys is None:
        return _document(language, [_last(turn)], {})
    held = {"call": call, "step": str(step), "event": "keys"}
    gone = _e("catch", _e("submit", next=f"{base}hangup", method="post", namelist="call"))
    gone.set("event", "connection.disconnect.hangup")
    return _document(language, [gone, _asking(turn, turn.keys, base)], held)


def failure() -> bytes:
    """The last words of a call when nothing can be looked up: in every language, because the
    caller's is not known.
    """
    return of_turn(
        Turn(
            tuple(speech_text.phrase(words.FAILED, language) for language in LOCALES), end=HANG_UP
        ),
        "",
        0,
        "",
    )


def _document(language: str, parts: list[Any], variables: Mapping[str, str]) -> bytes:
    root = _e("vxml", version="2.1")
    root.set(f"{{{_XML}}}lang", LOCALES[language])
    root.extend(_e("property", name=name, value=value) for name, value in _PROPERTIES.items())
    root.extend(_e("var", name=name, expr=_quoted(value)) for name, value in variables.items())
    root.extend(parts)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _quoted(value: str) -> str:
    """An ECMAScript string. What is put in is ours: identifiers and digits."""
    if not value.replace("-", "").replace("_", "").replace("=", "").isalnum():
        raise ValueError("only identifiers travel as variables")
    return f"'{value}'"


def _last(turn: Turn) -> Any:
    block = _e("block", *_prompts(turn.say, bargein=False))
    if turn.end != TRANSFER:
        block.append(_e("disconnect"))
        return _e("form", block, id="end")
    return _e("form", block, _e("transfer", name="agent", dest=turn.to, bridge="false"), id="end")


def _asking(turn: Turn, keys: Keys, base: str) -> Any:
    field = _e("field", _grammar(keys), *_prompts(turn.say, bargein=True), name="keys")
    for event in ("noinput", "nomatch"):
        handler = _e(
            event,
            _e("assign", name="event", expr=_quoted(event)),
            _e("assign", name="keys", expr="''"),
        )
        handler.append(_sending(base))
        field.append(handler)
    field.append(_e("filled", _sending(base)))
    return _e("form", field, id="turn")


def _sending(base: str) -> Any:
    return _e("submit", next=f"{base}turn", method="post", namelist=_SENT)


def _prompts(say: tuple[Phrase, ...], *, bargein: bool) -> list[Any]:
    made = []
    for phrase in say:
        prompt = _e("prompt", bargein="true" if bargein else "false")
        prompt.set(f"{{{_XML}}}lang", LOCALES[phrase.language])
        recorded = recordings.address(phrase)
        if recorded:
            prompt.append(_e("audio", phrase.text, src=recorded))
        else:
            prompt.text = phrase.text
        made.append(prompt)
    return made


def _grammar(keys: Keys) -> Any:
    forms = _e("one-of")
    forms.extend(_e("item", key) for key in keys.single)
    if keys.exact:
        forms.append(_e("item", _repeated(keys.exact, keys.exact)))
        forms.append(_e("item", _repeated(1, keys.exact - 1), _e("item", "#")))
    if keys.most:
        entry = _e("item", _repeated(1, keys.most))
        if keys.point:
            entry.append(_e("item", _e("item", "*"), _repeated(0, 2), repeat="0-1"))
        entry.append(_e("item", "#", repeat="0-1"))
        forms.append(entry)
    if keys.code:
        forms.append(_e("item", _e("item", "#"), _repeated(keys.code, keys.code)))
    grammar = _e(
        "grammar",
        _e("rule", forms, id="keys", scope="public"),
        version="1.0",
        mode="dtmf",
        root="keys",
    )
    if keys.exact or keys.most or keys.code:
        digits = _e("one-of")
        digits.extend(_e("item", str(digit)) for digit in range(10))
        grammar.append(_e("rule", digits, id=_DIGITS))
    return grammar


def _repeated(least: int, most: int) -> Any:
    return _e("item", _e("ruleref", uri=f"#{_DIGITS}"), repeat=f"{least}-{most}")
