"""The channel that connects machines as a Django app."""

from django.apps import AppConfig


class ConnectingConfig(AppConfig):
    """Has no tables."""

    name = "guichet.channels.systems"
    label = "channels_systems"
