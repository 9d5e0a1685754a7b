"""The how-to page word by word, over both transports, against a real server as somebody outside
would.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from mcp import Client, StdioServerParameters

from demo.identity_provider.state import Provider
from guichet.channels.assistant.tests.person import picks, registers
from guichet.domain.identity import commands
from guichet.domain.systems.tests.machine import Machine
from guichet.engine import store
from guichet.engine.context import HOME
from tests.contract.world import PASSWORD, World

ROOT = Path(__file__).resolve().parents[4]
BLOCKS = re.findall(
    r"```(\w*)\n(.*?)```", (ROOT / "docs/how-to/use-an-assistant.md").read_text("utf-8"), re.DOTALL
)
SHELL, PYTHON, JSON = (
    [text for kind, text in BLOCKS if kind == wanted] for wanted in ("", "python", "json")
)
SIGN_IN, ASK, CONFIRM, CONFIRM_AGAIN = SHELL

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Reader:
    """Types the page's lines in one shell's state, with the names of the test's institution."""

    def __init__(self, folder: Path, names: dict[str, str]) -> None:
        self.folder, self.names = folder, names

    def types(self, *blocks: str) -> str:
        lines = "\n".join(blocks)
        for printed, here in self.names.items():
            lines = lines.replace(printed, here)
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-euc", lines],
            cwd=self.folder,
            env={"PATH": path, "HOME": str(self.folder), "TZ": str(HOME)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, world: World) -> World:
    """Scripts outside have the real clock."""
    monkeypatch.undo()
    return world


def test_the_page_with_a_persons_own_token(
    live_server: Any, world: World, today: World, provider: Provider, tmp_path: Path
) -> None:
    registers(world.account)
    reader = Reader(
        tmp_path,
        {
            "http://127.0.0.1:8000": live_server.url,
            "500000018": world.facts["establishment"],
            "1000000000": world.facts["worker"],
            '"employer"': f'"{world.account.username}"',
            "Guichet-demo-2026": PASSWORD,
        },
    )
    (tmp_path / "ask.py").write_text(PYTHON[0], "utf-8")
    said = reader.types(SIGN_IN, ASK)
    assert (
        "registry_change_wage\n" in said and "confirm\n" in said and "Nothing is done yet" in said
    )
    before = _wages()
    waiting = reader.types(SIGN_IN, "export TOKEN", ASK.splitlines()[1], CONFIRM)
    number = re.findall(r"number (\d\d)", waiting)[0]
    assert _wages() == before
    picks(provider, world.facts["owner"], number)
    told = reader.types(
        SIGN_IN, "export TOKEN", ASK.splitlines()[1], CONFIRM.splitlines()[0], CONFIRM_AGAIN
    )
    assert "Accepted" in told and "Reference:" in told and _wages() == before + 1
    again = reader.types(
        SIGN_IN, "export TOKEN", ASK.splitlines()[1], CONFIRM.splitlines()[0], CONFIRM_AGAIN
    )
    assert "asked before" in again and _wages() == before + 1


def test_the_page_with_a_systems_token(
    live_server: Any, world: World, today: World, tmp_path: Path
) -> None:
    machine = Machine.connect(world.account, int(world.facts["establishment"]), now=timezone.now())
    (tmp_path / "system.key").write_text(machine.key.as_pem(private=True).decode(), "utf-8")
    (tmp_path / "find.py").write_text(PYTHON[1], "utf-8")
    said = Reader(tmp_path, {}).types(
        f"python find.py {live_server.url} {machine.system.client_id}"
    )
    assert set(said.split()) == {"registry_change_wage", "registry_register_worker", "confirm"}


def test_the_page_as_a_process_of_the_assistant(
    world: World, today: World, provider: Provider, settings: Any, tmp_path: Path
) -> None:
    registers(world.account)
    said = json.loads(JSON[0])["mcpServers"]["guichet"]
    token = tmp_path / "token.txt"
    token.write_text(commands.issue_token(world.account, name="api"), "utf-8")
    started = StdioServerParameters(
        command=str(Path(sys.executable).parent / said["command"]),
        args=[*said["args"], "--language", "en"],
        cwd=tmp_path,
        env=said["env"] | _surroundings(settings),
    )
    month = f"{timezone.now().astimezone(HOME):%Y-%m}"
    given = {
        "establishment": world.facts["establishment"],
        "worker": world.facts["worker"],
        "month": month,
        "basic": "9600",
    }

    async def steps() -> None:
        async with Client(started) as client:
            assert "registry_change_wage" in {
                tool.name for tool in (await client.list_tools()).tools
            }
            balance = await client.call_tool(
                "account_balance", {"establishment": given["establishment"]}
            )
            assert balance.structured_content["state"] == "told"
            review = (await client.call_tool("registry_change_wage", given)).structured_content
            waiting = (
                await client.call_tool("confirm", {"draft": review["draft"]})
            ).structured_content
            picks(provider, world.facts["owner"], waiting["number"])
            told = (
                await client.call_tool("confirm", {"draft": review["draft"]})
            ).structured_content
            assert told["done"] is True and told["reference"]
            token.write_text("ended", "utf-8")
            refused = await client.call_tool(
                "account_balance", {"establishment": given["establishment"]}
            )
            assert refused.structured_content["errors"][0]["code"] == "token-invalid"

    before = _wages()
    asyncio.run(steps())
    assert _wages() == before + 1


def test_the_process_of_the_assistant_says_that_its_token_has_ended(
    world: World, today: World, settings: Any, tmp_path: Path
) -> None:
    said = json.loads(JSON[0])["mcpServers"]["guichet"]
    (tmp_path / "token.txt").write_text("ended", "utf-8")
    started = subprocess.run(
        [Path(sys.executable).parent / "guichet", "assistant"],
        cwd=tmp_path,
        input="",
        capture_output=True,
        text=True,
        env=os.environ | said["env"] | _surroundings(settings),
        check=False,
        timeout=120,
    )
    assert (
        started.returncode == 1
        and "GUICHET_ASSISTANT_TOKEN" in started.stderr
        and started.stdout == ""
    )


def _wages() -> int:
    return int(store.value("SELECT count(*) FROM registry_wage"))


def _surroundings(settings: Any) -> dict[str, str]:
    """What a process of the installation finds in its environment: here the test's database, keys
    and sandboxes.
    """
    from psycopg.conninfo import make_conninfo

    database = connection.settings_dict
    named = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    return {
        "DATABASE_URL": make_conninfo(
            **{k: str(database[v]) for k, v in named.items() if database[v]}
        ),
        "DJANGO_SETTINGS_MODULE": "guichet.config.settings",
        "GUICHET_SIGNING_KEYS": str(settings.SIGNING_KEYS),
        "GUICHET_STATE": os.environ.get("GUICHET_STATE", str(ROOT / "var")),
        "PYTHONPATH": str(ROOT),
        "GUICHET_IDENTITY_PUSH": settings.IDENTITY_PUSH_URL,
        "GUICHET_IDENTITY_PUSH_SECRET": settings.IDENTITY_PUSH_SECRET,
        "GUICHET_CIVIL_REGISTRY": settings.CIVIL_REGISTRY_URL,
        "GUICHET_SECRET_KEY": settings.SECRET_KEY,
    }
