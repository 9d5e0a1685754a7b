"""Files of banks as a Django app; it has no tables."""

from django.apps import AppConfig


class Iso20022Config(AppConfig):
    """Nothing of its own is kept."""

    name = "guichet.domain.iso20022"
    label = "iso20022"
