"""Files are kept once, named by their content, used for good, and dropped when nothing uses
them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError

from guichet.engine import attachments, store
from guichet.engine.context import Context
from guichet.engine.models import Attachment, AttachmentHolder
from guichet.engine.registry import service_of
from guichet.engine.tests.toys import NOW, someone
from guichet.lib.tests.papers import a_pdf

pytestmark = pytest.mark.django_db

CONTEXT = Context(actor=someone(id=7), channel="test", now=NOW)
PAPER = a_pdf()


def keep(content: bytes = PAPER, context: Context = CONTEXT) -> str:
    """Keep a file for a correction."""
    service = service_of("registry.correct_engagement")
    return attachments.keep(content, service=service, field="paper", context=context)


def use(name: str, transaction: int = 1) -> None:
    """A recorded transaction that uses the file."""
    store.execute(
        "INSERT INTO engine_attachmentuse (transaction, field, attachment_id) VALUES (%(t)s, 'paper', %(n)s)",
        t=transaction,
        n=name,
    )


def test_the_same_file_is_kept_once_whoever_sends_it() -> None:
    other = replace(CONTEXT, actor=someone(id=8))
    assert keep() == keep() == keep(context=other) == f"{sha256(PAPER).hexdigest()}.pdf"
    assert Attachment.objects.count() == 1
    assert sorted(AttachmentHolder.objects.values_list("actor", flat=True)) == [7, 8]


def test_what_no_transaction_uses_is_dropped_after_two_days() -> None:
    name, used = keep(), keep(a_pdf(title="used"))
    use(used)
    assert attachments.sweep(NOW + timedelta(days=1)) == 0
    assert attachments.sweep(NOW + timedelta(days=3)) == 1
    assert list(Attachment.objects.values_list("name", flat=True)) == [used]
    assert (
        AttachmentHolder.objects.get().attachment_id == used
    )  # a held asking resumes however late
    assert keep() == name


def test_sending_it_again_begins_the_two_days_anew() -> None:
    keep()
    keep(context=replace(CONTEXT, now=NOW + timedelta(days=2)))
    assert attachments.sweep(NOW + timedelta(days=3)) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE engine_attachment SET content = 'other'",
        "UPDATE engine_attachmentuse SET transaction = 2",
        "DELETE FROM engine_attachmentuse",
        "DELETE FROM engine_attachment",
    ],
)
def test_a_used_file_can_neither_be_changed_nor_taken_away(statement: str) -> None:
    use(keep())
    with pytest.raises(DatabaseError), store.atomic():
        store.execute(statement)
        store.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_file_changed_behind_our_back_is_not_handed_out() -> None:
    name = keep()
    use(name)
    store.execute("ALTER TABLE engine_attachment DISABLE TRIGGER append_only")
    store.execute("UPDATE engine_attachment SET content = %(c)s", c=PAPER + b" ")
    with pytest.raises(ValueError, match="was changed"):
        attachments.read(1, "paper", CONTEXT)


def test_a_transaction_without_the_file_has_none() -> None:
    use(keep())
    assert attachments.read(1, "paper", CONTEXT).content == PAPER
    for transaction, field in ((2, "paper"), (1, "other")):
        with pytest.raises(attachments.NoSuchAttachment):
            attachments.read(transaction, field, CONTEXT)
