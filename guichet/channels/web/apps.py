"""The virtual branch as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Has no tables."""

    name = "guichet.channels.web"
    label = "channels_web"
