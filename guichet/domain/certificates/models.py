"""Certificates, their ends, revocation lists and accepted signatures; nothing here is ever changed
or deleted.
"""

from __future__ import annotations

from django.db import models


class Use:
    """What a certificate is for."""

    ROOT = "root"  # trusted: what it issued is accepted
    BETWEEN = "between"  # an authority below a root
    SIGNER = "signer"  # signs the institution's documents
    CLIENT = "client"  # of somebody who signs files for an account


class Certificate(models.Model):
    """One certificate that was issued here or taken in from elsewhere."""

    use = models.TextField()
    key = (
        models.TextField()
    )  # id of its public key: first 16 hex digits of the SHA-256 of the key's DER
    fingerprint = models.BinaryField(unique=True)  # SHA-256 of the whole certificate
    serial = models.TextField()  # hexadecimal
    subject = models.TextField()  # its common name, for showing only
    account = models.BigIntegerField(null=True)  # whose, if a client's
    body = models.BinaryField()  # DER
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_clients_have_accounts",
                condition=models.Q(use=Use.CLIENT, account__isnull=False)
                | (~models.Q(use=Use.CLIENT) & models.Q(account__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["use", "-id"], name="certificate_by_use")]


class Revocation(models.Model):
    """The end of a certificate before its time."""

    certificate = models.OneToOneField(Certificate, primary_key=True, on_delete=models.PROTECT)
    reason = models.TextField()
    at = models.DateTimeField()


class RevocationList(models.Model):
    """A signed list (CRL) of a root or of an outside authority; the newest of an issuer counts."""

    issuer = models.TextField()  # RFC 4514 name
    number = models.BigIntegerField()
    body = models.BinaryField()  # DER
    this_update = models.DateTimeField()
    next_update = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], name="revocation_list_once"),
        ]


class AcceptedSignature(models.Model):
    """A client's signature on bytes we took: kept whole, so that anybody can verify it
    again later.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT)
    about = models.TextField(unique=True)  # file:<id> or submission:<id>
    sha256 = models.BinaryField()  # of the signed bytes
    body = models.BinaryField()  # the CMS message, DER
    revocation_list = models.ForeignKey(RevocationList, null=True, on_delete=models.PROTECT)
    verified_at = models.DateTimeField()
