"""What was answered to a payment, kept with the payment itself: asked again, the answer is the
same.
"""

from __future__ import annotations

from django.db import models


class Answer(models.Model):
    """The answer to one payment message of an acquirer, refusals included; never changed."""

    scheme = models.TextField()  # the profile's name
    key = models.TextField()  # the network's own name for the message
    also = models.TextField(
        default=""
    )  # terminal, trace number and time of sending, where the profile's key has no such time
    reference = models.TextField()
    amount = models.BigIntegerField()
    code = models.TextField()  # field 39
    authorisation = models.TextField()  # field 38; empty when refused
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="one_answer_a_message")
        ]
        indexes = [
            models.Index(
                fields=["scheme", "also"], name="answer_also", condition=~models.Q(also="")
            )
        ]
