"""The files clients send. Their bytes stay in the database, so that every worker and a second site
have them.
"""

from __future__ import annotations

import uuid

from django.db import models


class State:
    """Where a file stands. It only moves forward; a trigger guards that."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    WORKING = "working"
    DONE = "done"
    UNREADABLE = "unreadable"
    DISCARDED = "discarded"  # checked, and put away by the client unconfirmed
    EXPIRED = "expired"  # checked, and not confirmed in time

    # What each state may follow.
    AFTER = {
        UPLOADED: (CHECKED,),  # to be checked again with what the client has answered
        CHECKING: (UPLOADED, CHECKING),
        CHECKED: (CHECKING,),
        CONFIRMED: (CHECKED,),
        WORKING: (CONFIRMED,),
        DONE: (CONFIRMED, WORKING, UPLOADED),  # from uploaded: the very file was sent before
        UNREADABLE: (UPLOADED, CHECKING),
        DISCARDED: (CHECKED,),
        EXPIRED: (CHECKED,),
    }
    UNFINISHED = (UPLOADED, CHECKING, CONFIRMED, WORKING)  # a job should be at it


class File(models.Model):
    """One file as it was sent, what the check found, and the submission it became."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.BigIntegerField()  # the actor who sent it; nobody else sees it
    name = models.TextField()  # as the client calls it: shown, never used as a path
    kind = models.TextField()  # a service's key, or monthly-movement
    language = models.TextField()
    size = models.IntegerField()
    sha256 = models.TextField()
    state = models.TextField(default=State.UPLOADED)
    uploaded_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # its bytes, of which nothing came (`dropping`)
    rows = models.IntegerField(null=True)
    submission = models.BigIntegerField(null=True)
    first = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT
    )  # the same file, sent before
    report = models.JSONField(default=dict)
    answers = models.JSONField(
        default=dict
    )  # how doubtful days are read, which columns are left out
    layout = models.TextField(
        default=""
    )  # of the headings: answers are remembered for the next file like it
    error = models.JSONField(default=list)  # [{code, values}] when it is unreadable

    @property
    def as_checked(self) -> str:
        """What a confirmation names: the check that was shown. Another check of the file is
        another.
        """
        return self.moved_at.isoformat()

    class Meta:
        indexes = [
            models.Index(fields=["account", "-uploaded_at"], name="bulk_file_of_account"),
            models.Index(fields=["account", "sha256", "kind"], name="bulk_file_by_content"),
            models.Index(
                fields=["moved_at"],
                name="bulk_file_unfinished",
                condition=models.Q(state__in=State.UNFINISHED),
            ),
            models.Index(
                fields=["moved_at"],
                name="bulk_file_to_drop",
                condition=models.Q(
                    state__in=("checked", "unreadable", "discarded"), dropped_at__isnull=True
                ),
            ),
        ]


class Part(models.Model):
    """A piece of a file's bytes, so that none is ever whole in a statement."""

    file = models.ForeignKey(File, on_delete=models.PROTECT)
    role = models.TextField()  # content: what was sent; remarks: what the check found, as Parquet
    number = models.IntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "role", "number"], name="bulk_part_once")
        ]
