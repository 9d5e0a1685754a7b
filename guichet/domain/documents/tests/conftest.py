"""The firm of the catalogue's tests, with everything paid, and an institution that can sign."""

from guichet.catalogue.certificates.tests.conftest import office, paid, signer

__all__ = ["office", "paid", "signer"]
