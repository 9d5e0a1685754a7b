"""Contact as a Django app."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """Tables are named ``contact_*``."""

    name = "guichet.domain.contact"
    label = "contact"
