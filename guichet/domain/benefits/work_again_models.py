"""The table of pensioners at work; triggers keep every row as it was written."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class WorkAgain(models.Model):
    """From a month on a pension is another because its holder works, or works no longer."""

    award = models.TextField()  # whose pension it is
    person = models.BigIntegerField()  # national number it is paid under
    month = models.DateField()  # the first
    monthly = models.BigIntegerField()  # paid from then on, minor units; 0: nothing
    full = models.BigIntegerField()  # of the award
    wage = models.BigIntegerField(null=True)  # of the work, a month; null: there is none
    line = models.TextField(null=True)  # the pension that is paid instead; null: nothing is
    transaction = models.BigIntegerField(null=True)  # that declared it; null: it was on record
    # JSON: how it came about (`guichet.law.steps`), with its law's version.
    steps = models.TextField()
    at = models.DateTimeField()
    leaf = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1, monthly__gte=0, full__gt=0), name="work_again_by_months"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="work_again_by_person")]
