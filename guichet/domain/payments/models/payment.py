"""What was paid, taken back, assigned and told to the consolidator, and the days that were agreed
about.
"""

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


class Return(models.Model):
    """The scheme or a bank takes a part of a payment back, as it was told. It may be told before
    the payment itself.
    """

    scheme = models.TextField()
    scheme_key = models.TextField()  # of the payment
    return_key = models.TextField()  # the scheme's own for this part
    amount = models.BigIntegerField()
    cause = models.TextField()  # the scheme's word or code for why
    returned_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "return_key"], name="return_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(cause=""), name="return_of_something_for_a_cause"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "scheme_key"], name="return_of_payment")]


class ReturnBooking(models.Model):
    """What a return took from its payment."""

    told = models.OneToOneField(Return, on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")


class Assignment(models.Model):
    """Somebody of the staff said whose a payment in suspense is."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="+")
    establishment = models.BigIntegerField()
    by = models.BigIntegerField()  # account
    reason = models.TextField()
    at = models.DateTimeField()
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")


class BillVersion(models.Model):
    """What payers are told of an establishment's month, or of its account, from one moment on; a
    change is a further version.
    """

    reference = models.TextField()
    version = models.IntegerField()
    establishment = models.BigIntegerField()
    month = models.DateField(null=True)  # null: of the account as a whole
    amount = models.BigIntegerField()  # still to pay: contributions and penalties
    due_on = models.DateField()
    state = models.TextField()  # new, changed, cancelled (nothing is left to pay)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "version"], name="bill_version_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0)
                & (Q(state="cancelled", amount=0) | Q(state__in=["new", "changed"], amount__gt=0)),
                name="bill_version_says_what_is_left",
            ),
        ]
        indexes = [models.Index(fields=["establishment", "month"], name="bill_version_of")]


class Delivery(models.Model):
    """A version of a bill told to a scheme, and what the scheme said to it."""

    bill = models.ForeignKey(BillVersion, on_delete=models.PROTECT, related_name="+")
    scheme = models.TextField()
    at = models.DateTimeField()
    refused = models.TextField(blank=True)  # why; empty when it was taken

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "bill"], name="bill_delivered_once")
        ]


class Difference(models.Model):
    """Something in which a scheme and we do not agree, until we do."""

    scheme = models.TextField()
    kind = models.TextField()  # see `reconciling.KINDS`
    key = models.TextField()  # the scheme's own of a payment, or a bill's reference
    day = models.DateField()  # settled on, or looked at
    ours = models.BigIntegerField(null=True)
    theirs = models.BigIntegerField(null=True)
    found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "kind", "key"],
                condition=Q(closed_at__isnull=True),
                name="one_open_difference",
            )
        ]


class Settlement(models.Model):
    """A day was agreed about with a scheme; done again, it is a further row. Only one made after
    the day's end closes it.
    """

    scheme = models.TextField()
    day = models.DateField()
    payments = models.BigIntegerField()
    total = models.BigIntegerField()  # halalas
    recovered = models.BigIntegerField()
    differences = models.BigIntegerField()  # left open
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scheme", "day"], name="settlement_of_day")]


class Look(models.Model):
    """Up to which journal accounts were looked at for bills that changed."""

    journal = models.BigIntegerField()
    at = models.DateTimeField()
