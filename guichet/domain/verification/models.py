"""The evidence table. Rows come in by COPY (``commands``); a trigger refuses to change them."""

from django.db import models


class Evidence(models.Model):
    """What a public body said about one subject."""

    id = models.BigAutoField(primary_key=True)
    source = models.TextField()  # a key of ``sources.SOURCES``
    subject = models.BigIntegerField()  # a national number or a commercial registration
    asked_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    # A JSON object kept as text: its digest is over these very bytes, which jsonb would rewrite.
    facts = models.TextField()
    digest = models.BinaryField()  # SHA-256 of ``commands.testimony``

    class Meta:
        indexes = [
            models.Index(
                "source", "subject", models.F("valid_until").desc(), name="evidence_latest"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("asked_at")), name="evidence_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.subject} {self.asked_at:%Y-%m-%d %H:%M}"
