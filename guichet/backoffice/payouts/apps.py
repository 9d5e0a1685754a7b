"""The staff's pages of payouts as a Django app: `domain.payouts` is called so already."""

from django.apps import AppConfig


class PayoutPagesConfig(AppConfig):
    """Has pages only."""

    name = "guichet.backoffice.payouts"
    label = "payout_pages"
