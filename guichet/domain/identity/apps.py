"""Identity as a Django app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Tables are named ``identity_*``."""

    name = "guichet.domain.identity"
    label = "identity"
