"""What the bank told of our accounts: entries line by line, statements and their balances."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """A line of an entry of one of our bank accounts, booked once; the lines of an entry come to
    its amount.
    """

    account = models.TextField()  # our IBAN
    # What makes the entry that entry (with ``booked_on``): see `telling`.
    entry_ref = models.TextField()  # the bank's reference of it
    entry_amount = models.BigIntegerField()  # all of it
    copy = models.IntegerField()  # how many alike there were before it in its file, and one
    place = models.IntegerField()  # of the line in it, as booked
    part = models.TextField()  # whole, detail, rest, charges; undone: takes another line of it back
    bank_key = (
        models.TextField()
    )  # how the line is called: the bank's own reference where that names one only
    reference = models.TextField()
    amount = models.BigIntegerField()  # halalas; below zero it left the account
    booked_on = models.DateField()
    meaning = (
        models.TextField()
    )  # payment, settlement, payout, return, payment-returned, charges, unexplained
    end_to_end = models.TextField(blank=True, default="")  # the payer's own, if the bank told it
    reversal = models.BooleanField(
        null=True
    )  # whether the bank marks the entry so; not kept of old ones
    received_at = models.DateTimeField()
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "bank_key"], name="entry_once"),
            models.UniqueConstraint(
                fields=["account", "entry_ref", "booked_on", "entry_amount", "copy", "place"],
                name="line_of_an_entry_once",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="entry_moves_something"),
        ]
        indexes = [
            models.Index(fields=["booked_on"], name="entry_by_day"),
            models.Index(
                fields=["account", "end_to_end"], name="entry_by_payer", condition=~Q(end_to_end="")
            ),
        ]


class Statement(models.Model):
    """A bank's booked balances of one of our accounts, as it told them; a corrected one is a
    further row.
    """

    account = models.TextField()  # our IBAN
    bank_id = models.TextField()  # the bank's own name for it
    number = models.BigIntegerField(null=True)  # in the bank's series
    since = models.DateField()  # its first day
    day = models.DateField()  # its last, of which the closing balance is
    opening = models.BigIntegerField()  # halalas; below zero it was overdrawn
    closing = models.BigIntegerField()
    moved = models.BigIntegerField()  # the sum of its lines
    created_at = models.DateTimeField()  # by the bank: of several for a day the latest holds
    received_at = models.DateTimeField()
    digest = models.TextField()  # of all of it; told again, it is the same statement

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="statement_once"),
            models.CheckConstraint(
                condition=Q(since__lte=models.F("day")), name="statement_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "day", "-created_at"], name="statement_of_account")
        ]


class StatedLine(models.Model):
    """An entry as a statement has it, whether it was booked from this one, from an earlier one, or
    from a notification.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    bank_key = models.TextField()  # the bank's reference of the entry
    amount = models.BigIntegerField()
    booked_on = models.DateField(null=True)  # null: kept before days were
    copy = models.IntegerField(default=1)  # of several alike in the statement
