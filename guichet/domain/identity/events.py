"""What happens to an account, written to the audit log: sign-ins, failures, factors, proofs."""

from __future__ import annotations

from datetime import datetime

from guichet.engine import audit, events
from guichet.engine.record import iso

# What its owner is told of, wherever it was done.
TOLD = frozenset(
    {
        "factor-added",
        "factor-removed",
        "recovery-codes",
        "password-changed",
        "identity-linked",
        "new-device",
        "system-key-added",
        "system-key-revoked",
    }
)


def note(kind: str, account: int | None, now: datetime, **facts: str | int | None) -> None:
    """Append to the audit log, in the caller's ``atomic``. Never a secret, a code or a name typed
    by somebody unknown.

    Args:
        kind: ``sign-in``, ``sign-in-failed``, ``sign-out``, ``second-factor``,
            ``second-factor-failed``, ``factor-added``,
            ``factor-removed``, ``recovery-codes``, ``session-ended``, ``password-changed`` and the
            like. Those of `happened` are shown to the owner.
        account: whose; None when a name is nobody's.
        now: when.
        facts: how, from which network, and by which ``channel`` if it was not the web.
    """
    said = {name: value for name, value in facts.items() if value not in (None, "")}
    audit.note(kind, {"account": account, "at": iso(now), **said})
    if account is not None and kind in TOLD:
        tell(account, kind, now)


def tell(account: int, what: str, now: datetime) -> None:
    """Let whoever sends notices tell the account's owner, in the caller's ``atomic``: it may not
    have been they.
    """
    events.tell("account-changed", {"account": account, "what": what}, now)
