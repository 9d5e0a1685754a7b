"""Accounts, what proves them, their sign-ins, mandates, machine tokens and the counters that slow
guessing down.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from guichet.domain.identity.account_models import Account

__all__ = [
    "Account",
    "ApiToken",
    "Factor",
    "IdentityLink",
    "Mandate",
    "RecoveryCode",
    "RightProposal",
    "SignIn",
    "Throttle",
]


class Mandate(models.Model):
    """The right of an account, of whoever is that person, or of a bureau's staff, to act for a
    party.

    Never deleted and never rewritten: it is ended, and a changed one is a new one of the same
    transaction.
    """

    account = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="mandates"
    )
    person_number = models.BigIntegerField(null=True)
    bureau = models.BigIntegerField(
        null=True
    )  # the establishment whose staff may act: a payroll bureau
    holder_ar = models.TextField(blank=True, db_default="")  # the holder's name when it was given
    holder_latin = models.TextField(blank=True, db_default="")
    # Why: owner (commercial registry), delegate (appointed), agent, attorney, guardian, custodian.
    basis = models.TextField(db_default="delegate")
    party_kind = models.TextField()
    party = models.BigIntegerField()
    rights = ArrayField(models.TextField())
    valid_from = models.DateField(null=True)  # null: since ever
    valid_until = models.DateField(null=True)  # the last day; null: no end
    with_branches = models.BooleanField(db_default=False)  # branches opened later follow
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    granted_by_transaction = models.BigIntegerField(null=True)
    granted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    ended_by_transaction = models.BigIntegerField(null=True)
    leaf = models.BigIntegerField(null=True)  # of the audit log, with all that were given at once
    # Of the staff's rights: what two people agreed on.
    proposal = models.OneToOneField(
        "RightProposal", null=True, on_delete=models.PROTECT, related_name="mandate"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_has_one_holder",
                condition=Q(account__isnull=False, person_number__isnull=True, bureau__isnull=True)
                | Q(account__isnull=True, person_number__isnull=False, bureau__isnull=True)
                | Q(account__isnull=True, person_number__isnull=True, bureau__isnull=False),
            ),
            models.UniqueConstraint(
                Coalesce("person_number", "bureau"),
                "party_kind",
                "party",
                name="mandate_once",
                condition=Q(revoked_at__isnull=True, account__isnull=True) & ~Q(basis="owner"),
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_starts",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="mandate_gives_a_right", condition=~Q(rights=[])),
        ]
        indexes = [
            models.Index(
                fields=["person_number", "party_kind", "party"],
                name="mandate_of_person",
                condition=Q(revoked_at__isnull=True),
            ),
            models.Index(
                fields=["account", "party_kind", "party"],
                name="mandate_of_account",
                condition=Q(revoked_at__isnull=True),
            ),
            models.Index(fields=["party_kind", "party"], name="mandate_by_party"),
            models.Index(
                fields=["bureau", "party_kind", "party"],
                name="mandate_of_bureau",
                condition=Q(revoked_at__isnull=True, bureau__isnull=False),
            ),
            models.Index(
                fields=["follows"], name="mandate_following", condition=Q(follows__isnull=False)
            ),
        ]


class RightProposal(models.Model):
    """A right of somebody of the staff: who proposed it, and who confirmed or declined it. Closed
    once, never changed.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    right = models.TextField()
    place = models.BigIntegerField()  # the branch, or the head office
    # proposed; begun: the first two administrators; carried-over: held before rights were given by
    # two.
    origin = models.TextField(default="proposed")
    proposed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)  # once it is closed

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="right_given_by_two_others",
                condition=~Q(origin="proposed")
                | (
                    Q(proposed_by__isnull=False)
                    & ~Q(proposed_by=F("account"))
                    & (
                        Q(closed_at__isnull=True)
                        | Q(confirmed=False)
                        | Q(closed_by__isnull=False)
                        & ~Q(closed_by=F("account"))
                        & ~Q(closed_by=F("proposed_by"))
                    )
                ),
            ),
            models.CheckConstraint(
                name="proposal_closed_by_somebody",
                condition=Q(closed_at__isnull=True, confirmed__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, confirmed__isnull=False),
            ),
            models.UniqueConstraint(
                "account",
                "right",
                "place",
                name="right_proposed_once",
                condition=Q(closed_at__isnull=True),
            ),
        ]


class ApiToken(models.Model):
    """A machine's way in. Only a digest is kept, so the table opens nothing if it leaks."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.TextField()
    digest = models.BinaryField(unique=True)
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Throttle(models.Model):
    """Counts tries under a key. The table is unlogged: losing it in a crash only forgives some
    tries.
    """

    key = models.TextField(primary_key=True)
    hits = models.IntegerField()
    since = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)


class Factor(models.Model):
    """A second proof of an account: an authenticator app or a passkey. Never deleted, only
    removed.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="factors")
    kind = models.TextField()  # totp, passkey
    name = models.TextField(blank=True)
    # totp: the secret, sealed (`sealing`). passkey: what the device registered, which is public.
    material = models.BinaryField()
    credential = models.BinaryField(null=True, unique=True)  # of a passkey: its id
    # totp: the time step used last, so that a code opens once. passkey: its own counter of
    # signatures.
    counter = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # Added on a password alone it counts later: whoever stole a password must not prove more with
    # it at once.
    counts_from = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="factor_kind_known", condition=Q(kind__in=["totp", "passkey"])
            ),
        ]
        indexes = [
            models.Index(
                fields=["account"], name="factor_live", condition=Q(removed_at__isnull=True)
            ),
        ]


class RecoveryCode(models.Model):
    """A code on paper that opens once, for whoever lost the device. Only a keyed digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.BinaryField()
    made_at = models.DateTimeField()
    counts_from = models.DateTimeField(
        null=True
    )  # of one given with a factor that waits; null: at once
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)


class SignIn(models.Model):
    """One stay of an account in one browser: since when, how it was proved, when it was
    seen last.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sign_ins")
    session_key = models.TextField(db_index=True)
    how = models.TextField()  # password, password+totp, passkey, oidc, push ...
    device = models.TextField(blank=True)  # what the browser says it is, in short
    network = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["account"], name="sign_in_open", condition=Q(ended_at__isnull=True)
            ),
        ]


class IdentityLink(models.Model):
    """What a national identity provider calls the person of an account; it does not change."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="identities")
    issuer = models.TextField()
    subject = models.TextField()
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_subject_once"),
            models.UniqueConstraint(fields=["account", "issuer"], name="identity_one_of_an_issuer"),
        ]
