"""The how-to's own scripts, run against a real server as somebody outside would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from guichet.domain.systems import delivery, hooks
from guichet.domain.systems.tests.machine import Machine
from guichet.domain.systems.tests.receiver import receiving
from tests.contract.world import NOW, World

TEXT = (Path(__file__).resolve().parents[4] / "docs/how-to/connect-a-system.md").read_text("utf-8")
SCRIPTS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
CALL = re.findall(r"```\n(ESTABLISHMENT=.*?)```", TEXT, re.DOTALL)[0]
OPENSSL = re.findall(r"^openssl .*$", TEXT, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_key_by_openssl_a_token_by_the_script_a_message_opened(
    live_server: Any, world: World, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guichet.domain.systems import commands

    monkeypatch.undo()  # a script outside has the real clock
    settings.WEBHOOKS_ANYWHERE = True
    for line in OPENSSL:
        subprocess.run(line, shell=True, cwd=tmp_path, check=True, capture_output=True)
    machine = Machine.connect(world.account, int(world.facts["establishment"]), now=NOW)
    public = (tmp_path / "system.pub").read_text()
    commands.add_key(machine.system, account=world.account, text=public, name="by openssl", now=NOW)
    (tmp_path / "get_token.py").write_text(SCRIPTS[0])
    token = subprocess.run(
        [
            sys.executable,
            "get_token.py",
            live_server.url,
            machine.system.client_id,
            "registry.change_wage",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert token.count(".") == 2
    call = CALL.replace("500000018", world.facts["establishment"]).replace(
        "1000000000", world.facts["worker"]
    )
    variables = {"ISSUER": live_server.url, "TOKEN": token, "PATH": os.environ["PATH"]}
    said = subprocess.run(
        ["bash", "-euc", call], env=variables, check=True, capture_output=True, text=True
    ).stdout
    assert '"outcome": "accepted"' in said, said
    found = types.ModuleType("opened")
    exec(SCRIPTS[1], found.__dict__)
    with receiving() as receiver:
        hooks.register(machine.system, receiver.url, account=world.account, now=timezone.now())
        assert delivery.deliver(timezone.now()) == 1
        headers, body = receiver.got[0]
    keys = found.keys_of(live_server.url)
    assert found.opened(headers, body, keys)["data"] == {"system": machine.system.client_id}
    for wrong in (body.replace(b"hello", b"hallo"), body + b" "):
        with pytest.raises(Exception):  # noqa: B017 - whatever says no
            found.opened(headers, wrong, keys)
    with pytest.raises(ValueError, match="too old"):
        found.opened(headers | {"webhook-timestamp": "1000000000"}, body, keys)
