"""Contributions as a Django app."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Tables are named ``contributions_*``."""

    name = "guichet.domain.contributions"
    label = "contributions"
