"""The tables of families that share a pension; triggers keep every row as it was written.

A family has one award for the whole pension. Who belongs to it, and what is true of each since
when, is put down as it becomes known; each time, all shares are worked anew and written as one
settlement. The latest settlement is what is paid, as lines of `benefits_pension`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SurvivorsAward(models.Model):
    """The pension of somebody who has died was awarded to the family, once."""

    award = models.TextField(unique=True)  # its name
    deceased = models.BigIntegerField(unique=True)  # national number
    died_on = models.DateField()
    cohort = models.TextField()  # of the deceased: whose law
    way = models.TextField()  # pensioner, in-service, after-leaving
    pension = models.BigIntegerField()  # the whole, a month; minor units
    average = models.BigIntegerField(null=True)  # the mean wage it came from, where on record
    paid_from = models.DateField()  # the first of the month after the death
    owed_from = models.DateField()  # the first month it is paid for; later for a late claim
    decided_on = models.DateField()
    transaction = models.BigIntegerField()  # with the evidence of the family register
    steps = models.TextField()  # JSON: how it came about (`guichet.law.steps`)
    leaf = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pension__gt=0), name="family_pension_of_something"),
            models.CheckConstraint(
                condition=Q(paid_from__day=1, owed_from__day=1), name="family_pension_by_months"
            ),
        ]


class Heir(models.Model):
    """Somebody belongs to a family that shares a pension, whether they have a share or not."""

    award = models.TextField()
    person = models.BigIntegerField()  # national number
    relation = models.TextField()  # to the deceased, as the law calls it
    born = models.DateField()
    from_reserve = models.BooleanField()  # born after the death, into the share kept for it
    transaction = models.BigIntegerField()
    leaf = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "person"], name="heir_once"),
        ]
        indexes = [models.Index(fields=["person"], name="heir_by_person")]


class HeirFact(models.Model):
    """Something is true of a member since a day: married, studying, dead ..."""

    award = models.TextField()
    person = models.BigIntegerField()  # 0: of the family
    what = models.TextField()  # see `family_facts.WHATS`
    on = models.DateField()
    value = models.BigIntegerField()  # 1 or 0; how many
    transaction = models.BigIntegerField()
    leaf = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award", "person", "what", "on"], name="heir_fact_once_a_day"
            ),
        ]


class Settlement(models.Model):
    """All shares of a family were worked: at the award, and after each thing that became known."""

    award = models.TextField()
    number = models.IntegerField()  # 1, 2 ... of the award
    settled_on = models.DateField()
    law = models.TextField()  # version of the dated numbers
    transaction = models.BigIntegerField()
    leaf = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="settlement_numbered"),
        ]


class Share(models.Model):
    """What somebody has of a family's pension for some months, by one settlement."""

    award = models.TextField()
    settlement = models.IntegerField()
    person = models.BigIntegerField()
    monthly = models.BigIntegerField()  # minor units
    paid_from = models.DateField()
    paid_till = models.DateField(null=True)  # the first of the last month
    ends_by = models.TextField(null=True)  # see `family_facts.ENDS`
    withheld = models.BooleanField()
    leaf = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award", "settlement", "person", "paid_from"], name="share_once_a_month"
            ),
            models.CheckConstraint(condition=Q(monthly__gt=0), name="share_of_something"),
        ]
        indexes = [models.Index(fields=["person"], name="share_by_person")]
