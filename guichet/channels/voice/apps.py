"""The telephone channel as a Django app."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """Keeps calls under way."""

    name = "guichet.channels.voice"
    label = "voice"
