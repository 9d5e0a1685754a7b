"""When each kiosk last showed that it lives."""

from __future__ import annotations

from django.db import models


class Sign(models.Model):
    """One kiosk's newest sign of life; nothing about any person."""

    kiosk = models.TextField(primary_key=True)
    seen_at = models.DateTimeField()
