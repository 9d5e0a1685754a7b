"""Files carried out, and what they return."""

from __future__ import annotations

from django.utils import timezone

from guichet.channels.bulk import file_check, file_run, result
from guichet.channels.bulk.models import File, State
from guichet.engine import store


def carried_out(file: File, chunk_rows: int = 50) -> File:
    """The file checked, confirmed and worked to its end."""
    now = timezone.now()
    file_check.check_file(file, now)
    assert file.state == State.CHECKED, file.error
    assert file_run.confirm(file, file.as_checked, now)
    while file_run.step(file, now, chunk_rows=chunk_rows):
        pass
    assert file.state == State.DONE
    return file


def returned(file: File, language: str = "en") -> bytes:
    """The bytes of a result file."""
    return b"".join(result.result_of(file, language).pieces)


def wage_rows() -> int:
    """How many wages the registry holds."""
    return int(store.value("SELECT count(*) FROM registry_wage"))


def carried_out_checked(file: File) -> File:
    """A checked file, confirmed and worked."""
    file_run.confirm(file, file.as_checked, timezone.now())
    while file_run.step(file, timezone.now()):
        pass
    return file
