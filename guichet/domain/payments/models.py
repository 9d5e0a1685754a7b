"""The tables of payments. Rows come by COPY (`commands`); triggers keep them as they were."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Payment(models.Model):
    """An amount somebody paid, as its scheme told us; halalas."""

    scheme = (
        models.TextField()
    )  # who told us: an acquirer, the consolidator, a provider, a bank statement
    scheme_key = (
        models.TextField()
    )  # the scheme's own name for it; told again, it is the same payment
    reference = models.TextField()  # as it came
    establishment = models.BigIntegerField(null=True)  # whom the reference names; null: in suspense
    month = models.DateField(null=True)
    amount = models.BigIntegerField()
    channel = (
        models.TextField()
    )  # where the client paid: atm, branch, internet, telephone, transfer ...
    paid_at = models.DateTimeField()
    received_at = models.DateTimeField()
    # Null: its reversal was here first, and it never counted.
    journal = models.ForeignKey(
        "ledger.Journal", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "scheme_key"], name="payment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
        ]
        indexes = [
            models.Index(fields=["establishment", "-paid_at"], name="payment_of_establishment"),
            models.Index(fields=["received_at"], name="payment_by_receipt"),
        ]


class Reversal(models.Model):
    """The scheme takes a payment back. It may be told before the payment itself."""

    scheme = models.TextField()
    scheme_key = models.TextField()  # of the payment
    reversed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    journal = models.ForeignKey(
        "ledger.Journal", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "scheme_key"], name="reversal_once")
        ]


class Assignment(models.Model):
    """Somebody of the staff said whose a payment in suspense is."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="+")
    establishment = models.BigIntegerField()
    by = models.BigIntegerField()  # account
    reason = models.TextField()
    at = models.DateTimeField()
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")
