"""Why a paper cannot be had."""

from guichet.domain.certificates.queries import NoSigner

__all__ = ["NoPaper", "NoSigner", "Silent"]


class NoPaper(LookupError):
    """There is no such transaction, or it is not finished."""


class Silent(Exception):
    """The time-stamping authority gave no timestamp; papers wait for it and are tried again."""
