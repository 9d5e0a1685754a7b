"""The tables of the ledger. Rows are written by COPY in `commands.post`; triggers keep them as they
were.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Account(models.Model):
    """Where amounts stand: one of a client, or one of the institution (no party)."""

    kind = models.TextField()  # receivable, contributions-annuities, penalties, suspense, bank ...
    party_kind = models.TextField(null=True)  # establishment or person
    party = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "party"],
                nulls_distinct=False,
                name="one_account_per_kind_and_party",
            ),
            models.CheckConstraint(
                condition=models.Q(party__isnull=True, party_kind__isnull=True)
                | models.Q(party__isnull=False, party_kind__isnull=False),
                name="party_of_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["party"], name="account_by_party")]


class Journal(models.Model):
    """One event that moves amounts."""

    kind = models.TextField()  # bill, payment, penalty ...
    at = models.DateTimeField()
    month = models.DateField(null=True)  # the month it belongs to, if any
    source = models.TextField()  # what `reference` names: bill, transaction ...
    reference = models.BigIntegerField(null=True)
    description = models.TextField(blank=True)
    leaf = models.BigIntegerField(null=True)  # of the audit log, with all that were posted at once

    class Meta:
        indexes = [BrinIndex(fields=["leaf"], name="journal_by_leaf")]


class Entry(models.Model):
    """One amount on one account: debit positive, credit negative, in halalas."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    amount = models.BigIntegerField()
    month = models.DateField(null=True)  # the contribution month the amount is for
    branch = models.TextField(
        null=True
    )  # branch and side: annuities-employee, hazards-employer ...

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="entry_of_something")
        ]
