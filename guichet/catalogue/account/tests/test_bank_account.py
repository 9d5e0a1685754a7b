"""Changing where money goes: what stays on record, what races and strangers can do, and a bank that
is silent.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from demo.public_bodies.bank import iban_of
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.models import BankAccount
from guichet.engine.actor import Assurance, PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]

pytestmark = pytest.mark.django_db
KEY = "account.change_bank_account"


def ask(world: World, iban: str, **other: str) -> Answer:
    given = {"person": world.facts["worker"], "iban": iban} | other
    return perform(KEY, given, world.context(KEY, "test"))


def test_what_was_before_stays_on_record_and_cannot_be_rewritten(world: World) -> None:
    worker = int(world.facts["worker"])
    first, second = iban_of(worker), iban_of(worker, bank="10")
    assert ask(world, first.lower()[:4] + " " + first[4:]).accepted
    changed = ask(world, second)
    assert changed.accepted and changed.output["previous"] == first
    kept = bank_accounts.history(PartyKind.PERSON, worker)
    assert kept["iban"].to_list() == [second, first]
    assert kept["until"].null_count() == 1
    for row in BankAccount.objects.all():
        for spoil in (
            {"iban": "SA"},
            {"party": 1},
            {"ended_by": None} if row.ended_by else {"since": "2020-01-01"},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                BankAccount.objects.filter(pk=row.pk).update(**spoil)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


def test_somebody_elses_closed_account_is_only_not_ones_own(world: World) -> None:
    stranger = int(world.facts["owner"])
    answer = ask(world, iban_of(stranger, closed=True))
    assert [f.code for f in answer.errors] == ["bank-account-not-own"]


def test_a_password_is_not_enough_and_the_bank_is_not_even_asked(world: World, settings) -> None:
    settings.BANKS_URL = "http://127.0.0.1:9/bank/v1"
    context = world.context(KEY, "test")
    low = replace(context, actor=replace(context.actor, assurance=Assurance.PASSWORD))
    answer = perform(
        KEY, {"person": world.facts["worker"], "iban": world.facts["worker_iban"]}, low
    )
    assert [f.code for f in answer.errors] == ["assurance-too-low"]
    assert ask(world, world.facts["worker_iban"]).errors[0].code == "source-unavailable"
    assert not BankAccount.objects.filter(party=int(world.facts["worker"])).exists()
