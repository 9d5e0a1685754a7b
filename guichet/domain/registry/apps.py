"""The register as a Django app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Tables are named ``registry_*``."""

    name = "guichet.domain.registry"
    label = "registry"
