"""Identity as a Django app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Tables are named ``identity_*``."""

    name = "guichet.domain.identity"
    label = "identity"

    def ready(self) -> None:
        """Let the audit's verification look at accounts, mandates and the rights of the
        staff too.
        """
        from guichet.domain.identity import account_audit
        from guichet.domain.identity.audit_check import mandates_are_whole, rights_are_whole
        from guichet.engine import audit, takeover

        audit.CHECKS["accounts"] = account_audit.accounts_are_whole
        takeover.UNPROVED["identity_account"] = account_audit.UNPROVED
        audit.CHECKS["mandates"] = mandates_are_whole
        audit.CHECKS["staff-rights"] = rights_are_whole
