"""The words of pages: extracted and compiled with Babel, so that no gettext tools are needed on the
machine.

Services, fields and refusals carry their words themselves; only pages and their views use
catalogues. A folder that has a ``locale`` folder keeps its own words there, and Django finds them;
all others share ``guichet/locale``.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "locale"
WRITTEN_IN = ("ar", "fr")  # English is what the pages themselves say
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_CALL = re.compile(
    r"""\b(?:n?p?gettext|_)\((?:u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|[\s,\w])*\)""", re.DOTALL
)
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # a catalogue changes when its words do, not every day


def compile_all() -> list[str]:
    """Compile the catalogues that are newer than their compiled form; one line for each made."""
    made = []
    for source in [*sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/*.po")), *_brought()]:
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = target.with_suffix(f".{os.getpid()}.tmp")
        with source.open("rb") as read, unfinished.open("wb") as written:
            write_mo(written, read_po(read, locale=source.parts[-3]))
        unfinished.replace(target)  # whoever reads it meanwhile sees the old or the new, never half
        inside = target.is_relative_to(PACKAGE.parent)
        made.append(f"{target.relative_to(PACKAGE.parent) if inside else target} compiled")
    return made


def _brought() -> list[Path]:
    """The catalogues of languages that the country brings."""
    from guichet.law import country

    return [one.folder / one.code / "LC_MESSAGES" / "django.po" for one in country.locale.brings]


def catalogues() -> list[Path]:
    """The folders that keep words: the common one, and every folder's own."""
    return [LOCALE, *(path for path in sorted(PACKAGE.rglob("locale")) if path != LOCALE)]


def extract_all() -> list[str]:
    """Enter new words into every language's catalogue and drop unused ones; one line a language."""
    lines = []
    for folder in catalogues():
        words = found(folder)
        for language in WRITTEN_IN:
            path = folder / language / "LC_MESSAGES" / "django.po"
            catalogue = _read(path, language)
            catalogue.update(words, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            catalogue.revision_date = _UNDATED
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as written:
                write_po(written, catalogue, width=100, no_location=True, sort_output=True)
            untranslated = f"{len(missing(catalogue))} of {len(catalogue)} words untranslated"
            lines.append(f"{folder.relative_to(PACKAGE)} {language}: {untranslated}")
    return lines


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, project="guichet", creation_date=_UNDATED)
    with path.open("rb") as read:
        return read_po(read, locale=language)


def found(folder: Path) -> Catalog:
    """Every word that the pages and views of a catalogue's folder name."""
    others = [f.parent for f in catalogues() if f != folder and f != LOCALE]
    words = Catalog(project="guichet", creation_date=_UNDATED)
    for path in sorted(folder.parent.rglob("*")):
        if "tests" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
            continue
        if folder == LOCALE and any(path.is_relative_to(other) for other in others):
            continue
        for _, message, comments, context in _messages(path):
            words.add(message, None, auto_comments=comments, context=context)
    return words


def missing(catalogue: Catalog) -> list[str]:
    """The words a catalogue has no translation for."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and not all([message.string] if isinstance(message.string, str) else message.string or [""])
    ]


def _messages(path: Path) -> Iterator[tuple]:
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        yield from extract("python", io.BytesIO(text.encode()), _KEYWORDS)
    elif "trans" in text:
        yield from extract("python", io.BytesIO(_as_python(text).encode()), _KEYWORDS)


def _as_python(template: str) -> str:
    """A template as Python calls of gettext, one a line: Django turns tags into calls amid
    blanked-out text.
    """
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    calls = _CALL.finditer(templatize(template))
    return "\n".join(call.group() for call in calls)
