"""The engine as a Django app."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """Tables are named ``engine_*``."""

    name = "guichet.engine"
    label = "engine"
    default_auto_field = "django.db.models.BigAutoField"
