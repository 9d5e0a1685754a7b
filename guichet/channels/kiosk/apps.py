"""The kiosk as a Django app."""

from django.apps import AppConfig


class KioskConfig(AppConfig):
    """The kiosks' signs of life are its only table."""

    name = "guichet.channels.kiosk"
    label = "channels_kiosk"
