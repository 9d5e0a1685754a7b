"""Whether bytes somebody sends are a PDF, a JPEG or a PNG that a colleague may open without harm.

What a file is, is read from its content and never from its name. Images are decoded to the end. A
PDF must be whole and hold no program, no other file and no password: its objects are read in the
open and in compressed object streams, with escaped names made plain, and what cannot be looked into
is not taken.
"""

from __future__ import annotations

import io
import re
import warnings
import zlib
from enum import Enum

from PIL import Image


class Fault(Enum):
    """Why bytes are not taken."""

    EMPTY = "empty"
    UNKNOWN = "unknown"  # neither PDF, JPEG nor PNG
    DAMAGED = "damaged"
    ACTIVE = "active"  # holds a program or another file, or is locked
    TOO_DETAILED = "too-detailed"  # more pixels than anybody scans


MEDIA_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_MOST_PIXELS = 40_000_000
_MOST_INFLATED = 64_000_000  # of all object streams of a PDF together
_TAIL = 2_048  # a PDF's last mark stands this near to its end
_HEAD = 2_048  # an object stream's dictionary begins this near before its bytes
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_BEGINS = re.compile(rb"\bstream(?:\r\n|\n|\r)")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
# Names of actions, programs and files in a PDF (ISO 32000-2): none is needed to read a scanned
# paper.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Movie|Sound|Rendition"
    rb"|Encrypt)(?=[\s/<>\[\]()%]|$)"
)


def kind_of(content: bytes) -> str | Fault:
    """``pdf``, ``jpg`` or ``png``; else why not."""
    if not content:
        return Fault.EMPTY
    if content.startswith(b"%PDF-"):
        return _fault_of_pdf(content) or "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return _fault_of_image(content, "JPEG") or "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _fault_of_image(content, "PNG") or "png"
    return Fault.UNKNOWN


def _fault_of_image(content: bytes, form: str) -> Fault | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[form]) as image:
                if image.width * image.height > _MOST_PIXELS:
                    return Fault.TOO_DETAILED
                if form == "JPEG":  # an eighth of the memory, and still read to the last byte
                    image.draft(None, (image.width // 8, image.height // 8))
                image.load()  # a cut or forged file fails here
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Fault.TOO_DETAILED
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, MemoryError, TypeError):
        return Fault.DAMAGED
    return None


def _fault_of_pdf(content: bytes) -> Fault | None:
    if b"%%EOF" not in content[-_TAIL:] or b"startxref" not in content[-_TAIL:]:
        return Fault.DAMAGED
    if _is_active(content):
        return Fault.ACTIVE
    left = _MOST_INFLATED
    for begin in _BEGINS.finditer(content):
        head = _plain(
            content[max(0, begin.start() - _HEAD) : begin.start()].rpartition(b"endobj")[2]
        )
        if b"/ObjStm" not in head:
            continue
        inflated = _inflated(content, begin.end(), head, left)
        if inflated is None:
            return Fault.ACTIVE  # what nobody can look into is not taken
        left -= len(inflated)
        if left <= 0 or _is_active(inflated):
            return Fault.ACTIVE
    return None


def _inflated(content: bytes, start: int, head: bytes, most: int) -> bytes | None:
    """The objects of a compressed object stream; None when they are hidden in some other way."""
    named = _FILTER.search(head)
    if named is None:
        return content[start:].partition(b"endstream")[0] if b"/Filter" not in head else None
    if named[1].strip(b"[] \r\n\t") not in (b"/FlateDecode", b"/Fl") or b"/DecodeParms" in head:
        return None
    try:
        return zlib.decompressobj().decompress(content[start:], most)
    except zlib.error:
        return None


def _is_active(objects: bytes) -> bool:
    return _ACTIVE.search(_plain(objects)) is not None


def _plain(objects: bytes) -> bytes:
    """Names as readers see them: ``/J#61vaScript`` is ``/JavaScript``."""
    return (
        _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), objects)
        if b"#" in objects
        else objects
    )
