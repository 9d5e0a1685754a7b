"""Payouts as a Django app."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    """Tables are named ``payouts_*``."""

    name = "guichet.domain.payouts"
    label = "payouts"

    def ready(self) -> None:
        """Let the audit's verification look at orders and batches too."""
        from guichet.domain.payouts import proof
        from guichet.engine import audit, takeover

        audit.WITNESSES["payouts"] = proof.batches_are_whole
        audit.WITNESSES["payout-orders"] = proof.orders_are_whole
        takeover.UNPROVED["payouts_order"] = proof.UNPROVED
