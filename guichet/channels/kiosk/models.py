"""When each kiosk last showed that it lives, and the cards people name themselves with."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Sign(models.Model):
    """One kiosk's newest sign of life; nothing about any person."""

    kiosk = models.TextField(primary_key=True)
    seen_at = models.DateTimeField()


class Card(models.Model):
    """A card or printed code with which somebody names themselves at a kiosk; the PIN proves it. One in force for each."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.BinaryField(unique=True)  # of what is on it; that itself is kept nowhere
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="one_card_an_account"
            )
        ]
