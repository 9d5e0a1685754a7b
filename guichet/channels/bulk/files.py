"""Keeping files and moving them from state to state."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Q

from guichet.channels.bulk import faults
from guichet.channels.bulk.faults import unreadable
from guichet.channels.bulk.models import File, Part, State
from guichet.channels.bulk.notices import Answers
from guichet.channels.bulk.table import MOST_BYTES
from guichet.channels.shared import quota
from guichet.engine import store
from guichet.engine.registry import names_of

CONTENT, REMARKS = "content", "remarks"
_PART = 4_000_000  # bytes
_LONGEST_NAME = 200


def keep(
    chunks: Iterable[bytes], *, account: int, name: str, kind: str, language: str, now: datetime
) -> File:
    """Store a file as it comes in, piece by piece.

    Raises:
        Unreadable: it is larger than we take; nothing is kept.
        Refused: it is larger than what is left of the account's day; nothing is kept.
    """
    file = File(
        account=account,
        name=_shown(name),
        kind=kind,
        language=language,
        size=0,
        sha256="",
        uploaded_at=now,
        moved_at=now,
    )
    digest = sha256()
    with store.atomic():
        file.save(force_insert=True)
        for number, piece in enumerate(_pieces(quota.within(chunks, account, now))):
            file.size += len(piece)
            if file.size > MOST_BYTES:
                raise unreadable(faults.TOO_LARGE, limit=MOST_BYTES // 1_000_000)
            digest.update(piece)
            Part.objects.create(file=file, role=CONTENT, number=number, body=piece)
        quota.take(
            account, file.size, now
        )  # last: others of the account wait from here to the end of the commit
        file.sha256 = digest.hexdigest()
        file.save(update_fields=["size", "sha256"])
    return file


def _pieces(chunks: Iterable[bytes]) -> Iterable[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= _PART:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _shown(name: str) -> str:
    """A client's name for a file: its last part, printable, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[-_LONGEST_NAME:] or "file"


def body_of(file: File, role: str = CONTENT) -> bytes:
    """The bytes kept under a role; empty when there are none."""
    parts = (
        "SELECT body FROM bulk_part WHERE file_id = %(file)s AND role = %(role)s ORDER BY number"
    )
    return store.content(parts, file=file.pk, role=role)


def keep_remarks(file: File, content: bytes) -> None:
    """What the check found, in place of an earlier check's."""
    with store.atomic():
        Part.objects.filter(file=file, role=REMARKS).delete()
        for number, start in enumerate(range(0, len(content), _PART)):
            piece = content[start : start + _PART]
            Part.objects.create(file=file, role=REMARKS, number=number, body=piece)


def find(number: uuid.UUID | str, account: int | None = None) -> File | None:
    """A file by its id; with ``account`` only if that account sent it."""
    found = File.objects.filter(pk=number)
    return (found if account is None else found.filter(account=account)).first()


def recent(
    account: int, before: datetime | None, limit: int, states: Sequence[str] = ()
) -> list[File]:
    """What an account has sent, newest first; of some states alone, or of all but those put
    away.
    """
    found = File.objects.filter(account=account)
    found = found.filter(state__in=states) if states else found.exclude(state=State.DISCARDED)
    if before is not None:
        found = found.filter(uploaded_at__lt=before)
    return list(found.order_by("-uploaded_at")[:limit])


def page(
    account: int, after: tuple[datetime, uuid.UUID] | None, state: str | None, limit: int
) -> list[File]:
    """What an account has sent, newest first, after a moment and id, in one state only if one is
    named.
    """
    found = File.objects.filter(account=account)
    if state is not None:
        found = found.filter(state=state)
    if after is not None:
        moment, number = after
        found = found.filter(Q(uploaded_at__lt=moment) | Q(uploaded_at=moment, id__lt=number))
    return list(found.order_by("-uploaded_at", "-id")[:limit])


def sent_before(file: File) -> File | None:
    """The first file of the same bytes and kind that the account confirmed, if this is not it."""
    return (
        File.objects.filter(
            account=file.account,
            sha256=file.sha256,
            kind__in=names_of(file.kind),
            confirmed_at__isnull=False,
        )
        .exclude(pk=file.pk)
        .order_by("confirmed_at")
        .first()
    )


def answers_for(file: File, layout: str) -> Answers:
    """What the client has answered about this file, else about the last confirmed one of the same
    kind and headings.
    """
    if file.answers:
        return Answers.of(file.answers)
    last = (
        File.objects.filter(
            account=file.account,
            kind__in=names_of(file.kind),
            layout=layout,
            confirmed_at__isnull=False,
        )
        .order_by("-confirmed_at")
        .first()
    )
    return Answers.of(last.answers) if last else Answers()


def newer_of_name(file: File) -> File | None:
    """A confirmed file of the same name that the client sent after this very content was first
    sent, if there is one.
    """
    sent = File.objects.filter(account=file.account, kind__in=names_of(file.kind)).exclude(
        pk=file.pk
    )
    first = (
        sent.filter(sha256=file.sha256, uploaded_at__lt=file.uploaded_at)
        .order_by("uploaded_at")
        .first()
    )
    if first is None:
        return None
    newer = sent.filter(
        name=file.name, uploaded_at__gt=first.uploaded_at, confirmed_at__isnull=False
    )
    return newer.exclude(sha256=file.sha256).order_by("-uploaded_at").first()


def ask_again(file: File, answers: Answers, now: datetime) -> bool:
    """Take a checked file back to be checked with these answers; False when it no longer waits."""
    return move(file, State.UPLOADED, now, answers=answers.kept())


def move(
    file: File, to: str, now: datetime, *, since: datetime | None = None, **values: Any
) -> bool:
    """Move a file on, with what is then known of it; False when it no longer stands where it could,
    or not since ``since``.
    """
    values |= {"state": to, "moved_at": now}
    found = File.objects.filter(pk=file.pk, state__in=State.AFTER[to])
    moved = (found if since is None else found.filter(moved_at=since)).update(**values)
    if moved:
        for name, value in values.items():
            setattr(file, name, value)
    else:
        file.refresh_from_db()
    return bool(moved)
