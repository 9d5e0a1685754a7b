"""Payouts as a Django app."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    """Tables are named ``payouts_*``."""

    name = "guichet.domain.payouts"
    label = "payouts"

    def ready(self) -> None:
        """Let the audit's verification look at orders and batches too."""
        from guichet.domain.payouts import audit_check
        from guichet.engine import audit, takeover

        audit.CHECKS["payouts"] = audit_check.batches_are_whole
        audit.CHECKS["payout-orders"] = audit_check.orders_are_whole
        takeover.UNPROVED["payouts_order"] = audit_check.UNPROVED
