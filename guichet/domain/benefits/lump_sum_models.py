"""The table of contributions given back; triggers keep every row as it was written."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class LumpSum(models.Model):
    """What was paid once for want of a pension, and the periods it closed; or what those came to
    more when the record of them was corrected.
    """

    award = models.TextField(unique=True)  # its name; the grant that pays it is of it
    of = models.TextField()  # the award that closed the periods: itself, or that of a difference
    person = models.BigIntegerField()  # national number it was claimed under
    decided_on = models.DateField()  # the day as on which it was worked
    since = models.DateField(null=True)  # closed before: what is later was paid; null: all
    until = models.DateField()  # the last day that it closes
    months = models.BigIntegerField()  # parts of months
    amount = models.BigIntegerField()  # minor units
    transaction = models.BigIntegerField()
    # JSON: how it came about (`guichet.law.steps`), with its law's version.
    steps = models.TextField()
    leaf = models.BigIntegerField(db_index=True)  # of the audit log, which says what stands here

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, months__gte=0), name="lump_sum_of_something"
            ),
            models.CheckConstraint(
                condition=Q(until__lt=F("decided_on"))
                & (Q(since__isnull=True) | Q(since__lt=F("until"))),
                name="lump_sum_of_days_past",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="lump_sum_by_person")]
