"""Orders to be paid online, their parts and the tries that came to nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Order(models.Model):
    """What somebody set out to pay online; it is paid when its provider's payment is here, and
    never changes.
    """

    transaction = models.BigIntegerField(
        primary_key=True
    )  # that placed it; its reference names the order
    establishment = models.BigIntegerField()  # that asked
    reference = models.TextField()  # to pay with
    amount = models.BigIntegerField()  # of all its parts
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="order_of_something")]


class OrderPart(models.Model):
    """What of an order goes to one establishment's account: a payment of its own, by its own key,
    when the money is here.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    establishment = models.BigIntegerField()
    reference = models.TextField()  # of that account
    amount = models.BigIntegerField()
    scheme_key = models.TextField(unique=True)  # of its payment

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "establishment"], name="order_pays_each_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_part_of_something"),
        ]
        indexes = [models.Index(fields=["establishment"], name="order_part_of")]


class Failure(models.Model):
    """A try to pay an order that came to nothing, as the provider told it; the order can be tried
    again.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    failed_at = models.DateTimeField()
    cause = models.TextField(blank=True)  # the provider's word for why
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "failed_at"], name="failure_once")]
