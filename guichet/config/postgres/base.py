"""Django's PostgreSQL with two differences: whether a kept connection still stands is seen on its
socket instead of asked at the start of every request, and a commit that the second site has not is
none.
"""

from __future__ import annotations

import select
from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

_WAITS_FOR_SECOND_SITE = "SyncRepWaitForLSN"  # where the server warns, whatever language it speaks


class NotReplicated(OperationalError):
    """Committed here, not known to be at the second site. Sent again, it is found done, and what
    commits then carries it along.
    """


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for :meth:`is_usable` and what a commit means."""

    _alone = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection whose warnings are heard."""
        made = super().get_new_connection(conn_params)
        made.add_notice_handler(self._hear)
        return made

    def _hear(self, notice: Any) -> None:
        self._alone = self._alone or notice.source_function == _WAITS_FOR_SECOND_SITE

    def _commit(self) -> None:
        """Raises :class:`NotReplicated` where waiting for the second site was cancelled: PostgreSQL
        then only warns.
        """
        self._alone = False
        super()._commit()  # type: ignore[misc]  # a private of Django that its types leave out
        if self._alone:
            raise NotReplicated("committed here; the second site has not confirmed it")

    def is_usable(self) -> bool:
        """A server that went away has closed its end, which can be read; from one that idles there
        is nothing to read.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status != TransactionStatus.IDLE:
            return bool(
                super().is_usable()
            )  # a failed transaction is none that anything can be asked in
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLERR | select.POLLHUP)
        return not poll.poll(0) or bool(super().is_usable())
