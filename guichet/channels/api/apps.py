"""The system-to-system channel as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Has no tables."""

    name = "guichet.channels.api"
    label = "channels_api"
