"""Papers that clients add to an asking: kept once by their content, and read only through a
transaction.

The name of a kept file is its SHA-256 and its kind (`engine.fields.attachment`). Who sent a file is
written down, because a name alone must open nothing: an asking may name only files its own actor
has sent, and a reader reaches a file only by a transaction that uses it. What no transaction uses
is dropped after two days; what one uses stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import polars as pl

from guichet.engine import audit, scope, store
from guichet.engine.batch import Batch
from guichet.engine.context import Context
from guichet.engine.fields import Attachment
from guichet.engine.fields.attachment import ATTACHMENT_TOO_LARGE, ATTACHMENT_UNKNOWN
from guichet.engine.record import iso
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.service import Outcome, Service
from guichet.lib import scans

KEPT_UNUSED = timedelta(days=2)
_MEGABYTE = 1_000_000

ATTACHMENT_EMPTY = Refusal(
    "attachment-empty",
    ar="الملف في «{label}» فارغ. أرفق الملف الصحيح.",
    en="The file in {label} is empty. Attach the right file.",
    fr="Le fichier de « {label} » est vide. Joignez le bon fichier.",
)
ATTACHMENT_KIND = Refusal(
    "attachment-kind-not-taken",
    ar="الملف في «{label}» ليس PDF ولا صورة JPEG أو PNG. احفظه بأحد هذه الأنواع ثم أرفقه.",
    en="The file in {label} is not a PDF, JPEG or PNG. Save it as one of these and attach it.",
    fr="Le fichier de « {label} » n’est ni un PDF, ni une image JPEG ou PNG. Enregistrez-le ainsi puis joignez-le.",
)
ATTACHMENT_DAMAGED = Refusal(
    "attachment-damaged",
    ar="تعذرت قراءة الملف في «{label}» حتى نهايته. افتحه وتأكد منه، ثم احفظه وأرفقه من جديد.",
    en="The file in {label} cannot be read to its end. Open it to make sure, save it again and attach it.",
    fr="Le fichier de « {label} » ne peut être lu jusqu’au bout. Vérifiez-le, enregistrez-le de nouveau et joignez-le.",
)
ATTACHMENT_ACTIVE = Refusal(
    "attachment-not-plain",
    ar="يحتوي الملف في «{label}» على برنامج أو ملف آخر، أو هو مقفل بكلمة مرور. اطبعه إلى PDF جديد ثم أرفقه.",
    en="The file in {label} holds a program or another file, or is locked. Print it to a new PDF and attach that.",
    fr="Le fichier de « {label} » contient un programme ou un autre fichier, ou il est verrouillé. Imprimez-le en un nouveau PDF et joignez celui-ci.",
)
ATTACHMENT_DETAILED = Refusal(
    "attachment-too-detailed",
    ar="الصورة في «{label}» أدق مما يمكن قراءته. صغّرها ثم أرفقها.",
    en="The picture in {label} has more details than can be read. Make it smaller and attach it.",
    fr="L’image de « {label} » est trop détaillée pour être lue. Réduisez-la puis joignez-la.",
)
_REFUSALS = {
    scans.Fault.EMPTY: ATTACHMENT_EMPTY,
    scans.Fault.UNKNOWN: ATTACHMENT_KIND,
    scans.Fault.DAMAGED: ATTACHMENT_DAMAGED,
    scans.Fault.ACTIVE: ATTACHMENT_ACTIVE,
    scans.Fault.TOO_DETAILED: ATTACHMENT_DETAILED,
}
REFUSALS = (ATTACHMENT_UNKNOWN, ATTACHMENT_TOO_LARGE, *_REFUSALS.values())


class NoSuchAttachment(LookupError):
    """The transaction uses no such file."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that a transaction uses."""

    name: str
    media_type: str
    content: bytes


def fields_of(service: type[Service]) -> list[str]:
    """The fields of a service that hold attachments."""
    return [name for name, field in service.inputs.items() if isinstance(field, Attachment)]


def keep(content: bytes, *, service: type[Service], field: str, context: Context) -> str:
    """Keep a file for an asking of ``service`` that follows; its name, which is the field's value.

    Raises:
        Refused: it is too large, or not a plain PDF, JPEG or PNG.
    """
    asked = service.inputs[field]
    assert isinstance(asked, Attachment)
    label = asked.label.at(context.language)
    if len(content) > asked.most_bytes:
        raise Refused(ATTACHMENT_TOO_LARGE, field, label=label, most=asked.most_bytes // _MEGABYTE)
    kind = scans.kind_of(content)
    if isinstance(kind, scans.Fault):
        raise Refused(_REFUSALS[kind], field, label=label)
    name = f"{sha256(content).hexdigest()}.{kind}"
    with (
        scope.as_institution()
    ):  # somebody else may have sent the very file: kept once, it is theirs and this actor's
        store.settle(
            lambda: _write(name, content, context)
        )  # again if the sweeper took it away meanwhile
    return name


def _write(name: str, content: bytes, context: Context) -> None:
    actor, now = context.actor.id, context.now
    with store.atomic():
        store.execute(
            "INSERT INTO engine_attachment (name, size, content, kept_at) VALUES (%(name)s, %(size)s, %(content)s, %(now)s)"
            " ON CONFLICT (name) DO NOTHING",
            name=name,
            size=len(content),
            content=content,
            now=now,
        )
        store.execute(
            "INSERT INTO engine_attachmentholder (attachment_id, actor, kept_at) VALUES (%(name)s, %(actor)s, %(now)s)"
            " ON CONFLICT (attachment_id, actor) DO UPDATE SET kept_at = excluded.kept_at",
            name=name,
            actor=actor,
            now=now,
        )
        body = {
            "name": name,
            "size": len(content),
            "actor": actor,
            "channel": context.channel,
            "at": iso(now),
        }
        audit.note("attachment-kept", body)


def require_own(batch: Batch) -> None:
    """Refuse names of files that the actor has not sent, or that are larger than the field
    takes.
    """
    for name in fields_of(batch.service):
        values = batch.frame[name].drop_nulls().unique()
        if not len(values):
            continue
        held = store.fetch(
            "SELECT a.name, a.size FROM engine_attachment a JOIN engine_attachmentholder h ON h.attachment_id = a.name"
            " WHERE a.name = ANY(%(names)s::text[]) AND h.actor = %(actor)s",
            {"name": pl.String, "size": pl.Int64},
            names=values,
            actor=batch.context.actor.id,
        )
        field = batch.service.inputs[name]
        assert isinstance(field, Attachment)
        label, given = field.label.at(batch.context.language), pl.col(name)
        known = given.is_in(held["name"].implode())
        batch.refuse(given.is_not_null() & ~known, ATTACHMENT_UNKNOWN, name, label=label)
        large = held.filter(pl.col("size") > field.most_bytes)["name"]
        most = str(field.most_bytes // _MEGABYTE)
        batch.refuse(
            given.is_in(large.implode()), ATTACHMENT_TOO_LARGE, name, label=label, most=most
        )


def note_uses(service: type[Service], frame: pl.DataFrame) -> None:
    """Write down which recorded transactions use which file, in their ``atomic``. A refused row
    uses none.
    """
    for name in fields_of(service):
        used = frame.filter(
            pl.col(name).is_not_null() & (pl.col("outcome") != Outcome.REFUSED.value)
        )
        store.insert(
            "engine_attachmentuse",
            used.select(transaction="id", field=pl.lit(name), attachment_id=name),
        )


def read(transaction: int, field: str, context: Context) -> Kept:
    """The file that a transaction uses in a field; the reading is noted. The caller has checked who
    may see it.

    Raises:
        NoSuchAttachment: it uses none there.
    """
    with store.atomic():
        found = store.rows(
            "SELECT a.name, a.content FROM engine_attachmentuse u JOIN engine_attachment a ON a.name = u.attachment_id"
            " WHERE u.transaction = %(transaction)s AND u.field = %(field)s",
            transaction=transaction,
            field=field,
        )
        if not found:
            raise NoSuchAttachment(transaction, field)
        name, content = str(found[0][0]), bytes(found[0][1])
        digest, _, kind = name.partition(".")
        if sha256(content).hexdigest() != digest:
            raise ValueError(f"the content of {name} was changed")
        audit.note(
            "attachment-read",
            {
                "name": name,
                "transaction": transaction,
                "actor": context.actor.id,
                "channel": context.channel,
                "at": iso(context.now),
            },
        )
    return Kept(name, scans.MEDIA_TYPES[kind], content)


def sweep(now: datetime) -> int:
    """Drop files that were sent two days ago and that no transaction uses; how many there were."""
    with store.atomic():
        store.execute(
            "DELETE FROM engine_attachmentholder h WHERE kept_at < %(before)s AND NOT EXISTS"
            " (SELECT FROM engine_attachmentuse u WHERE u.attachment_id = h.attachment_id)",
            before=now - KEPT_UNUSED,
        )
        return store.execute(
            "DELETE FROM engine_attachment a WHERE NOT EXISTS"
            " (SELECT FROM engine_attachmentholder h WHERE h.attachment_id = a.name) AND NOT EXISTS"
            " (SELECT FROM engine_attachmentuse u WHERE u.attachment_id = a.name)"
        )
