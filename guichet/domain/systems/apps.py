"""Systems as a Django app."""

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """Tables are named ``systems_*``."""

    name = "guichet.domain.systems"
    label = "systems"
