"""Texts in and out, conversations under way, who wants no notices. Words are sealed while needed
and then gone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Incoming(models.Model):
    """A text that came in: kept once however often a provider hands it over."""

    provider = models.TextField()
    reference = models.TextField()  # the provider's message id
    sender = models.TextField()  # +9665XXXXXXXX
    words = models.BinaryField(null=True)  # sealed; gone when answered
    received_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="one_incoming_text")
        ]
        indexes = [
            models.Index(
                fields=["sender", "id"],
                name="incoming_waiting",
                condition=Q(answered_at__isnull=True),
            ),
            models.Index(
                fields=["id"], name="incoming_in_order", condition=Q(answered_at__isnull=True)
            ),
        ]


class Conversation(models.Model):
    """Where the conversation with a mobile is. It holds no code."""

    mobile = models.TextField(primary_key=True)
    state = models.JSONField()
    moved_at = models.DateTimeField(db_index=True)


class Outgoing(models.Model):
    """A text to be sent, and what became of it."""

    WAITING, SENT, DELIVERED, FAILED, DROPPED = "waiting", "sent", "delivered", "failed", "dropped"

    kind = models.TextField()  # answer, code, or the name of a notice
    mobile = models.TextField()
    language = models.TextField()
    # What it is about, so that it is written once: "answer:17", "bill-issued:4711:3".
    source = models.TextField(unique=True)
    words = models.BinaryField(null=True)  # sealed; gone when sent, failed or of no use any more
    parts = models.SmallIntegerField()
    state = models.TextField(default=WAITING)
    urgency = models.SmallIntegerField()  # 0 codes, 1 answers, 2 notices
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    provider = models.TextField(blank=True, default="")  # the one tried last
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["urgency", "due_at"], name="outgoing_due", condition=Q(state="waiting")
            ),
            models.Index(fields=["mobile", "-made_at"], name="outgoing_of_mobile"),
        ]


class Piece(models.Model):
    """A part of a text as a provider knows it."""

    provider = models.TextField()
    reference = models.TextField()  # the provider's message id
    outgoing = models.ForeignKey(Outgoing, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "reference"], name="one_piece")]


class Report(models.Model):
    """What a provider reports of a part. It may come before we know the part's id, more than once,
    in any order.
    """

    provider = models.TextField()
    reference = models.TextField()
    state = models.TextField()  # delivered, failed; what is not final is not kept
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="one_report_a_piece")
        ]


class Silence(models.Model):
    """A mobile that wants no notices. Wanting them again ends the row; nothing else of it
    changes.
    """

    mobile = models.TextField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mobile"], condition=Q(ended_at__isnull=True), name="one_silence_a_mobile"
            )
        ]


class Heard(models.Model):
    """An event whose notices are written."""

    event = models.BigIntegerField(primary_key=True)
