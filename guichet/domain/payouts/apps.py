"""Payouts as a Django app."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    """Tables are named ``payouts_*``."""

    name = "guichet.domain.payouts"
    label = "payouts"

    def ready(self) -> None:
        """Let the audit's verification look at batches too."""
        from guichet.domain.payouts.proof import batches_are_whole
        from guichet.engine import audit

        audit.WITNESSES["payouts"] = batches_are_whole
