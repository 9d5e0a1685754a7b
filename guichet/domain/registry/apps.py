"""The register as a Django app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Tables are named ``registry_*``."""

    name = "guichet.domain.registry"
    label = "registry"

    def ready(self) -> None:
        """Let rehearsals know whose names their asker may be told, and the audit what wages and
        bank accounts were.
        """
        from guichet.domain.registry import audit_check
        from guichet.domain.registry.lookup_budget import names_told
        from guichet.engine import audit, rehearsed_names, takeover

        if names_told not in rehearsed_names.KNOWS:
            rehearsed_names.KNOWS.append(names_told)
        audit.CHECKS["wages"] = audit_check.wages_are_whole
        audit.CHECKS["bank-accounts"] = audit_check.bank_accounts_are_whole
        takeover.UNPROVED["registry_wage"] = audit_check.WAGES_UNPROVED
        takeover.UNPROVED["registry_bankaccount"] = audit_check.ACCOUNTS_UNPROVED
