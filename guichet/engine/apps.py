"""The engine as a Django app."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """Tables are named ``engine_*``."""

    name = "guichet.engine"
    label = "engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the audit's verification look at rulings too."""
        from guichet.engine import audit, takeover
        from guichet.engine.assignments import assignments_are_whole
        from guichet.engine.opinions import opinions_are_whole
        from guichet.engine.rulings import rulings_are_whole

        audit.CHECKS["rulings"] = rulings_are_whole
        audit.CHECKS["opinions"] = opinions_are_whole
        audit.CHECKS["assignments"] = assignments_are_whole
        audit.CHECKS["taken-over"] = takeover.taken_over_is_whole
