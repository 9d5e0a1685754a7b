"""What every test shares: a clean database between tests although the register is append-only."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.template.base import Template
from django.test import Client, TransactionTestCase
from django.test.client import ClientHandler
from django.test.utils import instrumented_test_render
from hypothesis import settings as hypothesis_settings
from whitenoise.middleware import WhiteNoiseMiddleware
from xdist.scheduler import LoadFileScheduling

from guichet.domain.contact import pin_hash
from tests import database
from tests.ground import (
    GROUND,
    _django_db_helper,
    branch_below,
    ground,
    indebted_below,
    institution_below,
    office_below,
    registry_below,
    world_below,
)
from tests.pages import laid_out

__all__ = [
    "_django_db_helper",
    "branch_below",
    "ground",
    "indebted_below",
    "institution_below",
    "office_below",
    "registry_below",
    "world_below",
]

# The first call of an expression is slow on a busy machine; tests judge answers, benchmarks judge
# time. One commit has one answer: `make test` draws the same examples each time, `make fuzz` looks
# for new ones.
hypothesis_settings.register_profile("guichet", deadline=None, derandomize=True)
hypothesis_settings.register_profile("fuzz", deadline=None, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "guichet"))

# What an earlier `make run` collected is not what is tested: pages take their styles from the tree.
django_settings.STATIC_ROOT = Path(django_settings.STATIC_ROOT).parent / "no-static"
django_settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# Passwords and PINs are kept by the same algorithm as in earnest, but not at its price: there a
# hash of a password takes 100 MB, and one of a PIN 30 ms.
(
    Argon2PasswordHasher.time_cost,
    Argon2PasswordHasher.memory_cost,
    Argon2PasswordHasher.parallelism,
) = 1, 64, 1
pin_hash._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several work, files that take long come first: none is begun when there is nothing left
    to do beside it.
    """
    if hasattr(config, "workerinput"):
        long = {
            item.path
            for item in items
            if item.get_closest_marker("slow") or "browser" in item.fixturenames
        }  # type: ignore[attr-defined]
        items.sort(key=lambda item: item.path not in long)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """A file goes to one worker; one that is ten minutes' work goes by subject."""
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """Files, and subjects of the file with every service's examples."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        if file != "tests/contract/test_channels_agree.py":
            return file
        return f"{file}::{nodeid.partition('[')[2].partition('.')[0]}"


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported stays: it is not looked through for garbage again and again, an eighth of a
    test's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Tables, roles and rules of rows stand in the tests' database as they do in every other; see
    ``tests.database``.
    """
    with django_db_blocker.unblock():
        database.make()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: database.emptied())
        yield
    with django_db_blocker.unblock():
        GROUND.leave()
        database.drop()


@pytest.fixture(scope="session", autouse=True)
def requests_are_bound() -> Iterator[None]:
    """What a test asks through a channel's pages and endpoints is answered under the web's role, as
    in earnest.
    """
    from guichet.engine import scope, store

    plain = ClientHandler.__call__

    def bound(self: ClientHandler, environ: dict[str, Any]) -> Any:
        if django_settings.DATABASE_ROLE or connection.vendor != "postgresql" or not _may_ask():
            return plain(self, environ)
        store.execute("SET ROLE guichet_web")
        try:
            # Set where the settings are, with no layer over them: each layer forgets what was
            # looked up, and a walk knocks often.
            django_settings.DATABASE_ROLE = scope.WEB
            return plain(self, environ)
        finally:
            django_settings.DATABASE_ROLE = ""
            if not connection.needs_rollback:
                store.execute("RESET ROLE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "__call__", bound)
        yield


@pytest.fixture(scope="session", autouse=True)
def pages_are_read_as_browsers_do() -> Iterator[None]:
    """What a test looks for in a page does not hang on where its template breaks a line."""
    plain = Client.request

    def read(self: Client, **request: Any) -> Any:
        response = plain(self, **request)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") and not response.streaming:
            response.content = laid_out(response.content.decode()).encode()
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", read)
        yield


@pytest.fixture(scope="session", autouse=True)
def nobody_listens_to_templates(django_test_environment: None) -> Iterator[None]:
    """Our tests read pages: what each template was given is not kept for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
        yield


@pytest.fixture
def what_templates_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer keeps what its templates were given, for a test that asks for that."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture(scope="session", autouse=True)
def styles_are_found_once() -> Iterator[None]:
    """Every test client builds the middleware anew, and WhiteNoise would look through all folders
    each time.
    """
    known: dict[Any, dict[str, Any]] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def look_once(self: Any) -> None:
        kind = (self.static_prefix, self.max_age, self.allow_all_origins)
        if kind not in known:
            look(self)
            known[kind] = dict(self.files)
        self.files.update(known[kind])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


def _may_ask() -> bool:
    try:
        connection.ensure_connection()
    except RuntimeError:  # a test without a database
        return False
    return not connection.needs_rollback


@pytest.fixture(scope="session", autouse=True)
def signing_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signing key of the tests' own, made once a run."""
    from guichet.engine import keys

    folder = tmp_path_factory.getbasetemp() / "keys"
    keys.create(folder)
    django_settings.SIGNING_KEYS = folder
    return folder


@pytest.fixture(scope="session", autouse=True)
def handsets_are_a_workers_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Accounts of two workers' databases have the same numbers, and so the same mobiles."""
    django_settings.HANDSETS = tmp_path_factory.getbasetemp() / "handsets"
