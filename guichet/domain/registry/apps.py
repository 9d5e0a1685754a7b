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
        from guichet.domain.registry import proof
        from guichet.domain.registry.looking_up import names_told
        from guichet.engine import audit, naming, takeover

        if names_told not in naming.KNOWS:
            naming.KNOWS.append(names_told)
        audit.WITNESSES["wages"] = proof.wages_are_whole
        audit.WITNESSES["bank-accounts"] = proof.bank_accounts_are_whole
        takeover.UNPROVED["registry_wage"] = proof.WAGES_UNPROVED
        takeover.UNPROVED["registry_bankaccount"] = proof.ACCOUNTS_UNPROVED
