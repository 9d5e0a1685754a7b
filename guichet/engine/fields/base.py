"""What every field knows: how it is parsed, checked, described and shown.

A field is a dataframely column, so a service's ``Input`` is an ordinary Polars-native schema; on
top it carries the words and habits that pages, files, telephones and machines need. Parsing and
checking are columnar: one validator serves a click and a million rows. A field's ``readers`` are
tried in turn, the rarer spellings only when the usual one left something unread, which is what
keeps a single row cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import dataframely as dy
import polars as pl

from guichet.engine.fields.causes import Causes
from guichet.engine.fields.keypad import Keying
from guichet.engine.refusal import Refusal
from guichet.lib import frames
from guichet.lib.text import ARABIC_INDIC, INVISIBLE, PERSIAN, Words

REQUIRED = Refusal(
    "field-required",
    ar="خانة «{label}» فارغة. أدخل قيمة.",
    en="{label} is missing. Enter a value.",
    fr="« {label} » manque. Saisissez une valeur.",
)

_FOLD = dict(zip(ARABIC_INDIC + PERSIAN, "0123456789" * 2, strict=True)) | dict.fromkeys(
    INVISIBLE, ""
)


_TRANSLATION = str.maketrans(_FOLD)
# Unicode's white space, named, because Python and polars each strip a set of their own by default.
_BLANK = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_FEW = 64  # below this a plain loop is quicker than calling into polars


def tidy(raw: pl.Series) -> pl.Series:
    """Text as typed, made plain: trimmed, ASCII digits, no invisible marks; empty becomes null."""
    if len(raw) < _FEW:
        plain = [
            t.translate(_TRANSLATION).strip(_BLANK) or None if t else None for t in raw.to_list()
        ]
        return pl.Series(raw.name, plain, dtype=pl.String)
    text = raw.str.strip_chars(_BLANK)
    if text.str.len_bytes().sum() != text.str.len_chars().sum():
        text = text.str.replace_many(list(_FOLD), list(_FOLD.values())).str.strip_chars(_BLANK)
    return text.set(text == "", None) if (text == "").any() else text


Reader = Callable[[pl.Expr], pl.Expr]


def read_all(text: pl.DataFrame, fields: Mapping[str, Field]) -> pl.DataFrame:
    """Each column of tidied text as its field reads it; rarer spellings only where the usual one
    failed.
    """
    value = frames.select(text, [field.usual(name) for name, field in fields.items()])
    for name, field in fields.items():
        if value[name].null_count() == text[name].null_count():
            continue
        read, unread = value[name], (value[name].is_null() & text[name].is_not_null()).arg_true()
        for reader in field.readers[1:]:
            # However long the column, a rare spelling costs what is spelled so.
            other = (
                text[name].gather(unread).to_frame().select(reader(pl.col(name)).alias(name))[name]
            )
            read = read.scatter(unread, other)
            unread = unread.filter(other.is_null())
            if unread.is_empty():
                break
        value = value.with_columns(read)
    return value


@dataclass(frozen=True, slots=True)
class Fault:
    """One way a value can be wrong: where ``mask`` holds, ``refusal`` is said with ``values``."""

    refusal: Refusal
    mask: pl.Expr
    values: Mapping[str, str | Words]
    # looked for in the text of faulty rows: the first that holds is said instead
    causes: Causes = ()

    def told(self, mask: pl.Series, text: pl.Series) -> Iterator[tuple[pl.Series, Refusal]]:
        """The faulty rows of ``mask`` parted by what is said of each, ``text`` being what was
        typed.
        """
        for pattern, refusal in self.causes:
            part = mask & text.str.contains(pattern).fill_null(value=False)
            if part.any():
                yield part, refusal
                mask = mask & ~part
        if mask.any():
            yield mask, self.refusal

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """All that may be said."""
        return (self.refusal, *(refusal for _, refusal in self.causes))


class Field:
    """Mixed into a dataframely column class; see :mod:`guichet.engine.fields.kinds`."""

    kind: ClassVar[str]  # names the widget, the prompt and the JSON type
    input_mode: ClassVar[str] = "text"
    written: ClassVar[bool] = True  # a line of letters and digits answers it
    several: ClassVar[bool] = False  # more than one of its options at once
    options: Mapping[str, Words] = {}  # by code, of which one is picked
    unanswered: ClassVar[Words | None] = (
        None  # that it was left empty, where "enter a value" is not what one does
    )
    nullable: bool

    def __init__(
        self,
        label: Words,
        *,
        hint: Words | None = None,
        optional: bool = False,
        sample: str = "",
        default: str | None = None,
        names: str = "",
        blank: Words | None = None,
        was: str = "",
        **column: Any,
    ) -> None:
        """``default`` is raw text, or the name of a day read from the asking: ``"today"``,
        ``"this_month"``.

        ``blank``, of a column of a table: what an empty cell means.

        ``was``, of an output: it is what stood in the place of this input before.

        ``names``, of an output: it is the name of the person whose number this input is
        (:mod:`guichet.engine.rehearsed_names`).
        """
        super().__init__(nullable=optional, description=label.en, **column)
        self.label = label
        self.hint = hint
        self.optional = optional
        self.sample = sample
        self.default = default
        self.names = names
        self.blank = blank
        self.was = was
        self._usual: dict[str, pl.Expr] = {}

    # Django templates would call the class otherwise.
    do_not_call_in_templates = True

    # How tidied text is read, the usual spelling first; null where it cannot be.
    readers: tuple[Reader, ...] = (lambda text: text,)

    @property
    def keying(self) -> Keying | None:
        """How it is entered with digits; None where they do not suffice."""
        return None

    def usual(self, name: str) -> pl.Expr:
        """The first of the readers on the column ``name``; built once."""
        if name not in self._usual:
            self._usual[name] = self.readers[0](pl.col(name)).alias(name)
        return self._usual[name]

    def parse(self, text: pl.Series) -> pl.Series:
        """The typed values of tidied ``text``; null where it cannot be read."""
        return read_all(text.to_frame("text"), {"text": self})["text"]

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        """Every way a *given* value can be wrong. ``value`` is ``parse(text)``."""
        yield from ()

    def all_faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        """:meth:`faults`, and that a needed value is there at all."""
        if not self.optional:
            yield Fault(REQUIRED, text.is_null(), {})
        yield from self.faults(text, value)

    def plain(self, value: pl.Expr) -> pl.Expr:
        """The typed value as canonical text, as it stands in receipts (null stays null)."""
        return value.cast(pl.String)

    def value_of(self, text: str) -> Any:
        """Canonical text as what it is; what has no type of its own stays text."""
        return text

    def show(self, text: str | None, language: str) -> str:
        """Canonical text as a reader of ``language`` expects it."""
        return text or ""

    def show_cell(self, text: str | None, language: str) -> str:
        """As a cell of a table: an empty one says what that means."""
        return self.blank.at(language) if not text and self.blank else self.show(text, language)

    def json_schema(self) -> dict[str, Any]:
        """JSON Schema of the value in requests (always text-friendly), without labels."""
        return {"type": "string"}

    def describe(self, language: str) -> dict[str, Any]:
        """JSON Schema with title, description and example in ``language``."""
        schema = self.json_schema() | {"title": self.label.at(language)}
        if self.hint:
            schema["description"] = self.hint.at(language)
        if self.sample:
            schema["examples"] = [self.sample]
        return schema


class Input(dy.Schema):
    """What a service asks for. Declare fields as class attributes, in the order a person answers
    them.
    """


def fields_of(schema: type[dy.Schema]) -> dict[str, Field]:
    """The fields of an ``Input`` or ``Output`` by name; anything that is not a field refuses to
    load.

    Raises:
        TypeError: something in it is not a field.
    """
    columns = schema.columns()
    for name, column in columns.items():
        if not isinstance(column, Field):
            raise TypeError(
                f"{schema.__qualname__}.{name} is a {type(column).__name__}, not a field"
            )
    return columns  # type: ignore[return-value]


def values_of(fields: Mapping[str, Field], texts: Mapping[str, str | None]) -> dict[str, Any]:
    """Canonical texts as what they are: money in minor units, days and months as dates, a table as
    a list of such rows.
    """
    return {
        name: field.value_of(text) if (text := texts.get(name)) else None
        for name, field in fields.items()
    }
