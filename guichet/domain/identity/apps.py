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
        from guichet.domain.identity import attested
        from guichet.domain.identity.proof import mandates_are_whole, rights_are_whole
        from guichet.engine import audit, takeover

        audit.WITNESSES["accounts"] = attested.accounts_are_whole
        takeover.UNPROVED["identity_account"] = attested.UNPROVED
        audit.WITNESSES["mandates"] = mandates_are_whole
        audit.WITNESSES["staff-rights"] = rights_are_whole
