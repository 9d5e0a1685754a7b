"""Branches, tickets, sittings, consents and measured handling. Nothing is deleted; consents and
measures never change.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Branch(models.Model):
    """A branch or a call centre where clients are served by people."""

    number = models.IntegerField(primary_key=True)
    name_ar = models.TextField()
    name_latin = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="branch_number_short", condition=Q(number__range=(1, 9999)))
        ]


class Roll(models.Model):
    """The last ticket number given at a branch on a day."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["branch", "day"], name="one_roll_a_day")]


class Ticket(models.Model):
    """A place in the queue: issued, called, started, ended. It names nobody."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.IntegerField()
    service = models.TextField(blank=True)  # the key of what is wanted; empty: not said
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(  # null: a kiosk
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    desk = models.TextField(null=True)  # where to go, once called
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # without a start: nobody came

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "day", "number"], name="ticket_once")
        ]
        indexes = [
            models.Index(
                fields=["branch", "day", "number"],
                name="ticket_waiting",
                condition=Q(called_at__isnull=True),
            )
        ]


class Sitting(models.Model):
    """One client before one clerk, from being named until the end. A clerk has one at a time."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    clerk_name = models.TextField()
    client = models.ForeignKey(  # null: an insured person who gets an account when they consent
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.BigIntegerField(null=True)  # as it was named
    establishment = models.BigIntegerField(null=True)  # then only for this one
    ticket = models.OneToOneField(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # of the last page
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clerk"], condition=Q(ended_at__isnull=True), name="one_sitting_a_clerk"
            ),
            models.CheckConstraint(
                name="sitting_is_for_somebody",
                condition=Q(client__isnull=False) | Q(person__isnull=False),
            ),
        ]


class Consent(models.Model):
    """The client's consent to one sitting. Append-only."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()  # code, paper
    reference = models.TextField(blank=True)  # of the signed paper
    recorded_at = models.DateTimeField()
    leaf = models.BigIntegerField(unique=True)  # of the audit log

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_is_code_or_signed",
                condition=Q(kind="code", reference="") | (Q(kind="paper") & ~Q(reference="")),
            ),
            models.UniqueConstraint(  # a signature is for one sitting
                fields=["reference"], condition=Q(kind="paper"), name="consent_paper_once"
            ),
        ]


class IdentityCheck(models.Model):
    """The identity document of the person before the clerk, as the clerk has seen it.
    Append-only.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()  # national, residence, passport
    number = models.TextField()  # on the document
    expires_on = models.DateField()
    checked_at = models.DateTimeField()
    leaf = models.BigIntegerField(unique=True)  # of the audit log


class SecondLook(models.Model):
    """A colleague has seen the person and the document too. Append-only."""

    check_of = models.OneToOneField(IdentityCheck, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    colleague_name = models.TextField()
    looked_at = models.DateTimeField()
    leaf = models.BigIntegerField(unique=True)  # of the audit log


class Handling(models.Model):
    """How long one transaction took its client: from the form's first page to the answer.
    Append-only.
    """

    transaction = models.BigIntegerField(primary_key=True)
    service = models.IntegerField()
    channel = models.TextField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handling_forward", condition=Q(ended_at__gte=models.F("began_at"))
            )
        ]
        indexes = [models.Index(fields=["ended_at"], name="handling_by_day")]
