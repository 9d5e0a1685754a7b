"""Documents as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Tables are named ``documents_*``."""

    name = "guichet.domain.documents"
    label = "documents"
