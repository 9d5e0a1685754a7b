"""Benefits as a Django app."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Tables are named ``benefits_*``."""

    name = "guichet.domain.benefits"
    label = "benefits"
