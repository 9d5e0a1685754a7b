"""In whose name this database session reads: the one place that row-level security is told (ADR 17).

Only the web's role is bound by it; other roles are spared the statement.
"""

from __future__ import annotations

from django.conf import settings

from guichet.engine import store

WEB = "guichet_web"


def bound() -> bool:
    """Whether this process works under the web's role."""
    return bool(settings.DATABASE_ROLE == WEB)


def enter(account: int | None) -> None:
    """From now on this session sees what that account may see; None: nothing of anybody's."""
    if bound():
        store.execute(
            "SELECT set_config('guichet.account', %(account)s, false)",
            account="" if account is None else str(account),
        )
