"""The log of readings as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Tables are named ``access_*``."""

    name = "guichet.domain.access"
    label = "access"

    def ready(self) -> None:
        """Let the audit's verification look at readings too."""
        from guichet.domain.access.audit_check import readings_are_whole
        from guichet.domain.access.commands import record_asking
        from guichet.engine import audit, disclosures

        if record_asking not in disclosures.RECORDERS:
            disclosures.RECORDERS.append(record_asking)
        audit.CHECKS["reading"] = readings_are_whole
