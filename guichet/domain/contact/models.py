"""Registered mobiles and mail addresses, PINs, kiosk cards and one-time codes. History is kept;
secrets only as hashes.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Mobile(models.Model):
    """The mobile an account is known by. A change ends the row and adds another; nothing else of it
    ever changes.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    number = models.TextField()  # +9665XXXXXXXX
    registered_at = models.DateTimeField()
    money_from = models.DateTimeField(
        null=True
    )  # until then it confirms no change of money; null: at once
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="one_mobile_an_account"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=Q(ended_at__isnull=True), name="one_account_a_mobile"
            ),
        ]


class Email(models.Model):
    """The mail address of an account, confirmed by a code sent there; a history as that of mobiles
    is.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    address = models.TextField()
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="one_email_an_account"
            )
        ]


class Pin(models.Model):
    """The telephone PIN of an account, as an Argon2 hash. A new one ends the row before it."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    hash = models.TextField()
    set_at = models.DateTimeField()
    good_until = models.DateTimeField(
        null=True
    )  # a first PIN that was texted; null: chosen by its owner
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="one_pin_an_account"
            )
        ]


class PinTry(models.Model):
    """Wrong PINs since the last right one, counted apart for the owner's own mobile and for
    everywhere else.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    own = models.BooleanField()
    wrong = models.IntegerField()
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "own"], name="one_count_a_place")]


class Card(models.Model):
    """A card or printed code with which somebody names themselves at a kiosk; the PIN proves it.
    One in force for each.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.BinaryField(unique=True)  # of what is on it; that itself is kept nowhere
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="one_live_card"
            )
        ]


class Code(models.Model):
    """A one-time code that was sent; only a keyed digest of it is kept, bound to what it is for."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.TextField()
    digest = models.BinaryField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    closed_at = models.DateTimeField(null=True)  # used, or replaced by a newer one

    class Meta:
        indexes = [
            models.Index(fields=["account", "channel", "-issued_at"], name="code_of_account"),
            models.Index(fields=["expires_at"], name="code_by_expiry"),
        ]
