"""Keys: a client's and the institution's, changed without an interruption; and what is no key."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from joserfc.jwk import ECKey, RSAKey

from guichet.domain.systems import commands, keys
from guichet.domain.systems.models import System, SystemKey
from guichet.domain.systems.tests.machine import Machine, new_key, parts, pem
from guichet.engine import store
from tests.contract.world import NOW, World


def test_keys_overlap_so_that_a_change_interrupts_nothing(machine: Machine, world: World) -> None:
    following = new_key()
    commands.add_key(
        machine.system,
        account=world.account,
        text=json.dumps(following.as_dict(private=False)),
        name="next",
        valid_from=NOW + timedelta(days=1),
        now=NOW,
    )
    assert machine.ask_token().status_code == 200
    coming = Machine(machine.system, following)
    assert coming.ask_token().status_code == 401  # not yet
    SystemKey.objects.filter(kid=machine.key.thumbprint())
    third = new_key()
    commands.add_key(machine.system, account=world.account, text=pem(third), name="third", now=NOW)
    assert Machine(machine.system, third).ask_token().status_code == 200
    assert machine.ask_token().status_code == 200  # the old one still
    first = SystemKey.objects.get(kid=machine.key.thumbprint())
    commands.revoke_key(machine.system, first.pk, account=world.account, now=NOW)
    assert machine.ask_token().status_code == 401
    assert Machine(machine.system, third).ask_token().status_code == 200


def test_a_key_ends_by_itself(
    machine: Machine, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = new_key()
    commands.add_key(
        machine.system,
        account=world.account,
        text=pem(short),
        name="short",
        valid_until=NOW + timedelta(hours=1),
        now=NOW,
    )
    brief = Machine(machine.system, short)
    assert brief.ask_token().status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    assert brief.ask_token().status_code == 401


def test_the_institutions_keys_change_with_an_overlap(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any
) -> None:
    settings.TOKEN_KEYS = str(tmp_path / "fresh")
    old = machine.token()
    kid = keys.create(NOW + keys.NOTICE)
    shown = [key["kid"] for key in Client().get("/oauth/jwks.json").json()["keys"]]
    assert kid in shown and len(shown) == 2
    assert parts(machine.token())[0]["kid"] != kid
    monkeypatch.setattr(timezone, "now", lambda: NOW + keys.NOTICE)
    assert parts(machine.token())[0]["kid"] == kid
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=9))
    assert machine.call("transactions/2", token=old).status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: NOW + keys.NOTICE + keys.OVERLAP)
    assert [key["kid"] for key in Client().get("/oauth/jwks.json").json()["keys"]] == [kid]


def test_systems_and_keys_only_move_forward(machine: Machine, world: World) -> None:
    from django.db import DatabaseError

    commands.revoke(machine.system, account=world.account, now=NOW)
    attempts = [
        lambda: System.objects.update(revoked_at=None),
        lambda: System.objects.update(establishment=1),
        lambda: System.objects.all().delete(),
        lambda: SystemKey.objects.update(jwk={}),
        lambda: SystemKey.objects.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), store.atomic():
            attempt()


def test_other_keys_than_ours_are_not_taken(machine: Machine, world: World) -> None:
    from guichet.engine.refusal import Refused

    private = new_key().as_pem(private=True).decode()
    p384 = ECKey.generate_key("P-384", private=True).as_pem(private=False).decode()
    rsa = RSAKey.generate_key(2048).as_pem(private=False).decode()
    given = {
        private: "key-private",
        json.dumps(new_key().as_dict(private=True)): "key-private",
        p384: "key-unreadable",
        rsa: "key-unreadable",
        "": "key-unreadable",
        "{": "key-unreadable",
        "[]": "key-unreadable",
        "{" * 3000: "key-unreadable",
        '{"kty": "EC"}': "key-unreadable",
        "x" * 5000: "key-unreadable",
        '{"kty":"EC","crv":"P-256","x":1,"y":2}': "key-unreadable",
        '{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}': "key-unreadable",
        pem(machine.key): "key-taken",
    }
    for text, code in given.items():
        with pytest.raises(Refused) as refused:
            commands.add_key(machine.system, account=world.account, text=text, name="k", now=NOW)
        assert refused.value.refusal.code == code, text[:60]
