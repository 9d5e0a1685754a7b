"""Files that come to nothing: when they end, what their pages then say, and that their bytes are
gone.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from guichet.channels.bulk import file_check, file_run, files, retention
from guichet.channels.bulk.models import File, Part, State
from guichet.channels.bulk.tests.conftest import Institution, confirmed
from guichet.channels.bulk.tests.test_pages import post, words_of
from guichet.engine import periodic, store
from guichet.engine.context import HOME
from guichet.lib.display import show_day

CHECKED_DAYS, REFUSED_DAYS = timedelta(days=30), timedelta(days=7)


def checked(institution: Institution, rows: int = 3) -> File:
    """A file that waits to be confirmed."""
    file = institution.send(institution.wages(rows))
    file_check.check_file(file, timezone.now())
    assert file.state == State.CHECKED
    return file


def bytes_of(file: File) -> int:
    return sum(len(bytes(part.body)) for part in Part.objects.filter(file=file))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", "حُذف محتواه في"),
        ("en", "content was removed on"),
        ("fr", "contenu a été supprimé le"),
    ],
)
def test_a_file_that_nobody_confirms_ends_and_its_page_says_so(
    institution: Institution, language: str, told: str
) -> None:
    client, now = institution.client(language=language), timezone.now()
    address = post(client, institution.wages(3))
    file = File.objects.get()
    assert show_day(retention.kept_until(file).astimezone(HOME).date(), language) in words_of(
        client, address
    ), "told beforehand"
    assert retention.drop(now + CHECKED_DAYS - timedelta(minutes=1)) == 0
    assert retention.drop(now + CHECKED_DAYS + timedelta(minutes=1)) == 1
    assert not Part.objects.exists()
    page = words_of(client, address)
    assert told in page
    assert client.get(f"{address}remarks/").status_code == 404
    confirmed(client, address)
    file.refresh_from_db()
    assert (file.state, file.submission) == (State.EXPIRED, None)
    assert "march.csv" in words_of(client, "/files/"), "it does not vanish from the list"
    assert retention.drop(now + CHECKED_DAYS * 2) == 0, "once"


def test_an_unreadable_file_loses_its_bytes_and_keeps_its_reasons(institution: Institution) -> None:
    client = institution.client()
    address = post(client, "nothing,of,ours\r\n1,2,3\r\n")
    before = words_of(client, address)
    assert File.objects.get().state == State.UNREADABLE and "Unknown headings" in before
    assert retention.drop(timezone.now() + REFUSED_DAYS + timedelta(minutes=1)) == 1
    after = words_of(client, address)
    assert "Unknown headings" in after and "was removed on" in after
    assert not Part.objects.exists()


def test_a_file_put_away_by_its_sender_loses_its_bytes(institution: Institution) -> None:
    client = institution.client()
    address = post(client, institution.wages(2))
    client.post(f"{address}discard/")
    assert retention.drop(timezone.now() + REFUSED_DAYS + timedelta(minutes=1)) == 1
    page = words_of(client, address)
    assert "You discarded this file" in page and "was removed on" in page
    assert not Part.objects.exists()


def test_what_was_or_will_be_carried_out_keeps_its_bytes_for_ever(institution: Institution) -> None:
    done, confirmed = checked(institution, 2), checked(institution, 4)
    assert file_run.confirm(done, done.as_checked, timezone.now()) and file_run.confirm(
        confirmed, confirmed.as_checked, timezone.now()
    )
    while file_run.step(done, timezone.now()):
        pass
    waiting = institution.send(institution.wages(5))
    assert retention.drop(timezone.now() + timedelta(days=4_000)) == 0
    assert done.state == State.DONE
    assert all(bytes_of(file) for file in (done, confirmed, waiting))


def test_the_day_counts_from_the_last_answer(institution: Institution) -> None:
    file = checked(institution)
    later = timezone.now() + timedelta(days=29)
    assert files.ask_again(file, files.answers_for(file, file.layout), later)
    file_check.check_file(file, later)
    assert retention.drop(timezone.now() + timedelta(days=31)) == 0


def test_the_round_is_due_as_long_as_there_is_something_to_drop(
    institution: Institution, monkeypatch: Any
) -> None:
    monkeypatch.setattr(periodic, "ROUNDS", {"bulk.drop": periodic.ROUNDS["bulk.drop"]})
    checked(institution)
    now = timezone.now()
    periodic.enter(now)
    assert periodic.look(now + timedelta(days=29)) == []
    assert periodic.look(now + timedelta(days=300)) == ["bulk.drop"], (
        "a worker that was away for months drops it then"
    )
    retention.drop(now + timedelta(days=300))
    assert periodic.look(now + timedelta(days=301)) == []


def test_many_are_dropped_in_one_round(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    for rows in range(1, 6):
        checked(institution, rows)
    assert retention.drop(timezone.now() + CHECKED_DAYS * 2) == 5


@pytest.mark.django_db(transaction=True)
def test_confirming_and_dropping_at_once_leave_a_whole_file_or_none(
    institution: Institution,
) -> None:
    found = [checked(institution, rows) for rows in range(1, 9)]
    together = threading.Barrier(2)

    def confirm() -> None:
        try:
            together.wait()
            for file in found:
                file_run.confirm(file, file.as_checked, timezone.now())
        finally:
            connection.close()

    def drop() -> None:
        try:
            together.wait()
            for _ in range(8):
                retention.drop(timezone.now() + CHECKED_DAYS * 2)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm), threading.Thread(target=drop)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for file in found:
        file.refresh_from_db()
        assert file.state in (State.CONFIRMED, State.EXPIRED)
        assert bool(bytes_of(file)) == (file.state == State.CONFIRMED)


@pytest.mark.django_db(transaction=True)
def test_the_room_of_dropped_bytes_is_free_again(institution: Institution) -> None:
    size, most = "SELECT pg_total_relation_size('bulk_part')", 1_000_000
    for _ in range(3):
        files.keep(
            [bytes(4_000_000)], account=1, name="x", kind="x", language="en", now=timezone.now()
        )
        assert store.value(size) > 4_000_000
        File.objects.filter(dropped_at__isnull=True).update(state=State.UNREADABLE)
        retention.drop(timezone.now() + REFUSED_DAYS * 2)
        store.execute("VACUUM bulk_part")  # in earnest the database does it by itself
        assert store.value(size) < most
