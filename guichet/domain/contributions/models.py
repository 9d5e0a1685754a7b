"""The tables of bills. Rows are written by COPY in `commands`; triggers keep bills and their lines
as they were.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Run(models.Model):
    """One bill run over a month. It is unfinished while parts of it are open, and is then taken up
    again.
    """

    month = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    whole = models.BooleanField()  # all establishments, not some by name
    law = models.TextField()  # the version of the parameters it reckoned with
    # Back-dated changes recorded from `since` on were looked at; those from `until` on are for a
    # later run.
    since = models.BigIntegerField()
    until = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(finished_at__isnull=True),
                name="one_open_run_per_month",
            )
        ]


class Part(models.Model):
    """A group of establishments, billed in one ``atomic`` together with the mark that it is
    done.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    first = models.BigIntegerField()  # establishment numbers, both included
    last = models.BigIntegerField()
    done_at = models.DateTimeField(null=True)
    bills = models.IntegerField(default=0)
    lines = models.IntegerField(default=0)
    adjustments = models.IntegerField(default=0)
    total = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="part_once")]


class Fault(models.Model):
    """An establishment that could not be billed: the law does not know such a case. A later run
    tries again.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    establishment = models.BigIntegerField()
    reason = models.TextField()


class Bill(models.Model):
    """What an establishment owes by a month's run; amounts in halalas, below zero in its favour."""

    establishment = models.BigIntegerField()
    month = models.DateField()
    due_on = models.DateField()
    total = models.BigIntegerField()
    employee = models.BigIntegerField()
    employer = models.BigIntegerField()
    adjustments = models.BigIntegerField()  # of the total: differences to earlier months
    lines = models.IntegerField()
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "month"], name="one_bill_a_month"),
            models.CheckConstraint(
                condition=Q(total=F("employee") + F("employer")) & Q(month__day=1),
                name="bill_adds_up",
            ),
        ]


class Contribution(models.Model):
    """A line of a bill: an engagement in a month, by branch and side, in halalas.

    Billed in a later month, it is a difference to what was billed before, wage and days included.
    The months lead the keys, so that a run adds at one end of each index however many years are
    kept.
    """

    pk = models.CompositePrimaryKey("month", "engagement", "billed_in")
    engagement = models.BigIntegerField()
    establishment = models.BigIntegerField()
    wage = models.BigIntegerField()
    annuities_employee = models.BigIntegerField()
    annuities_employer = models.BigIntegerField()
    saned_employee = models.BigIntegerField()
    saned_employer = models.BigIntegerField()
    hazards_employer = models.BigIntegerField()
    total = models.BigIntegerField()
    month = models.DateField()
    billed_in = models.DateField()
    days = models.SmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["billed_in", "establishment"], name="contribution_of_bill"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(billed_in__gte=F("month"))
                & Q(
                    total=F("annuities_employee")
                    + F("annuities_employer")
                    + F("saned_employee")
                    + F("saned_employer")
                    + F("hazards_employer")
                ),
                name="contribution_adds_up",
            )
        ]


class Penalty(models.Model):
    """A charge for paying a month late, or what of an earlier charge was given back; halalas."""

    establishment = models.BigIntegerField()
    month = models.DateField()
    charged_on = models.DateField()
    late_months = models.IntegerField()
    unpaid = models.BigIntegerField()  # of the month when the last of those months began
    amount = models.BigIntegerField()
    law = models.TextField()  # the version of the parameters
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "month"], name="penalty_of_month")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0) & Q(month__day=1), name="penalty_of_something"
            )
        ]


class Waiver(models.Model):
    """What of a month's penalties the institution let go, once by each level; halalas."""

    establishment = models.BigIntegerField()
    month = models.DateField()
    amount = models.BigIntegerField()
    transaction = models.BigIntegerField()  # that asked for it and was approved
    level = models.TextField(default="governor")  # who let it go: governor, board
    waived_on = models.DateField()
    law = models.TextField()  # the version of the parameters
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "month", "level"], name="waived_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(month__day=1), name="waiver_of_something"
            ),
        ]


class Concession(models.Model):
    """What was taken back of a bill's line because an objection was right; below nought, a later
    bill gave it back itself.
    """

    establishment = models.BigIntegerField()
    billed_in = models.DateField()  # the bill
    month = models.DateField()
    engagement = models.BigIntegerField()
    amount = models.BigIntegerField()
    transaction = models.BigIntegerField()  # that settled the objection
    at = models.DateTimeField()
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["month", "engagement"], name="concession_of_line"),
            models.Index(fields=["establishment", "billed_in"], name="concession_of_bill"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="concession_of_something")
        ]


class InstalmentPlan(models.Model):
    """What an establishment owed on a day, to be paid in instalments; it runs until it is fulfilled
    or broken.
    """

    establishment = models.BigIntegerField()
    debt = models.BigIntegerField()  # halalas
    began_on = models.DateField()
    transaction = models.BigIntegerField(unique=True)  # that asked for it
    law = models.TextField()  # the version of the parameters
    ended_on = models.DateField(null=True)
    end = models.TextField(blank=True, default="")  # fulfilled, broken
    # Penalties of the months in it rest until then: the end, or the first instalment that was
    # missed.
    rests_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment"],
                condition=Q(ended_on__isnull=True),
                name="one_running_plan",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end="", rests_until__isnull=True)
                | Q(
                    ended_on__isnull=False,
                    end__in=["fulfilled", "broken"],
                    rests_until__isnull=False,
                ),
                name="plan_runs_or_ended",
            ),
            models.CheckConstraint(condition=Q(debt__gt=0), name="plan_of_something"),
        ]
        indexes = [models.Index(fields=["establishment", "began_on"], name="plan_of")]


class Instalment(models.Model):
    """A part of a plan, due on a day; halalas."""

    plan = models.ForeignKey(InstalmentPlan, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    due_on = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="instalment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_of_something"),
        ]
