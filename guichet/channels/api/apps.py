"""The system-to-system channel as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Has no tables."""

    name = "guichet.channels.api"
    label = "channels_api"

    def ready(self) -> None:
        """Offer the channel's collections."""
        from guichet.channels.api.collections import COLLECTIONS
        from guichet.channels.shared.collections import add

        add(*COLLECTIONS)
