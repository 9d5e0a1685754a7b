"""The standard's own schemas, and the streaming check of a file against one of them."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from lxml import etree

from guichet.engine.refusal import Refusal, Refused

SCHEMAS = Path(__file__).parent / "schemas"
SPACE = "urn:iso:std:iso:20022:tech:xsd:"
CURRENCY = "SAR"
_HEAD_BYTES = 4_096
_PIECE = 1 << 18

NOT_ISO20022 = Refusal(
    "bank-file-unknown",
    ar="الملف ليس ملفًا بنكيًا بصيغة {kinds}. اطلب من البنك إحدى هذه الصيغ.",
    en="The file is no bank’s file of the kinds {kinds}. Ask the bank for one of these.",
    fr="Le fichier n’est pas un fichier bancaire {kinds}. Demandez l’un de ces formats à la banque.",
)
NOT_VALID = Refusal(
    "bank-file-invalid",
    ar="لا يطابق الملف المعيار (السطر {line}): {fault}. لم يُسجَّل منه شيء؛ اطلب من البنك ملفًا صحيحًا.",
    en="The file breaks the standard (line {line}): {fault}. Nothing of it was recorded; ask the bank for a correct file.",
    fr="Le fichier enfreint la norme (ligne {line}) : {fault}. Rien n’en a été enregistré ; demandez un fichier correct à la banque.",
)


def schema_of(kind: str) -> etree.XMLSchema:
    """The official schema of a message."""
    return etree.XMLSchema(etree.parse(SCHEMAS / f"{kind}.xsd"))


def kind_of(content: bytes, kinds: tuple[str, ...]) -> str:
    """Which of the messages a file holds, from the first bytes of it.

    Raises:
        Refused: none of them.
    """
    head = content[:_HEAD_BYTES]
    for kind in kinds:
        if f"{SPACE}{kind}".encode() in head:
            return kind
    raise Refused(NOT_ISO20022, kinds=", ".join(kinds))


def read(source: IO[bytes], kind: str, tags: tuple[str, ...]) -> Any:
    """The elements of those names as they end, of a file that is checked against its schema on the way."""
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
    return Refused(NOT_VALID, line=error.lineno or 0, fault=fault[:200])


def check(path: Path, kind: str, within: str) -> None:
    """Hold a whole file against its schema; of the element called ``within``, what has been read is let go piece by piece.

    No event is made for what is inside: a million of them cost more than half of what the schema does.

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
        raise Refused(NOT_VALID, line=0, fault="</Document>")


def forget(element: Any) -> None:
    """Let an element go that was read, and those before it."""
    parent = element.getparent()
    element.clear()
    while element.getprevious() is not None:
        del parent[0]
