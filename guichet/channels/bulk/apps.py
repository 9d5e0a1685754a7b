"""The bulk channel as a Django app."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    """Keeps the files clients send."""

    name = "guichet.channels.bulk"
    label = "bulk"

    def ready(self) -> None:
        """Offer the channel's collections."""
        from guichet.channels.bulk.collections import COLLECTIONS
        from guichet.channels.shared.collections import add

        add(*COLLECTIONS)
