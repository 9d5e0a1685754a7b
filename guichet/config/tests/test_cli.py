"""The command line: what it says, and the exit status scripts rely on."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from guichet.config import checks, children, runner
from guichet.config.cli import main
from guichet.config.diagnosis import Level
from guichet.engine import keys
from guichet.engine.perform import perform
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]


def said(*arguments: str) -> tuple[int, str]:
    """Exit status and output of a command."""
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


@pytest.fixture
def receipt(world: World, tmp_path: Path) -> Path:
    """A receipt file of a wage change."""
    given = world.filled(
        {
            "establishment": "{establishment}",
            "worker": "{worker}",
            "month": "2026-11",
            "basic": "9500",
        }
    )
    answer = perform("registry.change_wage", given, world.context("registry.change_wage", "test"))
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(answer.receipt()), "utf-8")
    return path


def test_a_receipt_is_verified_without_django_or_database(
    receipt: Path, signing_keys: Path
) -> None:
    public = next(signing_keys.glob("*.pub.pem"))
    command = [
        sys.executable,
        "-m",
        "guichet.config.cli",
        "receipt",
        "verify",
        str(receipt),
        "--key",
        str(public),
    ]
    nothing = {
        "DATABASE_URL": "postgresql://nowhere.invalid/x",
        "PATH": "",
        "PYTHONPATH": str(runner.BASE),
    }
    done = subprocess.run(command, capture_output=True, text=True, env=nothing, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "holds" in done.stdout and "accepted" in done.stdout


def test_a_forged_receipt_does_not_hold(receipt: Path, signing_keys: Path) -> None:
    receipt.write_text(receipt.read_text("utf-8").replace("9500", "9600"), "utf-8")
    code, output = said("receipt", "verify", str(receipt), "--key", str(signing_keys))
    assert code == 1 and "does NOT hold" in output


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"format": "guichet-receipt/1"}']
)
def test_what_is_no_receipt_does_not_hold(
    content: bytes, tmp_path: Path, signing_keys: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    code, output = said("receipt", "verify", str(file), "--key", str(signing_keys))
    assert code == 1 and "does NOT hold" in output


def test_without_a_public_key_nothing_is_verified(receipt: Path, tmp_path: Path) -> None:
    empty = tmp_path / "none"
    empty.mkdir()
    code, output = said("receipt", "verify", str(receipt), "--key", str(empty))
    assert code == 1 and "--key" in output


def test_a_new_key_signs_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    code, output = said("key", "create", "--folder", str(tmp_path / "keys"))
    name = output.split()[1]
    secret = tmp_path / "keys" / f"{name}.key.pem"
    assert code == 0 and secret.stat().st_mode & 0o077 == 0
    assert set(keys.public_keys(tmp_path / "keys")) == {name}


def test_a_case_that_differs_sets_the_exit_status(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    inputs = "{month: 2026-03, group: saudi, cohort: m33, basic: '8000', housing: '2000'}"
    file.write_text(
        f"cases:\n- {{id: A, rule: contribution, inputs: {inputs}, expected: {{haz: '1.00'}}}}\n"
    )
    code, output = said("law", "check", str(file))
    assert code == 1 and "expected 1.00, got 200.00" in output


def test_the_help_wakes_nothing() -> None:
    look = (
        "import sys; from guichet.config.cli import main; main(['--help'], standalone_mode=False)"
    )
    check = f"{look}; sys.exit('django.conf' in sys.modules or 'polars' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, cwd=runner.BASE, check=False
    )
    assert done.returncode == 0 and b"doctor" in done.stdout


@pytest.mark.django_db
def test_the_doctor_looks_at_everything_and_calls_lost_durability_a_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = {line.what: line for line in checks.look()}
    assert {"database", "durability", "migrations", "signing keys", "workers", "disk"} <= set(found)
    assert found["migrations"].level is Level.OK
    from guichet.engine import store

    monkeypatch.setattr(store, "value", lambda *_, **__: "off")
    lines: list[str] = []
    assert checks.report(lines.append) == 1
    assert any(line.startswith("fault") and "fsync off" in line for line in lines)


@pytest.mark.django_db
def test_the_doctor_survives_what_it_cannot_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise OSError("gone")
        yield

    monkeypatch.setattr(checks, "_disk", broken)
    broken.__name__ = "_disk"
    found = [line for line in checks.look() if line.what == "disk"]
    assert [(line.level, line.found) for line in found] == [(Level.FAULT, "OSError: gone")]


def test_a_child_that_dies_is_started_again_later_and_later() -> None:
    lines: list[str] = []
    child = children.Child("it", [sys.executable, "-c", "raise SystemExit(3)"])
    waits = []
    for _ in range(3):
        child.start({})
        assert child.process
        child.process.wait()
        child.look({}, lines.append)
        waits.append(round(child.again_at - time.monotonic()))
    assert waits == [1, 2, 4] and "status 3" in lines[0]


def test_a_child_is_stopped_even_if_it_will_not_hear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_PATIENCE_S", 0.2)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    child = children.Child("deaf", [sys.executable, "-c", deaf])
    child.start({})
    time.sleep(0.3)
    child.stop()
    assert child.process and child.process.poll() is not None


def test_a_port_in_use_is_said_before_anything_starts() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        lines: list[str] = []
        options = children.Options(port=busy.getsockname()[1])
        assert runner.run(options, lines.append) == 1
    assert "in use" in lines[0]
