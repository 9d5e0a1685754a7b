"""Payouts as a Django app."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    """Tables are named ``payouts_*``."""

    name = "guichet.domain.payouts"
    label = "payouts"
