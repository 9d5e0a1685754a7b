"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Tables are named ``ledger_*``."""

    name = "guichet.domain.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Let the audit's verification look at the books too."""
        from guichet.domain.ledger import audit_check
        from guichet.engine import audit, takeover

        audit.CHECKS["journals"] = audit_check.journals_are_whole
        takeover.UNPROVED["ledger_journal"] = audit_check.UNPROVED
