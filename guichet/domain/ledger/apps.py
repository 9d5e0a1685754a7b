"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Tables are named ``ledger_*``."""

    name = "guichet.domain.ledger"
    label = "ledger"
