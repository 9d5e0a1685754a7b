"""The tables of the monthly search; triggers keep every row as it was written."""

from __future__ import annotations

from django.db import models


class Told(models.Model):
    """Somebody was told, unasked, of what is unpaid to them or of a right they did not claim."""

    person = models.BigIntegerField()
    what = models.TextField()  # see `unpaid.WHATS`
    since = models.DateField()  # the first month it is for; 1900: for none in particular
    amount = models.BigIntegerField(null=True)
    monthly = models.BigIntegerField(null=True)
    to_do = models.TextField()
    told_on = models.DateField()
    leaf = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "what", "since"], name="told_once")
        ]


class Searched(models.Model):
    """In a month everybody up to a number was looked at."""

    month = models.DateField()
    last_person = models.BigIntegerField()
    looked = models.IntegerField()
    told = models.IntegerField()
    leaf = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "last_person"], name="searched_once")
        ]
