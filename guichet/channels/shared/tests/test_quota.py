"""A day's bytes of files: counted once over all channels, by whatever process, and given back when
nothing was kept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from guichet.channels.shared import quota
from guichet.domain.identity.models import Throttle
from guichet.engine import store
from guichet.engine.refusal import Refused

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def ten_megabytes(settings: Any) -> None:
    settings.FILES_MB_A_DAY = 10


@pytest.mark.django_db
def test_a_flood_is_stopped_and_what_is_smaller_still_goes() -> None:
    quota.take(1, 6 * MEGABYTE, NOW)
    for _ in range(50):
        with pytest.raises(Refused):
            quota.take(1, 5 * MEGABYTE, NOW)
    assert quota.left(1, NOW) == 4 * MEGABYTE, "what is refused is not counted"
    quota.take(1, 4 * MEGABYTE, NOW)
    assert quota.left(1, NOW) == 0
    quota.take(2, 10 * MEGABYTE, NOW)


@pytest.mark.django_db
def test_a_single_file_larger_than_a_day_is_refused_first_and_later() -> None:
    for _ in range(2):
        with pytest.raises(Refused):
            quota.take(1, 10 * MEGABYTE + 1, NOW)
    quota.take(1, 10 * MEGABYTE, NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "An account may send 10 MB of files within 24 hours, and has 3 MB left."
            " Send a smaller file, or send this one after 30 November 2026 at 12:01.",
        ),
        (
            "ar",
            "ملفات هذا الحساب محدودة بـ 10 ميغابايت خلال 24 ساعة، والمتبقي منها 3 ميغابايت."
            " أرسل ملفًا أصغر، أو أرسل هذا الملف بعد 30 نوفمبر 2026 الساعة 12:01.",
        ),
        (
            "fr",
            "Un compte peut envoyer 10 Mo de fichiers en 24 heures ; il lui reste 3 Mo."
            " Envoyez un fichier plus petit, ou celui-ci après le 30 novembre 2026 à 12:01.",
        ),
    ],
)
def test_the_refusal_says_when_to_come_again_and_how_much_is_left(language: str, told: str) -> None:
    quota.take(1, 7 * MEGABYTE, NOW)
    with pytest.raises(Refused) as refused:
        quota.take(1, 4 * MEGABYTE, NOW + timedelta(hours=5))
    assert refused.value.sentence(language) == told
    assert refused.value.values["seconds"] == 19 * 3600 + 1


@pytest.mark.django_db
def test_at_the_moment_that_was_told_all_is_there_again() -> None:
    quota.take(1, 10 * MEGABYTE, NOW)
    with pytest.raises(Refused):
        quota.take(1, 1, NOW + timedelta(hours=23, minutes=59))
    quota.take(1, 10 * MEGABYTE, NOW + timedelta(days=1))


@pytest.mark.django_db
def test_a_clock_that_ran_ahead_bars_nobody() -> None:
    quota.take(1, 10 * MEGABYTE, NOW + timedelta(days=400))
    assert quota.left(1, NOW) == 10 * MEGABYTE
    quota.take(1, 10 * MEGABYTE, NOW)


@pytest.mark.django_db
def test_what_does_not_fit_is_not_read_to_its_end() -> None:
    quota.take(1, 8 * MEGABYTE, NOW)
    read = []

    def pieces() -> Iterator[bytes]:
        for number in range(100):
            read.append(number)
            yield bytes(MEGABYTE)

    with pytest.raises(Refused):
        list(quota.within(pieces(), 1, NOW))
    assert read == [0, 1, 2]


@pytest.mark.django_db
def test_what_is_undone_is_given_back() -> None:
    with pytest.raises(ValueError, match="x"), store.atomic():
        quota.take(1, 9 * MEGABYTE, NOW)
        raise ValueError("x")
    assert quota.left(1, NOW) == 10 * MEGABYTE


@pytest.mark.django_db(transaction=True)
def test_processes_at_once_get_no_byte_more_together() -> None:
    took: list[bool] = []
    together = threading.Barrier(8)

    def send() -> None:
        together.wait()
        try:
            with store.atomic():
                quota.take(1, 3 * MEGABYTE, NOW)
            took.append(True)
        except Refused:
            took.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(took) == [False] * 5 + [True] * 3
    assert Throttle.objects.get(key="files:1").hits == 9_000
