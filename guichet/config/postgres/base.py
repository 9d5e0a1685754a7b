"""Whether a kept connection still stands is seen on its socket instead of asked at the start of every request."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for :meth:`is_usable`."""

    def is_usable(self) -> bool:
        """A server that went away has closed its end, which can be read; from one that idles there is nothing to read."""
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status != TransactionStatus.IDLE:
            return bool(super().is_usable())  # a failed transaction is none that anything can be asked in
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLERR | select.POLLHUP)
        return not poll.poll(0) or bool(super().is_usable())
