"""The counter's records as a Django app."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Tables are named ``reception_*``."""

    name = "guichet.domain.reception"
    label = "reception"

    def ready(self) -> None:
        """Let the audit's verification look at consents and identity checks too."""
        from guichet.domain.reception.audit_check import consents_are_whole, identifying_is_whole
        from guichet.engine import audit

        audit.CHECKS["consent"] = consents_are_whole
        audit.CHECKS["identity-check"] = identifying_is_whole
