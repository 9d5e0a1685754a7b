"""What happens to an account, written to the audit log: sign-ins, failures, factors, proofs."""

from __future__ import annotations

from datetime import datetime

from guichet.engine import audit
from guichet.engine.record import iso


def note(kind: str, account: int | None, now: datetime, **facts: str | int | None) -> None:
    """Append to the audit log, in the caller's ``atomic``. Never a secret, a code or a name typed by somebody unknown.

    Args:
        kind: ``sign-in``, ``sign-in-failed``, ``sign-out``, ``second-factor``, ``second-factor-failed``, ``factor-added``,
            ``factor-removed``, ``recovery-codes``, ``session-ended``, ``password-changed`` and the like.
        account: whose; None when a name is nobody's.
        now: when.
        facts: how, and from which network.
    """
    said = {name: value for name, value in facts.items() if value not in (None, "")}
    audit.note(kind, {"account": account, "at": iso(now), **said})
