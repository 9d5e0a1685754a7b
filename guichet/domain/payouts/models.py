"""The tables of payouts. Rows come by COPY (`commands`); triggers keep them as they were and let
states go forward only.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q


class Order(models.Model):
    """Somebody is to be paid an amount, once."""

    party_kind = models.TextField()  # establishment or person
    party = models.BigIntegerField()
    name = models.TextField()  # of the payee, as the register had it
    iban = models.TextField()  # on record when it was ordered
    amount = models.BigIntegerField()  # halalas
    purpose = models.TextField()  # credit-refund, benefit ...
    reference = models.TextField()  # the orderer's own; the same one is never paid twice
    transaction = models.BigIntegerField()  # that caused it; 0: a run
    ordered_at = models.DateTimeField()
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")
    state = models.TextField(default="waiting")  # waiting, batched, back, credited
    leaf = models.BigIntegerField(null=True)  # of the audit log, with all that were ordered at once

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="payout_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_of_something"),
            models.CheckConstraint(
                condition=Q(party_kind__in=["establishment", "person"]), name="payout_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "batched", "back", "credited"]),
                name="payout_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="payout_waiting"),
            models.Index(fields=["id"], condition=Q(state="back"), name="payout_back"),
            models.Index(fields=["party", "-ordered_at"], name="payout_of_party"),
            BrinIndex(fields=["leaf"], name="payout_by_leaf"),
        ]


class Batch(models.Model):
    """Orders gathered by one person, and released by another (or discarded)."""

    count = models.IntegerField()
    total = models.BigIntegerField()
    digest = models.TextField()  # of all its transfers; the release is of exactly these
    account = models.TextField()  # of ours, that pays
    payer = models.TextField()  # how the bank's file names us
    gathered_by = models.BigIntegerField()  # account of the staff
    gathered_person = models.BigIntegerField(null=True)  # who that is
    gathered_at = models.DateTimeField()
    released_by = models.BigIntegerField(null=True)
    released_person = models.BigIntegerField(null=True)
    released_at = models.DateTimeField(null=True)
    pay_on = models.DateField(null=True)  # the day asked for
    discarded_by = models.BigIntegerField(null=True)
    discarded_at = models.DateTimeField(null=True)
    file_digest = models.TextField(null=True)  # SHA-256 of the file's bytes, before it leaves
    sent_at = models.DateTimeField(null=True)
    # What the bank said of the whole file.
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("gathered_by")),
                name="released_by_another_account",
            ),
            models.CheckConstraint(
                condition=Q(released_person__isnull=True)
                | Q(gathered_person__isnull=True)
                | ~Q(released_person=F("gathered_person")),
                name="released_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(discarded_at__isnull=True),
                name="released_or_discarded",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True, released_at__isnull=True, pay_on__isnull=True)
                | Q(released_by__isnull=False, released_at__isnull=False, pay_on__isnull=False),
                name="released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(file_digest__isnull=True) | Q(released_at__isnull=False),
                name="written_after_release",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(file_digest__isnull=False),
                name="sent_after_written",
            ),
        ]


class Transfer(models.Model):
    """One attempt to pay an order; the bank knows it by ``GUICHET-T`` and its id."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    iban = models.TextField()
    amount = models.BigIntegerField()
    live = models.BooleanField(default=True)  # false once it was discarded, refused or returned

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(live=True), name="one_live_transfer_of_an_order"
            )
        ]
        indexes = [
            models.Index(fields=["batch", "id"], name="transfer_of_batch"),
            models.Index(fields=["order"], name="transfer_of_order"),
        ]


class Debit(models.Model):
    """The transfer left our bank account."""

    transfer = models.OneToOneField(
        Transfer, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    bank_key = models.TextField()  # the bank's reference of the entry that took it
    journal = models.ForeignKey(
        "ledger.Journal", on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Comeback(models.Model):
    """The bank refused a transfer, or its money came back to our account."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()  # rejected, returned
    code = models.TextField()  # the bank's reason (ISO 20022), if it gave one
    words = models.TextField()
    source = models.TextField()  # the bank's reference of the entry, or its message
    at = models.DateTimeField()
    journal = models.ForeignKey(
        "ledger.Journal", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "kind"], name="comeback_once"),
            models.CheckConstraint(
                condition=Q(kind="rejected", journal__isnull=True)
                | Q(kind="returned", journal__isnull=False),
                name="comeback_of_a_kind",
            ),
        ]


class Decision(models.Model):
    """Somebody of the staff said what becomes of an order that came back."""

    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="+")
    what = models.TextField()  # again, credit
    by = models.BigIntegerField()
    reason = models.TextField()
    at = models.DateTimeField()
    journal = models.ForeignKey(
        "ledger.Journal", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what="again", journal__isnull=True)
                | Q(what="credit", journal__isnull=False),
                name="decision_of_a_kind",
            )
        ]
