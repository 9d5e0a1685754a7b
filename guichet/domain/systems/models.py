"""Systems, their keys, assertions already used, where they want messages, and the messages."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class System(models.Model):
    """A machine that an establishment connected. Never deleted, only revoked."""

    client_id = models.TextField(unique=True)
    account = models.BigIntegerField(unique=True)  # whom its transactions name as the asker
    establishment = models.BigIntegerField(db_index=True)  # whose owner manages it
    name = models.TextField()
    services = ArrayField(models.TextField())  # keys of services: the most its tokens' scope may be
    # RFC 8705: tokens work only over the TLS client certificate they were fetched with.
    certificate_bound = models.BooleanField(default=False)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="system_has_services", condition=~Q(services=[]))
        ]


class SystemKey(models.Model):
    """A public key by which a system proves itself, between two moments. Never deleted, only
    revoked.
    """

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="keys")
    kid = models.TextField()  # its RFC 7638 thumbprint
    jwk = models.JSONField()
    name = models.TextField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)  # null: until it is revoked
    added_by = models.BigIntegerField()
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # One key, one system: whoever takes it may do what that system may, and no more.
            models.UniqueConstraint(fields=["kid"], name="system_key_once"),
            models.CheckConstraint(
                name="system_key_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
        ]


class UsedAssertion(models.Model):
    """An assertion that was used, until it would have expired anyway: no second use."""

    digest = models.BinaryField(primary_key=True)
    expires_at = models.DateTimeField(db_index=True)


class Hook(models.Model):
    """Where a system wants to be told. A new address is a new hook; the old one ends."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="hooks")
    url = models.TextField()
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # A receiver that did not answer is left alone until then, however many messages wait for it.
    paused_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system"], name="one_living_hook", condition=Q(ended_at__isnull=True)
            )
        ]


class Untold(models.Model):
    """An event of the outbox that hooks have not been looked up for yet; a trigger adds it with the
    event.
    """

    event = models.BigIntegerField(primary_key=True)


class Delivery(models.Model):
    """One message to one hook about one establishment: its text is made once, sent until it is
    taken.
    """

    WAITING, DELIVERED, FAILED, WITHDRAWN = "waiting", "delivered", "failed", "withdrawn"

    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="deliveries")
    number = models.TextField(unique=True)  # webhook-id: the same each time it is sent
    event = models.BigIntegerField()
    subject = models.BigIntegerField()  # the establishment; messages about it keep their order
    kind = models.TextField()
    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.TextField(default=WAITING)
    tries = models.IntegerField(default=0)
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    answer = models.TextField(
        blank=True, default=""
    )  # why the last try did not succeed, or what was answered

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(
                fields=["hook", "subject", "id"],
                name="delivery_order",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["hook", "-id"], name="delivery_of_hook"),
        ]
