"""The rival's app."""

from django.apps import AppConfig


class RivalConfig(AppConfig):
    """Tables are made and dropped by the measurement, so there are no migrations."""

    name = "tests.bench.rival"
    label = "bench"
    default_auto_field = "django.db.models.BigAutoField"
