"""A folder's ``processes.py`` is all it takes to run beside the web."""

from __future__ import annotations

from types import ModuleType

import pytest

from guichet.config import children, discovery, runner
from guichet.lib.process import Process


@pytest.fixture
def telephone(monkeypatch: pytest.MonkeyPatch) -> Process:
    process = Process(
        "telephone",
        "no.such.module",
        ports=(5070,),
        environment={"GUICHET_SIP": "5070"},
        says="Call 5070",
    )
    module = ModuleType("processes")
    module.PROCESSES = (process,)  # type: ignore[attr-defined]
    monkeypatch.setattr(discovery, "load", lambda name: [module] if name == "processes" else [])
    return process


def test_what_a_folder_brings_runs_beside_the_public_bodies(telephone: Process) -> None:
    names = [process.name for process in runner._processes(children.Options())]
    assert (
        names[0] == "telephone" and "public bodies" in names
    )  # and whatever else the demonstration brings


def test_a_bare_run_leaves_it_out(telephone: Process) -> None:
    assert [p.name for p in runner._processes(children.Options(bare=True))] == ["public bodies"]


def test_every_child_is_told_where_it_is_unless_it_was_told_before(
    telephone: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert runner._environment([telephone])["GUICHET_SIP"] == "5070"
    monkeypatch.setenv("GUICHET_SIP", "6000")
    assert runner._environment([telephone])["GUICHET_SIP"] == "6000"


def test_no_two_processes_want_the_same_port() -> None:
    ports = [port for process in runner._processes(children.Options()) for port in process.ports]
    assert len(ports) == len(set(ports))


def test_whoever_starts_everything_is_told_where_kiosk_and_counter_are() -> None:
    said: list[str] = []
    runner._welcome(children.Options(port=8123), [], said.append)
    assert "Kiosk:             http://127.0.0.1:8123/kiosk/" in said
    assert "Counter (staff):   http://127.0.0.1:8123/counter/" in said
