"""The log of readings as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Tables are named ``access_*``."""

    name = "guichet.domain.access"
    label = "access"

    def ready(self) -> None:
        """Let the audit's verification look at readings too."""
        from guichet.domain.access.commands import record_asking
        from guichet.domain.access.proof import readings_are_whole
        from guichet.engine import audit, seeing

        if record_asking not in seeing.WITNESSES:
            seeing.WITNESSES.append(record_asking)
        audit.WITNESSES["reading"] = readings_are_whole
