"""The log of readings as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Tables are named ``access_*``."""

    name = "guichet.domain.access"
    label = "access"

    def ready(self) -> None:
        """Let the audit's verification look at readings too."""
        from guichet.domain.access.proof import readings_are_whole
        from guichet.engine import audit

        audit.WITNESSES["reading"] = readings_are_whole
