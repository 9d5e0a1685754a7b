"""Verification as a Django app."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Tables are named ``verification_*``."""

    name = "guichet.domain.verification"
    label = "verification"
