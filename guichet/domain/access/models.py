"""One table: readings. Rows are written by one statement (`commands`); the model exists for
migrations.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Reading(models.Model):
    """A page or call that showed data about somebody. Append-only."""

    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)  # the account; null: nobody signed in
    actor_name = models.TextField(blank=True)
    staff = models.BooleanField(default=False)  # somebody of the institution
    channel = models.TextField()
    place = models.TextField()  # the page's name, or the service's key
    party_kind = models.TextField(blank=True)  # on whose behalf: establishment, person or nobody
    party = models.BigIntegerField(null=True)
    subjects = ArrayField(models.BigIntegerField())  # national numbers of the persons shown
    leaf = models.BigIntegerField(unique=True)  # of the audit log

    class Meta:
        indexes = [
            GinIndex(fields=["subjects"], name="reading_of_person"),
            models.Index(fields=["party_kind", "party", "id"], name="reading_of_party"),
        ]
