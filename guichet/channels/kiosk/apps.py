"""The kiosk as a Django app."""

from django.apps import AppConfig


class KioskConfig(AppConfig):
    """Tables: the kiosks' signs of life, and people's cards."""

    name = "guichet.channels.kiosk"
    label = "channels_kiosk"
