"""The field type of a paper that a client adds: its value is the name of a kept file, never the
file itself.

A channel hands the bytes to `engine.attachments`, which answers with the name: the SHA-256 of the
content and what it is, ``9f86d0….pdf``. So the paper is in whatever is made of the input: the
idempotency hash, the receipt, the signature.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dataframely as dy
import polars as pl

from guichet.engine.fields.base import Fault, Field, Reader
from guichet.engine.refusal import Refusal
from guichet.lib.text import Words

NAME = r"^[0-9a-f]{64}\.(?:pdf|jpg|png)$"
_MOST = 5_000_000
_SHORT = 8  # characters of the hash that tell two papers apart for a person

ATTACHMENT_UNKNOWN = Refusal(
    "attachment-unknown",
    ar="الملف في «{label}» ليس ملفًا أضفته أنت مؤخرًا. أرفق الملف من جديد.",
    en="The file in {label} is not one that you added recently. Attach the file again.",
    fr="Le fichier de « {label} » n’est pas un fichier que vous avez ajouté récemment. Joignez-le de nouveau.",
)
ATTACHMENT_TOO_LARGE = Refusal(
    "attachment-too-large",
    ar="الملف في «{label}» أكبر من {most} ميغابايت. أرفق نسخة أصغر، أو صورة بدقة أقل.",
    en="The file in {label} is larger than {most} MB. Attach a smaller copy, or a picture with fewer details.",
    fr="Le fichier de « {label} » dépasse {most} Mo. Joignez une copie plus légère ou une image moins détaillée.",
)


class Attachment(Field, dy.String):
    """A PDF, JPEG or PNG of at most ``most_bytes``; kept once, whoever sends it again."""

    kind = "attachment"
    written = False

    def __init__(self, label: Words, *, most_bytes: int = _MOST, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.most_bytes = most_bytes

    readers: tuple[Reader, ...] = (
        lambda text: text.str.to_lowercase().str.extract(f"({NAME[1:-1]})$", 1),
    )

    def faults(self, text: pl.Expr, value: pl.Expr) -> Iterator[Fault]:
        unread = value.is_null() | (text.str.len_bytes() != value.str.len_bytes())
        yield Fault(ATTACHMENT_UNKNOWN, text.is_not_null() & unread, {})

    def show(self, text: str | None, language: str) -> str:
        """'PDF · 9f86d081'."""
        digest, _, kind = (text or "").partition(".")
        return f"{kind.upper()} · {digest[:_SHORT]}" if text else ""

    def json_schema(self) -> dict[str, Any]:
        """The name of a file sent before, or the file itself."""
        content = {
            "type": "string",
            "contentEncoding": "base64",
            "maxLength": -(-self.most_bytes // 3) * 4,
        }
        return {
            "type": ["string", "object"],
            "pattern": NAME,
            "properties": {"base64": content},
            "required": ["base64"],
            "additionalProperties": False,
        }
