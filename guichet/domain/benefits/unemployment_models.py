"""The tables of unemployment benefits; triggers keep them as they were written."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Unemployment(models.Model):
    """A benefit for somebody who lost work, for so many months: never changed. A month is paid once
    it is confirmed.
    """

    award = models.TextField(unique=True)  # its name
    person = models.BigIntegerField()  # national number it was claimed under
    claim = models.IntegerField()  # which of the person's; one that goes on keeps its number
    engagement = models.BigIntegerField(unique=True)  # of the registry; the one that ended
    left_on = models.DateField()
    reason = models.TextField()
    decided_on = models.DateField()
    from_day = models.DateField()  # the first month
    payable_till = models.DateField()  # the last month of the law's window
    window_from = models.DateField()  # the first month of the claim
    months_awarded = models.IntegerField()
    first_months = models.IntegerField()  # of them at the first amount
    first = models.BigIntegerField()  # minor units a month
    next = models.BigIntegerField()
    wage_sum = models.BigIntegerField()  # the mean wage, exact: this over the months
    wage_months = models.BigIntegerField()
    transaction = models.BigIntegerField()
    # JSON: how it came about (`guichet.law.steps`), with its law's version.
    steps = models.TextField()
    leaf = models.BigIntegerField()  # of the audit log, which says what stands here

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(months_awarded__gt=0, claim__gt=0, first__gt=0, next__gt=0)
                & Q(first_months__gte=0, first_months__lte=F("months_awarded")),
                name="unemployment_of_something",
            ),
            models.CheckConstraint(
                condition=Q(from_day__day=1, payable_till__gte=F("from_day")),
                name="unemployment_by_months",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="unemployment_by_person")]


class UnemploymentMonth(models.Model):
    """A month without work, as it was confirmed; it is paid by a pension of that month."""

    award = models.TextField()
    month = models.DateField()
    number = models.IntegerField()  # of the award, from 1
    person = models.BigIntegerField()  # national number it is paid under
    amount = models.BigIntegerField()  # minor units
    by_agent = models.BooleanField()  # somebody else said it for them
    transaction = models.BigIntegerField()  # with the evidence that work is sought
    at = models.DateTimeField()
    leaf = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "month"], name="unemployment_month_once"),
            models.UniqueConstraint(fields=["award", "number"], name="unemployment_months_counted"),
            models.CheckConstraint(
                condition=Q(month__day=1, number__gt=0, amount__gt=0),
                name="unemployment_month_of_something",
            ),
        ]


class LeavingReason(models.Model):
    """Why somebody left, as the former employer said it when asked: once for a departure."""

    engagement = models.BigIntegerField(unique=True)  # of the registry
    establishment = models.BigIntegerField()  # its number
    person = models.BigIntegerField()  # national number
    reason = models.TextField()  # see `words.LEAVING`
    transaction = models.BigIntegerField()
    at = models.DateTimeField()
    leaf = models.BigIntegerField()


class LeavingQuestion(models.Model):
    """A former employer was asked why somebody left, because a claim waits for it."""

    transaction = models.BigIntegerField(unique=True)  # of the claim, as it was referred
    engagement = models.BigIntegerField()
    establishment = models.BigIntegerField()  # its number
    person = models.BigIntegerField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()  # when a person decides without the answer

    class Meta:
        indexes = [models.Index(fields=["establishment"], name="leaving_question_by_place")]
