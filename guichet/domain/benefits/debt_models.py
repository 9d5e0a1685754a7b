"""The tables of what was paid beyond what was due; triggers keep every row as it was written."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


def _journal() -> models.ForeignKey:
    return models.ForeignKey(
        "ledger.Journal", on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Debt(models.Model):
    """Of a month more was paid to a person than it comes to."""

    person = models.BigIntegerField()
    month = models.DateField()
    amount = models.BigIntegerField()  # minor units
    cause = models.TextField()  # see `debts.CAUSES`
    recorded_on = models.DateField()
    journal = _journal()
    leaf = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="debt_of_something")]
        indexes = [models.Index(fields=["person", "month"], name="debt_by_person")]


class Withholding(models.Model):
    """Of a month's pension so much went to the debt and not to the person."""

    person = models.BigIntegerField()
    month = models.DateField()
    amount = models.BigIntegerField()
    journal = _journal()
    leaf = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="withheld_once_a_month"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="withheld_something"),
        ]


class Repayment(models.Model):
    """A person chose how much a month is withheld; the latest choice holds."""

    person = models.BigIntegerField(db_index=True)
    monthly = models.BigIntegerField()
    chosen_on = models.DateField()
    transaction = models.BigIntegerField()
    leaf = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(monthly__gt=0), name="repayment_of_something"),
            models.UniqueConstraint(fields=["transaction", "person"], name="repayment_chosen_once"),
        ]
