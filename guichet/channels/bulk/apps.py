"""The bulk channel as a Django app."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    """Keeps the files clients send."""

    name = "guichet.channels.bulk"
    label = "bulk"
