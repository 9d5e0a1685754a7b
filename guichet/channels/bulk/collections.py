"""The files an account has sent, for machines to list."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from guichet.channels.bulk import files
from guichet.channels.bulk.file_run import Progress, progress_of
from guichet.channels.bulk.models import File, State
from guichet.channels.shared.collections import Asked, Collection, Filter, Item, Page, page_of
from guichet.engine.record import iso
from guichet.engine.registry import names_of
from guichet.lib.text import Words

_TEXT: dict[str, Any] = {"type": "string"}
_STATES = (*State.AFTER, State.UPLOADED)


def _files(asked: Asked) -> Page:
    found = files.page(asked.actor.id, asked.after, asked.given.get("state"), asked.size + 1)
    rows, after = page_of(found, asked, lambda row: f"{row.uploaded_at.isoformat()}|{row.pk}")
    return Page([_file(row) for row in rows], after)


def _key(key: str) -> tuple[datetime, uuid.UUID]:
    moment, number = key.split("|")
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        raise ValueError(key)
    return at, uuid.UUID(number)


def _file(file: File) -> Item:
    begun = file.state in (State.WORKING, State.DONE) and (
        file.submission is not None or file.first is not None
    )
    done = progress_of(file) if begun else Progress(file.rows or 0, 0)
    return {
        "file": str(file.pk),
        "name": file.name,
        "kind": names_of(file.kind)[0],
        "state": file.state,
        "rows": file.rows,
        "uploaded_at": iso(file.uploaded_at),
        "counts": done.counts,
        "waiting": done.held + done.referred,
    }


COLLECTIONS = (
    Collection(
        "files",
        Words(
            ar="الملفات التي أرسلتها، الأحدث أولًا",
            en="The files you sent, the newest first",
            fr="Les fichiers envoyés, les plus récents d’abord",
        ),
        {
            "file": _TEXT,
            "name": _TEXT,
            "kind": _TEXT,
            "state": {"type": "string", "enum": list(_STATES)},
            "rows": {"type": ["integer", "null"]},
            "uploaded_at": _TEXT,
            "counts": {"type": "object"},
            "waiting": {"type": "integer", "minimum": 0},
        },
        _files,
        (Filter("state", Words(ar="الحالة", en="State", fr="État"), options=_STATES),),
        key=_key,
    ),
)
