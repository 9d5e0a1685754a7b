"""All papers of a file in one archive, for files of a service that issues documents."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime

from guichet.channels.bulk.models import File
from guichet.domain.documents import composition, queries
from guichet.domain.documents.queries import Ready
from guichet.lib import reference


def ready(file: File) -> Ready | None:
    """How many of the file's papers the workers have composed; None when it issued no documents."""
    if file.submission is None:
        return None
    found = queries.ready(file.submission)
    return found if found.documents else None


def archive(file: File, now: datetime) -> Iterator[bytes]:
    """A ZIP of the papers, made while it is sent: one paper in memory at a time. They are packed as
    they are.
    """
    assert file.submission is not None
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as packed:  # type: ignore[call-overload]
        for transaction in queries.documents_of(file.submission):
            name = f"{reference.encode(transaction)}-{file.language}.pdf"
            moment = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
            packed.writestr(moment, composition.paper(transaction, file.language, now))
            yield sink.taken()
    yield sink.taken()


class _Sink:
    """Where the archive is written and sent on from; it cannot go back, and so nothing has to be
    kept.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        """Hold some bytes until they are taken."""
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        held = bytes(self._held)
        self._held.clear()
        return held
