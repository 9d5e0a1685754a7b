"""Sessions in the database, as Django keeps them; reading one, which every request does, is one
prepared statement.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from guichet.engine import store


class SessionStore(db.SessionStore):
    """Django's, but for :meth:`load`."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, once it has ended."""
        found = store.value(
            "SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s",
            key=self.session_key,
            now=timezone.now(),
        )
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found)
