"""One line of the audit log for whatever changes how somebody is reached and known; owners read
them on their page.
"""

from __future__ import annotations

from datetime import datetime

from guichet.domain.identity.queries import Account
from guichet.engine import audit
from guichet.engine.record import iso

KIND = "contact"


def note(account: Account, what: str, now: datetime, **facts: str | bool) -> None:
    """Write it down, in the caller's ``atomic``; ``channel`` among the facts where it was not the
    web.
    """
    audit.note(KIND, {"account": account.pk, "what": what, "at": iso(now), **facts})
