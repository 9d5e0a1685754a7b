"""The tables of work injuries; triggers keep every row as it was written."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Injury(models.Model):
    """A work injury that was reported: one of a person and day, whoever told it how often."""

    injury = models.TextField(unique=True)  # its name: of the person and the day
    person = models.BigIntegerField()  # national number it was reported under
    injured_on = models.DateField()  # of a disease, its first diagnosis
    hour = models.IntegerField(null=True)  # 0 to 23
    place = models.TextField()  # see `injury_words.PLACES`
    cause = models.TextField()  # see `injury_words.CAUSES`
    details = models.TextField(null=True)  # as it was told
    engagement = models.BigIntegerField()  # of the registry; the one that is insured
    establishment = models.BigIntegerField()  # its number
    told_on = models.DateField()  # the employer; the day of the report where that tells them
    late = models.BooleanField()  # told after the law's last day
    paid_from = models.DateField()  # the first day of which an allowance may be due
    reported_on = models.DateField()
    transaction = models.BigIntegerField()
    leaf = models.BigIntegerField()  # of the audit log, which says what stands here

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    told_on__gte=F("injured_on"),
                    reported_on__gte=F("told_on"),
                    paid_from__gte=F("injured_on"),
                ),
                name="injury_in_order",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="injury_by_person")]


class InjuryDay(models.Model):
    """What a month of an injury was awarded at one time: never changed, paid by a line of its
    month. Days told later are another row of it.
    """

    award = models.TextField(unique=True)  # its name
    injury = models.TextField()
    person = models.BigIntegerField()  # national number it was claimed under, and is paid under
    month = models.DateField()
    amount = models.BigIntegerField()  # minor units; 0: the days were taken back
    due = models.BigIntegerField()  # what the month came to
    days = models.IntegerField()
    decided_on = models.DateField()
    transaction = models.BigIntegerField()
    # JSON: how it came about (`guichet.law.steps`), with its law's version.
    steps = models.TextField()
    leaf = models.BigIntegerField()  # of the audit log, which says what stands here

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1, amount__gte=0, due__gte=F("amount"), days__gte=0),
                name="injury_day_by_months",
            ),
        ]
        indexes = [models.Index(fields=["injury"], name="injury_day_by_injury")]
