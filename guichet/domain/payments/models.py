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


class Return(models.Model):
    """The scheme or a bank takes a part of a payment back, as it was told. It may be told before the payment itself."""

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
    """What payers are told of an establishment's month, or of its account, from one moment on; a change is a further version."""

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
    """A day was agreed about with a scheme; done again, it is a further row. Only one made after the day's end closes it."""

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


class Order(models.Model):
    """What somebody set out to pay online; it is paid when its provider's payment is here, and never changes."""

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
    """What of an order goes to one establishment's account: a payment of its own, by its own key, when the money is here."""

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
    """A try to pay an order that came to nothing, as the provider told it; the order can be tried again."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    failed_at = models.DateTimeField()
    cause = models.TextField(blank=True)  # the provider's word for why
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "failed_at"], name="failure_once")
        ]


class Entry(models.Model):
    """A line of an entry of one of our bank accounts, booked once; the lines of an entry come to its amount."""

    account = models.TextField()  # our IBAN
    # What makes the entry that entry (with ``booked_on``): see `telling`.
    entry_ref = models.TextField()  # the bank's reference of it
    entry_amount = models.BigIntegerField()  # all of it
    copy = models.IntegerField()  # how many alike there were before it in its file, and one
    place = models.IntegerField()  # of the line in it, as booked
    part = models.TextField()  # whole, detail, rest, charges; undone: takes another line of it back
    bank_key = models.TextField()  # how the line is called: the bank's own reference where that names one only
    reference = models.TextField()
    amount = models.BigIntegerField()  # halalas; below zero it left the account
    booked_on = models.DateField()
    meaning = models.TextField()  # payment, settlement, payout, return, payment-returned, charges, unexplained
    end_to_end = models.TextField(blank=True, default="")  # the payer's own, if the bank told it
    reversal = models.BooleanField(null=True)  # whether the bank marks the entry so; not kept of old ones
    received_at = models.DateTimeField()
    journal = models.ForeignKey("ledger.Journal", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "bank_key"], name="entry_once"),
            models.UniqueConstraint(
                fields=["account", "entry_ref", "booked_on", "entry_amount", "copy", "place"],
                name="line_of_an_entry_once",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="entry_moves_something"),
        ]
        indexes = [
            models.Index(fields=["booked_on"], name="entry_by_day"),
            models.Index(
                fields=["account", "end_to_end"], name="entry_by_payer", condition=~Q(end_to_end="")
            ),
        ]


class Statement(models.Model):
    """A bank's booked balances of one of our accounts, as it told them; a corrected one is a further row."""

    account = models.TextField()  # our IBAN
    bank_id = models.TextField()  # the bank's own name for it
    number = models.BigIntegerField(null=True)  # in the bank's series
    since = models.DateField()  # its first day
    day = models.DateField()  # its last, of which the closing balance is
    opening = models.BigIntegerField()  # halalas; below zero it was overdrawn
    closing = models.BigIntegerField()
    moved = models.BigIntegerField()  # the sum of its lines
    created_at = models.DateTimeField()  # by the bank: of several for a day the latest holds
    received_at = models.DateTimeField()
    digest = models.TextField()  # of all of it; told again, it is the same statement

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="statement_once"),
            models.CheckConstraint(
                condition=Q(since__lte=models.F("day")), name="statement_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "day", "-created_at"], name="statement_of_account")
        ]


class StatedLine(models.Model):
    """An entry as a statement has it, whether it was booked from this one, from an earlier one, or from a notification."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    bank_key = models.TextField()  # the bank's reference of the entry
    amount = models.BigIntegerField()
    booked_on = models.DateField(null=True)  # null: kept before days were
    copy = models.IntegerField(default=1)  # of several alike in the statement
