"""Calls under way. A row goes when its call ends; what was done is in the engine's tables, like
everything else.
"""

from __future__ import annotations

from django.db import models


class Call(models.Model):
    """Where a call is and what was last said. It holds no PIN and no code."""

    id = models.TextField(primary_key=True)  # unguessable: whoever names it is in the call
    step = models.IntegerField(default=0)
    state = models.JSONField()
    turn = models.JSONField()
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField(db_index=True)
    busy_until = models.DateTimeField(null=True)  # somebody is at this step
