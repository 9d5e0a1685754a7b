"""What a sheet's XML holds beside its values: error cells, formulas without a result, hidden rows,
merged cells.

The reader of values gives an empty cell for the first two and knows nothing of the others. Most
sheets have none of them, which a look for a few words in their bytes tells; only the others are
gone through, an element at a time. Runs in the small process of
:mod:`guichet.channels.bulk.sheets`.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import asdict, dataclass, field
from typing import Any

from lxml import etree

# What makes a sheet worth going through; the words stand in its XML whatever prefix its writer
# uses.
_SIGNS = (b't="e"', b"t='e'", b"hidden=", b"mergeCell", b"</f>", b":f>", b"<f>", b"<f/>", b"<f ")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST = 200_000  # oddities kept of one sheet
_FORMULA = 60  # characters of a formula that are shown
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class Oddities:
    """Places count from nought: the first row and the column A."""

    cells: list[tuple[int, int, str]] = field(
        default_factory=list
    )  # what stands in the cell's place
    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # top, left, bottom, right
    left: int = 0  # the first column that holds anything: values are counted from there

    def as_dict(self) -> dict[str, Any]:
        """For the pipe."""
        return asdict(self)


def parts_of(book: zipfile.ZipFile) -> dict[str, str]:
    """The name of each sheet, and its entry in the archive."""
    workbook = _tree(book, "xl/workbook.xml")
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _tree(book, "xl/_rels/workbook.xml.rels").iter("{*}Relationship")
    }
    found = {}
    for sheet in workbook.iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATIONS)) or ""
        place = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if place in book.namelist():
            found[sheet.get("name") or ""] = place
    return found


def counts_from_1904(book: zipfile.ZipFile) -> bool:
    """Whether the workbook counts its days from 1904."""
    properties = next(_tree(book, "xl/workbook.xml").iter("{*}workbookPr"), None)
    return properties is not None and properties.get("date1904") in ("1", "true")


def _tree(book: zipfile.ZipFile, entry: str) -> etree._Element:
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(book.read(entry), safe)


def awaits_computing(book: zipfile.ZipFile) -> bool:
    """Whether the workbook asks to be computed when it is opened, as programs' files do: XlsxWriter
    gives each formula 0 until then.
    """
    asked = next(_tree(book, "xl/workbook.xml").iter("{*}calcPr"), None)
    return asked is not None and asked.get("fullCalcOnLoad") in ("1", "true")


def oddities_of(xml: bytes, *, uncomputed: bool = False) -> Oddities:
    """What is odd about a sheet, by its XML; ``uncomputed`` where a formula's nought need not be
    its result.
    """
    found = Oddities()
    if not any(sign in xml for sign in _SIGNS):
        return found
    at, column, left = -1, -1, None
    walk = etree.iterparse(
        io.BytesIO(xml),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        tag=("{*}row", "{*}c", "{*}mergeCell"),
    )
    for event, element in walk:
        name = etree.QName(element).localname
        if name == "row" and event == "start":
            at, column = _number(element.get("r"), at + 2) - 1, -1
            if element.get("hidden") in ("1", "true"):
                found.hidden.append(at)
        elif name == "c" and event == "end":
            column = _column(element.get("r"), column + 1)
            told = _odd(element, uncomputed)
            if told is not None:
                found.cells.append((at, column, told))
            if len(element) and (left is None or column < left):
                left = column
        elif name == "mergeCell" and event == "end":
            corners = _CELL.findall(element.get("ref") or "")
            if len(corners) == 2:
                (one, top), (other, bottom) = corners
                found.merged.append((int(top) - 1, _letters(one), int(bottom) - 1, _letters(other)))
        if name == "row" and event == "end":
            element.clear()
        if len(found.cells) + len(found.hidden) > _MOST:
            break
    found.left = left or 0
    return found


def _odd(cell: etree._Element, uncomputed: bool) -> str | None:
    """What stands in place of a value that is none; None for a cell like any other."""
    value = next(cell.iter("{*}v"), None)
    text = (value.text or "").strip() if value is not None else ""
    if cell.get("t") == "e":
        return text or "#UNKNOWN!"
    formula = next(cell.iter("{*}f"), None)
    nought = uncomputed and text == "0"
    if formula is None or (text and not nought) or cell.get("t") in ("str", "inlineStr"):
        return None  # a formula whose result is no text at all is an empty text, which is a result
    return f"={(formula.text or '…')[:_FORMULA]}"


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() else otherwise


def _column(reference: str | None, otherwise: int) -> int:
    found = _CELL.fullmatch(reference or "")
    return _letters(found[1]) if found else otherwise


def _letters(name: str) -> int:
    number = 0
    for letter in name:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
