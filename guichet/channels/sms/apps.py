"""The text message channel as a Django app."""

from django.apps import AppConfig


class SmsConfig(AppConfig):
    """Keeps texts on their way."""

    name = "guichet.channels.sms"
    label = "sms"
