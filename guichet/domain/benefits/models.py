"""The tables of benefits; triggers keep them as they were, and let a pension end once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guichet.domain.benefits import (
    board_models,
    debt_models,
    family_models,
    injury_models,
    lump_sum_models,
    maternity_models,
    search_models,
    unemployment_models,
    work_again_models,
)

__all__ = [
    "board_models",
    "debt_models",
    "family_models",
    "injury_models",
    "lump_sum_models",
    "maternity_models",
    "search_models",
    "unemployment_models",
    "work_again_models",
]


class Pension(models.Model):
    """A person is paid an amount each month, from a day to a month (both included)."""

    person = models.BigIntegerField()  # national number
    kind = models.TextField()  # see `words.KINDS`
    monthly = models.BigIntegerField()  # halalas
    first_month = (
        models.BigIntegerField()
    )  # what the month it begins in comes to: all of it, or its days
    paid_from = (
        models.DateField()
    )  # the first day of the first month; a disability may begin within it
    paid_till = models.DateField(null=True)  # the first day of the last month
    owed_from = (
        models.DateField()
    )  # the first month these books pay; what is before was paid elsewhere
    award = models.TextField()  # what awarded it, named once
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award"], name="pension_awarded_once"),
            models.UniqueConstraint(
                fields=["person", "kind"],
                # A child of two may have a share in two; within a family the settlement sees to it.
                condition=Q(paid_till__isnull=True) & ~Q(kind="survivor"),
                name="one_pension_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(monthly__gt=0), name="pension_of_something"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "old-age",
                        "disability",
                        "survivor",
                        "unemployment",
                        "maternity",
                        "injury",
                    ]
                ),
                name="pension_kind_known",
            ),
            # A month before the first: it was never paid.
            models.CheckConstraint(
                condition=Q(paid_till__isnull=True)
                | Q(paid_till__gte=F("paid_from"))
                | Q(kind="disability")
                | Q(ended_at__isnull=False),
                name="pension_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=(Q(paid_from__day=1) | Q(kind="disability"))
                & (Q(paid_till__isnull=True) | Q(paid_till__day=1)),
                name="pension_by_months",
            ),
            models.CheckConstraint(
                condition=Q(owed_from__day=1)
                & Q(first_month__gte=0, first_month__lte=F("monthly")),
                name="pension_owed_by_months",
            ),
        ]
        indexes = [models.Index(fields=["paid_from", "person"], name="pension_by_start")]


class Award(models.Model):
    """What was decided for somebody, from which facts, by which numbers of the law: never changed.

    A pension that was entered from another system has none.
    """

    award = models.TextField(unique=True)  # its name; the pension's, where it brought one
    person = models.BigIntegerField()
    benefit = models.TextField()  # old-age
    way = models.TextField()  # normal, early ... as the law calls it
    decided_on = models.DateField()
    paid_from = models.DateField()
    monthly = models.BigIntegerField()  # minor units
    transaction = models.BigIntegerField()
    # JSON: how it came about (`guichet.law.steps`), with its law's version.
    steps = models.TextField()
    leaf = models.BigIntegerField()  # of the audit log, which says what stands here

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(monthly__gt=0), name="award_of_something"),
        ]
        indexes = [
            models.Index(fields=["person"], name="award_by_person"),
            models.Index(fields=["leaf"], name="award_by_leaf"),
            models.Index(fields=["decided_on", "id"], name="award_by_day"),
        ]


class Grant(models.Model):
    """An amount that somebody was granted once: a death, a marriage, a pension that is none."""

    grant = models.TextField(unique=True)  # its name: kind, award and person
    person = models.BigIntegerField()  # national number
    kind = models.TextField()  # see `words.GRANTS`
    amount = models.BigIntegerField()  # minor units
    award = models.TextField()  # what it comes of: an award, an event, a decision
    granted_on = models.DateField()
    transaction = models.BigIntegerField()
    journal = models.ForeignKey(
        "ledger.Journal", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    leaf = models.BigIntegerField()  # of the audit log, which says what stands here

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_of_something"),
        ]
        indexes = [models.Index(fields=["person"], name="grant_by_person")]


class GrantOrder(models.Model):
    """A grant was ordered to be paid out: at once, or when there was an account to pay it to."""

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="+")
    order = models.BigIntegerField(unique=True)  # of payouts
    at = models.DateTimeField()


class Recalculation(models.Model):
    """All awards in payment are decided anew, by the law of a version."""

    begun_at = models.DateTimeField()
    law = models.TextField()  # hash of the dated numbers
    upto = models.BigIntegerField()  # the newest award when it began
    leaf = models.BigIntegerField(db_index=True)


class RecalculatedBatch(models.Model):
    """Awards up to one (by the day of the claim, then the id) were decided anew."""

    recalculation = models.ForeignKey(Recalculation, on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()
    last_id = models.BigIntegerField()
    looked = models.IntegerField()
    changed = models.IntegerField()  # of them
    left_out = models.IntegerField()  # to people
    leaf = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recalculation", "last_id"], name="recalculated_once")
        ]


class Succession(models.Model):
    """An award took the place of another, each once."""

    award = models.TextField(unique=True)
    supersedes = models.TextField(unique=True)
    recalculation = models.ForeignKey(Recalculation, on_delete=models.PROTECT, related_name="+")
    leaf = models.BigIntegerField(db_index=True)


class RecalculationCase(models.Model):
    """An award that a recalculation left to people; it is paid as it was."""

    recalculation = models.ForeignKey(Recalculation, on_delete=models.PROTECT, related_name="+")
    award = models.TextField()
    person = models.BigIntegerField()
    why = models.TextField()  # see `comparison.LEFT`
    paid = models.BigIntegerField(null=True)  # a month, minor units
    due = models.BigIntegerField(null=True)
    leaf = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()


class Confirmation(models.Model):
    """A pensioner confirmed on a day to live, and the civil registry said so too."""

    person = models.BigIntegerField()  # national number
    confirmed_on = models.DateField()
    by_agent = models.BooleanField()  # somebody else said it for them
    transaction = models.BigIntegerField()  # with the evidence of what the registry said
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "confirmed_on"], name="confirmed_once_a_day"),
        ]


class Payment(models.Model):
    """What a person was ordered for a month, all pensions together; arrears of a month are a
    further part of it.
    """

    person = models.BigIntegerField()
    month = models.DateField()
    part = models.IntegerField(default=1)
    ordered_in = (
        models.DateField()
    )  # the month whose run ordered it; a later one than ``month``: arrears
    amount = models.BigIntegerField()
    order = models.BigIntegerField()  # of payouts; the arrears of a run are one order
    journal = models.ForeignKey(
        "ledger.Journal", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "month", "part"], name="benefit_once_a_month"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="benefit_of_something"),
        ]


class Run(models.Model):
    """A month's payments were ordered, as far as they could be."""

    month = models.DateField()
    at = models.DateTimeField()
    ordered = models.IntegerField()
    total = models.BigIntegerField()
    arrears = models.BigIntegerField(default=0)  # of the total, for earlier months
    left_out = models.IntegerField()


class Finding(models.Model):
    """Somebody whom a run could not pay, or has been ordered more than is due: for the staff, as it
    was then.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    person = models.BigIntegerField()
    amount = models.BigIntegerField()
    why = models.TextField()  # no-account, died, unknown, beyond
