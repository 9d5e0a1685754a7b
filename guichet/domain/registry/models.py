"""Who works for whom, since when, for which wage.

Rows are written by COPY (`commands`); the models exist for migrations and for reading. Engagements
and wages number in the millions and a monthly file touches most of them, so their rows are kept
narrow, widest columns first, and their references are guarded a statement at a time (see the
migration ``0002_guards``).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


def _guarded(to: type[models.Model], **rest: Any) -> models.ForeignKey[Any, Any]:
    """A reference whose constraint the guards keep, without an index of its own."""
    return models.ForeignKey(
        to,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        **rest,
    )


class Owner(models.Model):
    """An employer group: the person or body that owns a main establishment and its branches."""

    identifier = models.BigIntegerField(unique=True)
    name_ar = models.TextField()
    name_latin = models.TextField(blank=True)
    kind = models.TextField(default="person")


class Establishment(models.Model):
    """The unit that employs, under the number the institution gave it; ``main`` is null for a main
    one.
    """

    number = models.BigIntegerField(unique=True)
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    main = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    name_ar = models.TextField()
    name_latin = models.TextField(blank=True)
    cr_number = models.BigIntegerField(unique=True, null=True)
    activity = models.TextField(blank=True)
    city = models.TextField(blank=True)
    registered_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_by = models.BigIntegerField(null=True)  # transaction
    # Thousandths: 2000 is a hazards rate doubled for an employer who ignores safety orders.
    hazards_multiplier = models.IntegerField(default=1000)
    government = models.BooleanField(default=False)
    payment_level = models.TextField(
        default="own"
    )  # own: pays its bill itself; main: with its main
    transaction = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__range=(100_000_000, 999_999_999)),
                name="establishment_nine_digits",
            ),
            models.CheckConstraint(
                condition=Q(hazards_multiplier__range=(1000, 2000)), name="hazards_at_most_doubled"
            ),
        ]


class Person(models.Model):
    """A natural person, once for life; ``identifier`` is the number valid today."""

    identifier = models.BigIntegerField(unique=True)
    transaction = models.BigIntegerField(default=0)
    birth_date = models.DateField()
    cohort_since = models.DateField()
    died_on = models.DateField(null=True)
    sex = models.TextField()
    nationality = models.CharField(max_length=2)  # ISO 3166
    cohort = models.TextField()
    name_ar = models.TextField()
    name_latin = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                # Which there are is the country's matter (`guichet.law`).
                condition=Q(cohort__regex=r"^[a-z][a-z0-9_]*$"),
                name="person_cohort_named",
            ),
        ]


class PersonIdentifier(models.Model):
    """A number somebody had before: a residence number before citizenship, a corrected one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    identifier = models.BigIntegerField(unique=True)
    until = models.DateField()
    transaction = models.BigIntegerField()


class CohortChange(models.Model):
    """A cohort somebody had before, and until when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cohort = models.TextField()
    until = models.DateField()
    transaction = models.BigIntegerField()


class Engagement(models.Model):
    """A period of employment; both days are worked days. Of one pair no two may overlap
    (0002_guards).
    """

    joined_by = models.BigIntegerField()  # the transaction
    left_by = models.BigIntegerField(null=True)
    person = _guarded(Person)
    establishment = _guarded(Establishment)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    occupation = models.TextField(blank=True)
    contract = models.TextField(blank=True)
    end_reason = models.TextField(null=True)

    class Meta:
        indexes = [
            # The latest engagement of a pair is the last entry of a stretch: nothing to sort or to
            # sift.
            models.Index(
                fields=["person", "establishment", "started_on"], name="engagement_of_pair"
            ),
            models.Index(fields=["establishment"], name="engagement_of_establishment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                name="engagement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(started_on__range=("1900-01-01", "2199-12-31")),
                name="engagement_in_our_time",
            ),
        ]


class Wage(models.Model):
    """A contributory wage from a month on. Append-only: a correction is a higher version of its
    month.

    The wage of a month is the latest version of the latest ``effective_from`` not after its first
    day.
    """

    pk = models.CompositePrimaryKey("engagement_id", "effective_from", "version")
    engagement = _guarded(Engagement)
    basic = models.BigIntegerField()  # minor units a month
    housing = models.BigIntegerField(default=0)
    transaction = models.BigIntegerField()
    effective_from = models.DateField()  # the first day of a month
    version = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basic__gte=0) & Q(housing__gte=0) & Q(effective_from__day=1),
                name="wage_sound",
            ),
        ]


class EngagementChange(models.Model):
    """What an engagement said before it was corrected, and which transaction corrected it."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    field = models.TextField()
    old = models.TextField(null=True)
    new = models.TextField(null=True)
    transaction = models.BigIntegerField()


class Backdated(models.Model):
    """A change that reaches into months already billed: from ``month`` on they must be looked at
    again.

    ``xid`` (kept by the database) lets a reader ask for what has been committed since it last
    looked.
    """

    engagement = _guarded(Engagement)
    month = models.DateField()
    transaction = models.BigIntegerField()


class BankAccount(models.Model):
    """Where money for a person or an establishment goes, since when; what was before stays
    (0005_bank_account_guards).
    """

    party_kind = models.TextField()  # person, establishment
    party = models.BigIntegerField()  # the national number or the establishment number
    iban = models.TextField()
    since = models.DateField()
    transaction = models.BigIntegerField()
    ended_by = models.BigIntegerField(null=True)  # the transaction that named another
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party_kind", "party"],
                condition=Q(ended_by__isnull=True),
                name="bank_account_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(party_kind__in=["person", "establishment"]),
                name="bank_account_party_kind",
            ),
        ]
