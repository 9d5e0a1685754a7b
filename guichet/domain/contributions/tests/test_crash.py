"""A run killed in the middle leaves whole parts and nothing else; the next one goes on from
there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import polars as pl
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from guichet.domain.contributions import runs
from guichet.domain.contributions.tests.world import (
    MARCH,
    engage,
    enter,
    establish,
    everything,
    run,
)
from guichet.domain.ledger import queries as ledger
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)

# Killed when everything of the second part is written and nothing of it committed.
DYING = """
import os, signal
import django
django.setup()
from guichet.domain.contributions import bill_issue, runs
from guichet.domain.contributions.tests.world import MARCH, run

runs.LINES_A_PART = 2
done = runs.mark_done

def mark_or_die(run, part, now, **counts):
    done(run, part, now, **counts)
    if part.number == 1:
        os.kill(os.getpid(), signal.SIGKILL)

runs.mark_done = mark_or_die
run(MARCH)
"""


def in_another_process(script: str) -> subprocess.CompletedProcess[bytes]:
    at = connection.settings_dict
    parts = {"dbname": at["NAME"], "user": at["USER"], "host": at["HOST"], "port": at["PORT"]}
    if at["PASSWORD"]:
        parts["password"] = at["PASSWORD"]
    address = make_conninfo(**{k: str(v) for k, v in parts.items() if v})
    return subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"DATABASE_URL": address},
        capture_output=True,
        timeout=120,
        check=False,
    )


def wait_for_the_server_to_notice() -> None:
    """The dead session's lock is let go of when its server process finds the socket closed."""
    for _ in range(100):
        if not store.value(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        ):
            return
        time.sleep(0.05)
    raise AssertionError("the killed run's lock was never let go of")


def test_a_killed_run_leaves_whole_parts_and_is_taken_up_where_it_stopped() -> None:
    firms = establish(*range(1000000100, 1000000105))
    for index, firm in enumerate(firms):
        engage(enter(1000000200 + 2 * index), firm, 8000, 2000)
        engage(enter(1000000201 + 2 * index), firm, 3000)

    died = in_another_process(DYING)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-2000:]
    wait_for_the_server_to_notice()
    half = store.fetch(
        "SELECT establishment, lines FROM contributions_bill ORDER BY 1",
        {"establishment": pl.Int64, "lines": pl.Int64},
    )
    assert half.rows() == [(firms[0], 2)]
    assert store.value("SELECT count(*) FROM contributions_contribution") == 2
    assert ledger.trial_balance()["balance"].sum() == 0

    result = run(MARCH)
    assert result.resumed and (result.bills, result.lines) == (5, 10)
    assert result.total == 5 * (215000 + 64500)
    assert store.value("SELECT count(*) FROM contributions_run WHERE finished_at IS NOT NULL") == 1
    assert store.value("SELECT count(*) FROM contributions_part") == 5
    assert store.value("SELECT count(*) FROM engine_event WHERE name = 'bill-issued'") == 5

    before = everything()
    assert run(MARCH).run is None
    assert everything() == before


def test_two_runs_at_once_are_one_too_many() -> None:
    script = "import django; django.setup()\n" + (
        "from guichet.domain.contributions.tests.world import MARCH, run\nrun(MARCH)"
    )
    with runs.only_one():
        refused = in_another_process(script)
    assert refused.returncode == 1 and b"bill-run-in-progress" in refused.stderr
    assert in_another_process(script).returncode == 0


def test_the_right_to_run_is_given_back_after_a_failure() -> None:
    with pytest.raises(Refused), runs.only_one():
        raise Refused(runs.RUN_IN_PROGRESS)
    with runs.only_one():
        pass
