"""A new service is one file, a new channel is one folder: both are dropped into a copy and found
everywhere, and the channel carries a change with confirmation, recorded as it was told.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

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
    examples = (
        Example("green", {"colour": "green"}),
        Example("nothing", {}, then="field-required"),
    )

    class Input(Input):
        """What is asked."""

        colour = Text(Words(ar="اللون", en="Colour", fr="Couleur"), limit=20)

    @staticmethod
    def decide(batch: Batch) -> None:
        """Anything goes."""
'''
CHANNEL = {
    "__init__.py": '"""A channel that answers with the names of turns, to show that a channel is one folder."""\n',
    "capabilities.py": '''"""What it carries: all that a line of letters answers."""

from guichet.dialogue.offered import Capabilities
from guichet.lib.text import Words

NOT_CARRIED = Words(
    ar="لا يحمل {label}.", en="Does not carry {label}.", fr="Ne porte pas {label}."
)
ECHO = Capabilities("echo", lambda _: NOT_CARRIED)
why_not = ECHO.why_not
''',
    "urls.py": '''"""Where the echo answers: what a request means, and what a turn looks like."""

import uuid

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone

from guichet.channels.echo.capabilities import ECHO
from guichet.dialogue.advance import advance
from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.draft import Draft
from guichet.dialogue.turn import Answered, Chosen, Confirmed, Event
from guichet.engine.actor import Assurance

PREFIX = "echo/"


def ask(request: HttpRequest, key: str) -> JsonResponse:
    """Ask for any service of the catalogue."""
    return _shown(request, Draft(str(uuid.uuid4())), Chosen(key, request.GET.dict()))


def answer(request: HttpRequest) -> JsonResponse:
    """The field that was asked, or a yes."""
    given = request.GET
    event = Answered(given["text"]) if "text" in given else Confirmed(given.get("code", ""))
    return _shown(request, Draft.read(request.session["echo"]), event)


def _shown(request: HttpRequest, draft: Draft, event: Event) -> JsonResponse:
    desk = GuichetDesk(request.user, ECHO, timezone.now(), "en", known=Assurance.PASSWORD)
    draft, turn = advance(draft, event, desk)
    request.session["echo"] = draft.kept()
    found = getattr(turn, "answer", None)
    said = {
        "turn": type(turn).__name__,
        "field": getattr(turn, "name", ""),
        "wrong": getattr(turn, "wrong", False),
    }
    if found is not None:
        codes = [f.code for f in found.errors]
        said |= {
            "outcome": found.outcome,
            "codes": codes,
            "reference": found.kept and found.reference,
            "repeated": found.repeated,
        }
    return JsonResponse(said)


urlpatterns = [path("", answer), path("<str:key>", ask)]
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
from django.conf import settings
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.utils import timezone
from guichet.channels.api import openapi
from guichet.domain.contact import commands as contact
from guichet.domain.contact.backends import handset
from guichet.domain.identity import commands as identity
from guichet.engine import keys, records, store
from guichet.engine.registry import services
from guichet.lib.locale import here

COLOUR = "registry.change_colour"
setup_test_environment()
keys.create(settings.SIGNING_KEYS)
client = Client()


def converses():
    account = identity.open_account(username="echo", password=None)
    mobile = contact.register_mobile(account, here().mobiles.made(7), now=timezone.now())
    client.force_login(account)
    courses = {
        "none": client.get("/echo/" + COLOUR),
        "review": client.get("/echo/?text=green"),
        "proves": client.get("/echo/"),
    }
    code = handset.newest(mobile).partition(" ")[0]
    wrong = "000000" if code != "000000" else "000001"
    courses["wrong"], before = client.get("/echo/?code=" + wrong), rows()
    wage = {"establishment": 500000001, "worker": 1000000008, "month": "2026-11", "basic": 9}
    courses |= {
        "told": client.get("/echo/?code=" + code),
        "again": client.get("/echo/"),
        "others": client.get("/echo/registry.change_wage", wage),
    }
    said = {name: answer.json() for name, answer in courses.items()}
    return said | {"before": before, "rows": rows()}


def rows():
    found = store.rows("SELECT id FROM engine_transaction WHERE service = 9999 ORDER BY id")
    kept = [records.by_id(number, timezone.now()) for (number,) in found]
    answers = [(row.channel, row.answer) for row in kept]
    return [[by, said.outcome, said.reference, dict(said.input)] for by, said in answers]


said = {
    "catalogue": COLOUR in services(),
    "openapi": f"/services/{COLOUR}" in openapi.document("en")["paths"],
    "listed": COLOUR in client.get("/api/v1/services").content.decode(),
}
courier = f"{handset.__name__}.deliver"
with override_settings(HANDSETS=sys.argv[1], CODE_COURIER=courier), store.atomic(keep=False):
    said["echo"] = converses()
print(json.dumps(said))
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
        "PYTHONPATH": str(folder),
        "DJANGO_SETTINGS_MODULE": "guichet.config.settings",
        "DATABASE_URL": uri,
        "GUICHET_STATE": str(folder / "var"),
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _address(database: dict[str, object]) -> str:
    from psycopg.conninfo import make_conninfo

    named = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    return make_conninfo(**{k: str(database[v]) for k, v in named.items() if database[v]})


@pytest.mark.slow
@pytest.mark.django_db
def test_a_file_and_a_folder_are_all_it_takes(copy: Path) -> None:
    (copy / "guichet/catalogue/registry/change_colour.py").write_text(SERVICE, "utf-8")
    folder = copy / "guichet/channels/echo"
    folder.mkdir()
    for name, text in CHANNEL.items():
        (folder / name).write_text(text, "utf-8")
    seen = json.loads(_in(copy, "-c", SEEN, str(copy / "handsets")).splitlines()[-1])
    assert seen["catalogue"] and seen["openapi"] and seen["listed"]
    _carries_a_change_with_confirmation(seen["echo"])
    assert "echo" in _in(copy, "-m", "guichet.config.cli", "--help")
    assert _in(copy, "-m", "guichet.config.cli", "echo") == "hello from a folder\n"


def _carries_a_change_with_confirmation(said: dict[str, Any]) -> None:
    """Asked, rehearsed, proved by a code, told and recorded: all of it the dialogue's, none of it
    the folder's.
    """
    assert (said["none"]["turn"], said["none"]["field"]) == ("Ask", "colour")
    assert (said["review"]["turn"], said["review"]["outcome"], said["review"]["reference"]) == (
        "Review",
        "accepted",
        False,
    )
    assert (said["proves"]["turn"], said["wrong"]["turn"], said["wrong"]["wrong"]) == (
        "Prove",
        "Prove",
        True,
    )
    assert said["before"] == [], "before it is confirmed nothing is done"
    told, again = said["told"], said["again"]
    assert (told["turn"], told["outcome"], told["repeated"]) == ("Told", "accepted", False)
    assert (again["turn"], again["reference"], again["repeated"]) == (
        "Told",
        told["reference"],
        True,
    )
    assert said["rows"] == [["echo", "accepted", told["reference"], {"colour": "green"}]], (
        "said = recorded, once"
    )
    assert (said["others"]["turn"], said["others"]["codes"]) == ("Mend", ["not-covered-by-mandate"])
