"""The standard's own schemas, and the streaming check of a file against one of them."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from lxml import etree

from guichet.engine.refusal import Refusal, Refused
from guichet.lib.locale import here

SCHEMAS = Path(__file__).parent / "schemas"
SPACE = "urn:iso:std:iso:20022:tech:xsd:"
CURRENCY = here().currency.code
_HEAD_BYTES = 1 << 16
_FAMILY = len("camt.053")
_PIECE = 1 << 18
_NAMED = re.compile(rb"urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.[0-9]{3}\.[0-9]{3}\.[0-9]{2})\b")
_DOCUMENT = re.compile(rb"<([A-Za-z_][\w.-]*:)?Document(?=[\s>])[^>]*>")
_ELEMENT = re.compile(rb"<[A-Za-z_]")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_SPACES = re.compile(rb"(xmlns(?::[\w.-]+)?)\s*=\s*(\"[^\"]*\"|'[^']*')")
_PROLOG = re.compile(rb"<\?xml[^>]*\?>")
_ENCODING = re.compile(r"\s+encoding\s*=\s*(\"[^\"]*\"|'[^']*')")

NOT_ISO20022 = Refusal(
    "bank-file-unknown",
    ar="الملف ليس ملفًا بنكيًا بصيغة {kinds}. اطلب من البنك إحدى هذه الصيغ.",
    en="The file is no bank’s file of the kinds {kinds}. Ask the bank for one of these.",
    fr="Le fichier n’est pas un fichier bancaire {kinds}. Demandez l’un de ces formats à la banque.",
)
OTHER_VERSION = Refusal(
    "bank-file-version",
    ar="الملف بصيغة {found}، ونقرأ {kinds}. اطلب من البنك إحدى هذه الصيغ.",
    en="The file is {found}; {kinds} is read here. Ask the bank for one of these.",
    fr="Le fichier est au format {found} ; {kinds} est lu ici. Demandez l’un de ces formats à la banque.",
)
NOT_VALID = Refusal(
    "bank-file-invalid",
    ar="لا يطابق الملف معيار {kind} (السطر {line}): {fault}. لم يُسجَّل منه شيء؛ اطلب من البنك ملفًا صحيحًا.",
    en="The file breaks the standard {kind} (line {line}): {fault}. Nothing of it was recorded; ask the bank for a correct file.",
    fr="Le fichier enfreint la norme {kind} (ligne {line}) : {fault}. Rien n’en a été enregistré ; demandez un fichier correct à la banque.",
)


@lru_cache
def schema_of(kind: str) -> etree.XMLSchema:
    """The official schema of a message."""
    return etree.XMLSchema(etree.parse(SCHEMAS / f"{kind}.xsd"))


def kind_of(content: bytes, kinds: tuple[str, ...]) -> str:
    """Which of the messages a file holds, from the first bytes of it, be it in an envelope or not.

    Raises:
        Refused: none of them; another version of one is refused by its name.
    """
    named = [name.decode() for name in _NAMED.findall(plain(content)[:_HEAD_BYTES])]
    if found := next((name for name in named if name in kinds), ""):
        return found
    families = {kind[:_FAMILY] for kind in kinds}
    if other := next((name for name in named if name[:_FAMILY] in families), ""):
        raise Refused(OTHER_VERSION, found=other, kinds=_listed(kinds, other[:_FAMILY]))
    raise Refused(NOT_ISO20022, kinds=_listed(kinds))


def _listed(kinds: tuple[str, ...], family: str = "") -> str:
    """``camt.053.001.08``; of a family with several versions, ``camt.053.001.08/06/04``."""
    versions: dict[str, list[str]] = {}
    for kind in kinds:
        name, _, version = kind.rpartition(".")
        if kind.startswith(family):
            versions.setdefault(name, []).append(version)
    return ", ".join(f"{name}.{'/'.join(found)}" for name, found in versions.items())


def opened(content: bytes, kinds: tuple[str, ...]) -> tuple[str, bytes]:
    """Which message a file holds, and the message itself, taken out of a business envelope if it
    came in one.

    Raises:
        Refused: see `kind_of`.
    """
    return kind_of(content, kinds), _document(plain(content))


def plain(content: bytes) -> bytes:
    """The bytes of a file in an alphabet whose markup is ASCII, without blanks before the
    declaration.
    """
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = content.decode("utf-16", "replace")
        return _ENCODING.sub("", text, count=1).encode()
    return content.lstrip() if content[:1].isspace() else content


def _document(content: bytes) -> bytes:
    """The element ``Document`` alone, with the names of spaces that the envelope declares
    for it.
    """
    found = _DOCUMENT.search(content, 0, _HEAD_BYTES)
    before = _COMMENT.sub(b"", content[: found.start()]) if found else b""
    if found is None or _ELEMENT.search(before) is None:
        return content
    closing = b"</" + (found[1] or b"") + b"Document"
    end = content.find(b">", content.rfind(closing)) + 1
    if end <= found.end():
        return content
    # The last declaration of a prefix is the nearest, but the header's own are not of the document;
    # what it declares itself stays.
    spaces = {name: value for name, value in _SPACES.findall(before) if b"xsd:head." not in value}
    own = {name for name, _ in _SPACES.findall(found[0])}
    declared = b"".join(b" " + n + b"=" + v for n, v in spaces.items() if n not in own)
    prolog = _PROLOG.match(content)
    first = prolog[0] if prolog else b""
    lines = b"\n" * before.count(b"\n", len(first))  # faults are told by the lines of the file
    name = found[0][: found[0].index(b"Document") + len(b"Document")]
    return first + lines + name + declared + content[found.start() + len(name) : end]


def read(source: IO[bytes], kind: str, tags: tuple[str, ...]) -> Any:
    """The elements of those names as they end, of a file that is checked against its schema on the
    way.
    """
    return etree.iterparse(
        source,
        tag=tags,
        schema=schema_of(kind),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def not_valid(error: etree.XMLSyntaxError, kind: str) -> Refused:
    """The refusal of a file that broke off."""
    fault = str(error.msg or "").replace(f"{{{SPACE}{kind}}}", "")
    return Refused(NOT_VALID, kind=kind, line=error.lineno or 0, fault=fault[:200])


def check(path: Path, kind: str, within: str) -> None:
    """Hold a whole file against its schema; of the element called ``within``, what has been read is
    let go piece by piece.

    No event is made for what is inside: a million of them cost more than half of what the schema
    does.

    Raises:
        Refused: it breaks the standard.
    """
    space = f"{{{SPACE}{kind}}}"
    parser = etree.XMLPullParser(
        ("start", "end"),
        tag=(space + within, f"{space}Document"),
        schema=schema_of(kind),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    box: Any = None
    whole = False
    try:
        with path.open("rb") as source:
            while piece := source.read(_PIECE):
                parser.feed(piece)
                found: Any = parser.read_events()
                for event, element in found:
                    if event == "start" and element.tag == space + within:
                        box = element
                    whole = whole or (event == "end" and element.tag == f"{space}Document")
                if box is not None and len(box) > 1:  # the last may not be whole yet
                    del box[: len(box) - 1]
        parser.close()
    except etree.XMLSyntaxError as error:
        raise not_valid(error, kind) from error
    if not whole:
        raise Refused(NOT_VALID, kind=kind, line=0, fault="</Document>")


def forget(element: Any) -> None:
    """Let an element go that was read, and those before it."""
    parent = element.getparent()
    element.clear()
    while element.getprevious() is not None:
        del parent[0]
