"""A new service is one file, a new channel is one folder: both are dropped into a copy and found everywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, files

SERVICE = '''"""Change the colour of a file, to show that a service is one file."""

from __future__ import annotations

from guichet.engine.actor import PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input, Text
from guichet.engine.service import Example, Service
from guichet.lib.text import Words


class ChangeColour(Service):
    """Only for show."""

    code = 9999
    title = Words(ar="تغيير اللون", en="Change the colour", fr="Changer la couleur")
    summary = Words(ar="للعرض فقط.", en="Only for show.", fr="Pour la démonstration.")
    audience = frozenset({Segment.EMPLOYER})
    right = "view"
    party_kind = PartyKind.NOBODY
    examples = (Example("green", {"colour": "green"}), Example("nothing", {}, then="field-required"))

    class Input(Input):
        """What is asked."""

        colour = Text(Words(ar="اللون", en="Colour", fr="Couleur"), limit=20)

    @staticmethod
    def decide(batch: Batch) -> None:
        """Anything goes."""
'''
CHANNEL = {
    "__init__.py": '"""A channel that echoes, to show that a channel is one folder."""\n',
    "urls.py": '''"""Where the echo answers."""

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone

from guichet.engine.actor import Actor, Assurance
from guichet.engine.context import Context
from guichet.engine.perform import perform

PREFIX = "echo/"


def ask(request: HttpRequest, key: str) -> JsonResponse:
    """Ask for any service of the catalogue."""
    context = Context(Actor(1, assurance=Assurance.PASSWORD), "echo", timezone.now(), dry_run=True)
    answer = perform(key, request.GET.dict(), context)
    return JsonResponse({"outcome": answer.outcome, "codes": [f.code for f in answer.errors]})


urlpatterns = [path("<str:key>", ask)]
''',
    "commandline.py": '''"""Says hello."""

import click


@click.command()
def command() -> None:
    """Say hello."""
    click.echo("hello from a folder")
''',
}
SEEN = """
import json, sys
import django; django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import resolve
from guichet.channels.api import openapi
from guichet.engine.registry import services
setup_test_environment()
client = Client()
print(json.dumps({
    "catalogue": "registry.change_colour" in services(),
    "openapi": "/services/registry.change_colour" in openapi.document("en")["paths"],
    "listed": "registry.change_colour" in client.get("/api/v1/services").content.decode(),
    "echo": [client.get("/echo/registry.change_colour" + query).json() for query in ("?colour=green", "")],
    "others": client.get("/echo/registry.change_wage?basic=x").json()["outcome"],
}))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The product as it is committed, in a folder of its own."""
    for path in files():
        if path.is_relative_to(ROOT / "guichet") and "tests" not in path.parts:
            target = tmp_path / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return tmp_path


def _in(folder: Path, *command: str) -> str:
    from django.conf import settings

    uri = os.environ.get("DATABASE_URL") or _address(settings.DATABASES["default"])
    environment = os.environ | {
        "PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "guichet.config.settings", "DATABASE_URL": uri,
        "GUICHET_STATE": str(folder / "var"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _address(database: dict[str, object]) -> str:
    from psycopg.conninfo import make_conninfo

    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo(**{k: str(database[v]) for k, v in named.items() if database[v]})


@pytest.mark.slow
@pytest.mark.django_db
def test_a_file_and_a_folder_are_all_it_takes(copy: Path) -> None:
    (copy / "guichet/catalogue/registry/change_colour.py").write_text(SERVICE, "utf-8")
    folder = copy / "guichet/channels/echo"
    folder.mkdir()
    for name, text in CHANNEL.items():
        (folder / name).write_text(text, "utf-8")
    seen = json.loads(_in(copy, "-c", SEEN).splitlines()[-1])
    assert seen["catalogue"] and seen["openapi"] and seen["listed"]
    assert seen["echo"] == [
        {"outcome": "accepted", "codes": []},
        {"outcome": "refused", "codes": ["field-required"]},
    ]
    assert seen["others"] == "refused"  # the new channel carries the old services
    assert "echo" in _in(copy, "-m", "guichet.config.cli", "--help")
    assert _in(copy, "-m", "guichet.config.cli", "echo") == "hello from a folder\n"
