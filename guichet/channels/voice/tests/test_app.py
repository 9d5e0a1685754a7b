"""The national identity app by telephone, with the sandbox provider over HTTP: what is heard, who
gets in, and nothing half done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from demo.identity_provider.state import Provider
from guichet.channels.shared.tests.identity_app import provider
from guichet.channels.voice import words
from guichet.channels.voice.models import Call
from guichet.channels.voice.tests.conftest import MOBILE, PIN
from guichet.channels.voice.tests.telephones import Caller
from guichet.domain.contact import commands, pin_sign_in
from guichet.domain.contact.backends import handset
from guichet.domain.identity import providers
from guichet.domain.identity.models import IdentityLink
from guichet.engine import store
from guichet.engine.models import AuditLeaf
from guichet.lib import spelling
from tests.contract.world import NOW, World

__all__ = ["provider"]
pytestmark = pytest.mark.django_db
ENGLISH, SERVICE, APP = "2", "#2103", "#"
Presses = str | Callable[[], str]


@pytest.fixture
def app(line: World, provider: Provider) -> Provider:
    """The app has once said who the owner is."""
    number = str(line.account.person_number)
    IdentityLink.objects.create(
        account=line.account,
        issuer=providers.PUSH,
        subject=number,
        linked_at=NOW,
    )
    return provider


def call(*keys: Presses, caller: str = MOBILE) -> Caller:
    """Presses these one after the other, doing beforehand what stands there, then hangs up."""
    left = list(keys)

    def presses(heard: list[str]) -> str | None:
        if not left:
            return None
        given = left.pop(0)
        return given if isinstance(given, str) else given()

    made = Caller(presses, caller)
    made.call()
    return made


def picking(
    app: Provider, line: World, picked: str | None = None, then: str = ""
) -> Callable[[], str]:
    """Pick in the app, then press ``then`` (nothing: wait on the line)."""

    def pick() -> str:
        made = app.on_telephone(str(line.account.person_number))[0]
        app.decide(made.id, made.number if picked is None else picked)
        return then

    return pick


def changes() -> int:
    return int(store.value("SELECT count(*) FROM engine_transaction"))


def wage(line: World) -> list[Presses]:
    return [SERVICE, "1", line.facts["worker"], "#", "12500#", "1"]


@pytest.mark.parametrize("then", ["", "1"], ids=["waiting", "pressing one"])
def test_the_number_heard_is_picked_and_opens_the_line(
    line: World, app: Provider, then: str
) -> None:
    made = call(APP, "", picking(app, line, then=then), "#2201", "1")
    pushed = next(iter(app._pushes.values()))
    said = words.APP_NUMBER.at("en", number=spelling.spell(int(pushed.number), "en"))
    assert words.APP_INSTEAD.en in made.heard[0]
    assert made.heard[1] == [said] and made.heard[2] == [said], "silence asks the provider again"
    assert words.SERVICE_CODE.en in made.heard[3]
    assert any("riyal" in sentence for sentence in made.heard[-1])
    assert "app-confirmed" in AuditLeaf.objects.values_list("kind", flat=True)


def test_any_telephone_does_with_the_number_and_the_app(line: World, app: Provider) -> None:
    owner = str(line.account.person_number)
    made = call(ENGLISH, owner, APP, picking(app, line), caller="0114000000")
    assert words.APP_INSTEAD.en in made.heard[2]
    assert words.SERVICE_CODE.en in made.heard[4]


def test_an_early_key_is_told_and_star_goes_back_to_the_pin(line: World, app: Provider) -> None:
    heard = call(APP, "1", "*", PIN).heard
    assert heard[2][0] == words.APP_WAITS.en
    assert words.PIN.en in heard[3] and words.SERVICE_CODE.en in heard[4]


def test_who_is_not_registered_hears_a_number_too_and_nobodys_telephone_rings(
    line: World, app: Provider
) -> None:
    worker = line.facts["worker"]
    heard = call(ENGLISH, worker, APP, "1", "", caller="0114000000").heard
    assert heard[3][0].startswith("Choose ")
    assert not app.on_telephone(worker)
    nobody = call(ENGLISH, "1000000008", APP, "1", "", caller="0114000000").heard
    assert [len(h) for h in nobody] == [len(h) for h in heard]


def test_a_wrong_number_or_a_refusal_is_a_try_like_a_wrong_pin(line: World, app: Provider) -> None:
    made = call(
        APP, picking(app, line, "00"), APP, picking(app, line, ""), APP, picking(app, line, "00")
    )
    assert "did not confirm" in made.heard[2][0] and words.PIN.en in made.heard[2]
    assert made.heard[-1] == [words.TOO_MANY.en]
    leaves = AuditLeaf.objects.filter(kind="sign-in-failed").values_list("body", flat=True)
    assert len(leaves) == 3 and all(
        f'"account":{line.account.pk}' in b.replace(" ", "") for b in leaves
    )


def test_nobodys_telephone_is_rung_without_end(
    line: World, app: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = str(line.account.person_number)
    for _ in range(3):
        call(ENGLISH, owner, APP, caller="0114000000")
    heard = call(ENGLISH, owner, APP, caller="0114000001").heard[-1]
    assert "Too many requests" in heard[0] and words.PIN.en in heard
    assert len(app._pushes) == 3
    monkeypatch.setattr(pin_sign_in, "PLACE_TRIES", 0)
    heard = call(ENGLISH, "1000000008", APP, caller="0114000002").heard[-1]
    assert "Too many requests" in heard[0]


def test_the_request_runs_out(line: World, app: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    def late() -> str:
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=120))
        return picking(app, line)()

    heard = call(APP, "", "", "", "", late).heard
    assert [h[0].startswith("Choose ") for h in heard[1:6]] == [True] * 5, "waiting is no silence"
    assert "did not confirm" in heard[-1][0]


def test_hanging_up_takes_what_was_asked_along(line: World, app: Provider) -> None:
    call(APP)
    assert not Call.objects.exists()
    picking(app, line)()
    heard = call(PIN).heard
    assert words.SERVICE_CODE.en in heard[1]
    assert "app-confirmed" not in AuditLeaf.objects.values_list("kind", flat=True)


def test_who_came_by_the_app_confirms_a_change_in_it(line: World, app: Provider) -> None:
    made = call(APP, picking(app, line), *wage(line), picking(app, line))
    assert words.DONE.en in made.heard[-1] and changes() == 1
    assert handset.newest(MOBILE) is None, "no code was sent"
    titles = [p.service for p in app._pushes.values()]
    assert titles[0] == "Guichet" and "wage" in titles[1].lower()


@pytest.mark.parametrize("after", range(9))
def test_hanging_up_at_any_point_leaves_nothing_half_done(
    line: World, app: Provider, after: int
) -> None:
    keys = [APP, picking(app, line), *wage(line)]
    call(*keys[:after])
    if after == 8:
        picking(app, line)()  # approved after the line was dead
    assert changes() == 0 and not Call.objects.exists()


def test_the_code_may_be_left_for_the_app_and_the_app_for_the_code(
    line: World, app: Provider
) -> None:
    def code() -> str:
        return (handset.newest(MOBILE) or "").partition(" ")[0]

    made = call(PIN, *wage(line), APP, picking(app, line))
    assert words.APP_INSTEAD.en in made.heard[-3]
    assert words.DONE.en in made.heard[-1] and changes() == 1
    made = call(PIN, SERVICE, "1", line.facts["worker"], "#", "13000#", "1", APP, "*", "1", code)
    assert words.DONE.en in made.heard[-1] and changes() == 2


def test_a_change_refused_in_the_app_is_not_made(line: World, app: Provider) -> None:
    made = call(PIN, *wage(line), APP, picking(app, line, "00"))
    assert "did not confirm" in made.heard[-1][0] and words.CODE_SPENT.en in made.heard[-1]
    assert changes() == 0


def test_without_a_mobile_the_app_confirms(line: World, app: Provider) -> None:
    owner = str(line.account.person_number)
    commands.end_mobile(line.account, now=NOW)
    made = call(ENGLISH, owner, PIN, *wage(line), picking(app, line), caller="0114000000")
    assert words.DONE.en in made.heard[-1] and changes() == 1


def test_a_provider_that_is_down_is_said_and_the_pin_still_opens(
    line: World, app: Provider, settings: Any
) -> None:
    settings.IDENTITY_PUSH_URL = "http://127.0.0.1:9"
    heard = call(APP, PIN).heard
    assert "does not answer now" in heard[1][0] and words.SERVICE_CODE.en in heard[2]
    settings.IDENTITY_PUSH_URL = ""
    heard = call(APP).heard
    assert words.APP_INSTEAD.en not in heard[0] and words.NOT_UNDERSTOOD.en in heard[1]


def test_somebody_without_a_pin_is_greeted_if_the_app_knows_them(
    line: World, app: Provider
) -> None:
    commands.register_mobile(line.worker, "0500000077", now=NOW)
    assert words.LANGUAGE.ar in call(caller="0500000077").heard[0]
    IdentityLink.objects.create(
        account=line.worker, issuer=providers.PUSH, subject="w", linked_at=NOW
    )
    assert words.APP_INSTEAD.at(line.worker.language) in call(caller="0500000077").heard[0]
