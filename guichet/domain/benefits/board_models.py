"""The tables of disability pensions and of the medical boards that find them; triggers keep every
row as it was written.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Disability(models.Model):
    """What a disability pension rests on; its award and its steps are an `Award`'s."""

    award = models.TextField(unique=True)
    supersedes = models.TextField(unique=True, null=True)  # the award in whose place it came
    person = models.BigIntegerField()  # national number it is paid under
    since = models.DateField()  # unable to work since
    finding = models.BigIntegerField()  # of the board
    pension = models.BigIntegerField()  # a month, minor units, without what is for a helper
    helper = models.BooleanField()
    review_on = models.DateField(null=True)  # the board looks again; null: final
    leaf = models.BigIntegerField()  # of the audit log, which says what stands here

    class Meta:
        indexes = [models.Index(fields=["person"], name="disability_by_person")]


class BoardFinding(models.Model):
    """What a member of a board has found; it counts once a second member has agreed."""

    case = models.TextField()  # `boards.case_of`: of a claim, or of a pension that is looked at
    person = models.BigIntegerField()  # national number
    transaction = models.BigIntegerField(null=True)  # of the claim, as it was referred
    award = models.TextField(null=True)  # whose pension is looked at again
    examined_on = models.DateField()
    disabled = models.BooleanField()
    occupational = models.BooleanField()
    lasting = models.BooleanField()  # as long as the law asks for
    share = models.IntegerField()  # of the capacity to work that is lost, percent; 100: total
    helper = models.BooleanField()  # cannot do without another's help
    since = models.DateField()
    review_on = models.DateField(null=True)  # null: no change is expected
    grounds = models.TextField()
    by = models.BigIntegerField()  # account
    by_name = models.TextField()
    at = models.DateTimeField()
    leaf = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=100), name="board_share_in_percent"
            ),
            models.CheckConstraint(
                condition=Q(transaction__isnull=False, award__isnull=True)
                | Q(transaction__isnull=True, award__isnull=False),
                name="board_case_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="board_finding_by_case"),
            models.Index(fields=["person"], name="board_finding_by_person"),
        ]


class BoardSecond(models.Model):
    """A member of an appeal board agreed with a finding that waits for another still."""

    finding = models.BigIntegerField()
    note = models.TextField()
    by = models.BigIntegerField()  # account
    by_name = models.TextField()
    at = models.DateTimeField()
    leaf = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "by"], name="board_second_once_each")
        ]


class BoardVote(models.Model):
    """A second member agreed with a finding, or did not: then the case is examined anew."""

    finding = models.BigIntegerField(unique=True)
    agreed = models.BooleanField()
    note = models.TextField()
    by = models.BigIntegerField()  # account
    by_name = models.TextField()
    at = models.DateTimeField()
    leaf = models.BigIntegerField()
