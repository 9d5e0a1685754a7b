"""Lines of the log: each with the number of the request it was written in, and no traceback where a
line says all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_NUMBER: ContextVar[str] = ContextVar("guichet_request", default="-")
# Of the world and not of our code: a name that is not ours, a database that is away.
_SAYS_ALL = frozenset({"DisallowedHost", "OperationalError", "InterfaceError", "TooManyFieldsSent"})


@contextmanager
def numbered(number: str) -> Iterator[None]:
    """What is logged inside is of this request."""
    token = _NUMBER.set(number)
    try:
        yield
    finally:
        _NUMBER.reset(token)


def current() -> str:
    """The number of the request at hand, or a dash."""
    return _NUMBER.get()


class Lines(logging.Filter):
    """Adds ``record.request`` and shortens what outsiders or an outage could fill the log with."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        record.request_id = _NUMBER.get()
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and type(error).__name__ in _SAYS_ALL:
            said = " ".join(str(error).split())
            record.msg, record.args = f"{record.getMessage()} ({type(error).__name__}: {said})", ()
            record.exc_info = record.exc_text = None
        if record.name == "django.security.DisallowedHost" and record.levelno > logging.WARNING:
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
