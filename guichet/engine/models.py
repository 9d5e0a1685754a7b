"""What the engine records: submissions, their chunks, transactions, audit leaves and seals, events.

Rows are written by COPY (`store.py`); the models exist for migrations and for reading. Nothing here
is ever updated but a submission's progress and an event's delivery; transactions and leaves are
append-only by trigger.
"""

from __future__ import annotations

from django.db import models


class Submission(models.Model):
    """One perform call: a click, or a whole file. Its Merkle root is signed once."""

    channel = models.TextField()
    actor = models.BigIntegerField()
    actor_name = models.TextField(blank=True)
    language = models.TextField()
    asked_at = models.DateTimeField()
    idempotency_key = models.TextField(null=True)
    input_hash = models.BinaryField()
    rows = models.IntegerField()
    chunks = models.IntegerField()
    # Set when the last chunk is done; until then the receipts have no signature yet.
    root = models.BinaryField(null=True)
    signature = models.BinaryField(null=True)
    key_id = models.TextField(blank=True, default="")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "idempotency_key"], name="one_submission_per_key"
            ),
        ]


class Chunk(models.Model):
    """A piece of a large submission: one ``atomic``, one marker."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT)
    number = models.IntegerField()
    first = models.IntegerField()  # ordinal of its first row
    rows = models.IntegerField()
    payload = models.BinaryField(null=True)  # Arrow IPC of the raw rows, until it is done
    counts = models.JSONField(default=dict)  # outcomes of its rows
    root = models.BinaryField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="chunk_once"),
        ]


class Transaction(models.Model):
    """One asking and its answer. ``id`` is submission and ordinal (see `engine.ids`)."""

    id = models.BigIntegerField(primary_key=True)
    row = models.IntegerField()  # the client's own row number
    service = models.IntegerField()  # the service's code
    outcome = models.SmallIntegerField()
    party = models.BigIntegerField(null=True)
    subject = models.BigIntegerField(null=True)
    repeats = models.BigIntegerField(null=True)  # the first transaction of the same fact
    resolves = models.BigIntegerField(null=True)  # the held or referred transaction it settles
    content = models.TextField()  # the receipt's own words; its hash is the Merkle leaf

    class Meta:
        indexes = [
            models.Index(fields=["party", "id"], name="transaction_by_party"),
            models.Index(
                fields=["resolves"],
                name="transaction_by_resolved",
                condition=models.Q(resolves__isnull=False),
            ),
            models.Index(  # what had to wait (`engine.followed`)
                fields=["party", "id"],
                name="transaction_waited",
                condition=models.Q(outcome__in=[3, 4], resolves__isnull=True, repeats__isnull=True),
            ),
        ]


class Waiting(models.Model):
    """A held or referred transaction that still has to be settled; gone when it is.

    ``key`` claims the fact meanwhile, so that asking again gives the first answer and does not
    queue it twice.
    """

    transaction = models.BigIntegerField(primary_key=True)
    key = models.BinaryField(unique=True)
    outcome = models.SmallIntegerField()
    due_at = models.DateTimeField()  # held: when to ask again; referred: the deadline
    tries = models.IntegerField(
        default=0
    )  # referred: 1 once it was said that the deadline has passed
    failures = models.SmallIntegerField(
        db_default=0
    )  # held: how often asking again went wrong by our own fault
    told_at = models.DateTimeField(null=True)  # held: when the client was told that it waits long
    level = models.TextField(db_default="")  # referred: who decides (`engine.levels`)

    class Meta:
        indexes = [models.Index(fields=["outcome", "due_at"], name="waiting_due")]


class Ruling(models.Model):
    """What a person decided about a referred transaction: once, and never changed."""

    transaction = models.BigIntegerField(primary_key=True)  # the referred one
    resolution = models.BigIntegerField(unique=True)  # the transaction that settled it
    service = models.IntegerField()  # the service's code
    approved = models.BooleanField()
    reason = models.TextField()
    by = models.BigIntegerField()  # account
    by_name = models.TextField(blank=True)
    at = models.DateTimeField()
    leaf = models.BigIntegerField(unique=True)  # of the audit log

    class Meta:
        indexes = [models.Index(fields=["-at"], name="ruling_newest")]


class Opinion(models.Model):
    """What one of several who decide together has said of a referred transaction, each once."""

    transaction = models.BigIntegerField()
    approved = models.BooleanField()
    reason = models.TextField()
    by = models.BigIntegerField()  # account
    by_name = models.TextField(blank=True)
    at = models.DateTimeField()
    leaf = models.BigIntegerField(unique=True)  # of the audit log

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "by"], name="opinion_once_each")
        ]


class Assignment(models.Model):
    """Somebody was given a referred transaction to decide, or it was given back; the latest
    counts.
    """

    transaction = models.BigIntegerField()
    account = models.BigIntegerField(null=True)  # null: nobody has it in hand
    account_name = models.TextField(blank=True)
    by = models.BigIntegerField()  # account
    by_name = models.TextField(blank=True)
    at = models.DateTimeField()
    leaf = models.BigIntegerField(unique=True)  # of the audit log

    class Meta:
        indexes = [models.Index(fields=["transaction", "id"], name="assignment_by_transaction")]


class AuditLeaf(models.Model):
    """One fact that must stay as it was, written in the same commit as what it is about."""

    kind = models.TextField()
    body = models.TextField()
    digest = models.BinaryField()
    # xid8 of the writing transaction (filled by the database): the sealer's watermark.


class AuditSeal(models.Model):
    """A signed Merkle root over all leaves committed since the last seal, chained to it."""

    leaves = models.IntegerField()
    xid_from = models.BigIntegerField()
    xid_until = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    signature = models.BinaryField()
    key_id = models.TextField()
    sealed_at = models.DateTimeField()


class Event(models.Model):
    """Something others want to hear of, written in the same commit and delivered afterwards."""

    name = models.TextField()
    body = models.JSONField()
    at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="event_waiting", condition=models.Q(delivered_at__isnull=True)
            )
        ]


class Attachment(models.Model):
    """A file that a client added, kept once by its content; ``name`` is its SHA-256 and its
    kind.
    """

    name = models.TextField(primary_key=True)
    size = models.IntegerField()
    content = models.BinaryField()
    kept_at = models.DateTimeField()


class AttachmentHolder(models.Model):
    """Who has sent a file, and so may name it in an asking."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT)
    actor = models.BigIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attachment", "actor"], name="attachment_held_once"),
        ]


class AttachmentUse(models.Model):
    """A recorded transaction uses a file in a field; written with it and never changed."""

    transaction = models.BigIntegerField()
    field = models.TextField()
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "field"], name="attachment_used_once"),
        ]


class Round(models.Model):
    """When a round (`engine.periodic`) is due again, when it was last done, and how often it has
    failed since.
    """

    name = models.TextField(primary_key=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)  # one after another
    fault = models.TextField(blank=True, default="")
