"""Payments as a Django app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Tables are named ``payments_*``."""

    name = "guichet.domain.payments"
    label = "payments"
