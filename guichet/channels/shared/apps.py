"""Shared page pieces as a Django app, so that their templates and static files are found."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Has no tables."""

    name = "guichet.channels.shared"
    label = "channels_shared"

    def ready(self) -> None:
        """Tell the words of templates in the country's terms."""
        from guichet.channels.shared import terms

        terms.retell()
