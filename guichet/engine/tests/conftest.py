"""The toy service's table, signing keys, and its place among the services."""

from __future__ import annotations

import pytest
from django.db import connection

from guichet.engine import idempotency, registry
from guichet.engine.tests.toys import Oracle, PutInBox


@pytest.fixture(autouse=True)
def toys(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy's table where the test has a database."""
    Oracle.down, Oracle.asked = False, []
    for module in (registry, idempotency):
        monkeypatch.setattr(module, "service_of_code", lambda code: PutInBox)
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS toy_box (establishment bigint, worker bigint, worth bigint,"
                " transaction bigint, PRIMARY KEY (establishment, worker)); TRUNCATE toy_box"
            )
