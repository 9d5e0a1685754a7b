"""The bank channel as a Django app."""

from django.apps import AppConfig


class BankConfig(AppConfig):
    """Keeps what was answered to acquirers."""

    name = "guichet.channels.bank"
    label = "bank"
