"""The counter as a Django app."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    """Has no tables; its records are `domain.reception`'s."""

    name = "guichet.channels.counter"
    label = "channels_counter"
