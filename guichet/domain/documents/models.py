"""Issued documents, their signed copies and revocations: added to, never changed (a trigger guards
that).
"""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """What a service issued. Its number is the transaction's reference, which can be worked out;
    its code cannot.
    """

    id = models.BigIntegerField(primary_key=True)  # the transaction
    service = models.IntegerField()  # code
    party = models.BigIntegerField()
    about = models.TextField(
        blank=True, default=""
    )  # a statement's months: of others it is no newer edition
    code = models.TextField()
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    facts = (
        models.TextField()
    )  # MD5 of what it says, to tell the very same from one that says otherwise
    edition = models.SmallIntegerField(default=0)  # the same again after a revocation

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "party", "about", "issued_on", "facts", "edition"],
                name="document_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "party", "about", "-id"], name="document_newest")
        ]


class Revocation(models.Model):
    """A document that must no longer be relied on."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.PROTECT)
    by = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()


class Copy(models.Model):
    """The signed paper of a transaction in one language."""

    transaction = models.BigIntegerField()
    language = models.TextField()
    body = models.BinaryField()
    sha256 = models.BinaryField()
    signer = models.TextField()  # key id
    composed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "language"], name="copy_once"),
        ]
