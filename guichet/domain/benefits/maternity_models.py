"""The table of maternity benefits; a trigger keeps every row as it was written."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Maternity(models.Model):
    """A benefit for the months after a birth: never changed, each paid by a line of its months.

    Of one confinement there is one, whatever number it was claimed under and however many children
    were born; a second row adds the months of a child who needs a companion.
    """

    award = models.TextField(unique=True)  # its name: of the person, the birth, and what is added
    person = models.BigIntegerField()  # national number it was claimed under, and is paid under
    born_on = models.DateField()
    companion = models.BooleanField()  # with the months of a child who needs a companion
    decided_on = models.DateField()
    first_month = models.DateField()
    last_month = models.DateField()
    months = models.IntegerField()
    monthly = models.BigIntegerField()  # minor units
    transaction = models.BigIntegerField()
    # JSON: how it came about (`guichet.law.steps`), with its law's version.
    steps = models.TextField()
    leaf = models.BigIntegerField()  # of the audit log, which says what stands here

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(monthly__gt=0, months__gt=0), name="maternity_of_something"
            ),
            models.CheckConstraint(
                condition=Q(first_month__day=1, last_month__day=1)
                & Q(last_month__gte=F("first_month")),
                name="maternity_by_months",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="maternity_by_person")]
