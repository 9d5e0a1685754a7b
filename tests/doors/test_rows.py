"""Every table is under a rule or says why not; under the rules nobody reads a row of somebody
else's, page or no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from guichet.config import roles
from guichet.domain.benefits import awards
from guichet.domain.contact import cards, pin_sign_in
from guichet.domain.contact import commands as contact
from guichet.domain.contact.backends import handset
from guichet.domain.identity.models import Account
from guichet.domain.identity.staff import TASKS
from guichet.domain.identity.tests.staffing import member
from guichet.engine import scope, store
from tests.architecture.repository import ROOT, python_files, short
from tests.contract.world import NOW
from tests.doors.conftest import Victim

pytestmark = pytest.mark.django_db

# Where something is read that no account's session sees: the one door, and who is not known yet. A
# further place takes a reason, here.
COUNTERS = {
    "engine/unanswered.py": "what nobody decided in time is settled in the name of who asked",
    "engine/perform.py": "behind the one door, once each row's mandate was judged",
    "engine/bulk_run.py": "the same, a chunk of a file at a time",
    "domain/verification/commands.py": "what a public body said about a number is asked once for everybody",
    "engine/rehearsal.py": "the same, undone at the end",
    "engine/decisions.py": "the same, when a person of the institution has decided",
    "engine/attachments.py": "a file that somebody else sent before is kept once",
    "domain/benefits/boards.py": "a board sees every case but its members' own, and what it finds takes effect",
    "domain/benefits/waiting_claims.py": "claims that wait are found for the employer whose answer frees them",
    "domain/contact/pin_sign_in.py": "a PIN is tried before it is known who calls",
    "domain/contact/queries.py": "a calling mobile is looked up before it is known who calls",
    "domain/contact/cards.py": "a card is read before it is known whose it is",
    "domain/contact/commands.py": "whoever came with a first PIN chooses their own before they are let in",
    "domain/contact/codes.py": "a code completes a sign-in",
    "engine/records.py": "whoever holds a reference may know how far it has come, and nothing else",
    "domain/registry/lookup_budget.py": "looked-up persons are counted over all channels, before their rows are shown",
    "domain/identity/account_models.py": "who proves a password has its hash renewed before it is known who signs in",
    "domain/identity/factors.py": "a code is used up before its owner is let in",
    "domain/identity/passkeys.py": "the same of a passkey",
    "domain/identity/commands.py": "a token is given to whoever proved an account, without a session",
    "domain/identity/providers.py": "what the national identity calls somebody who is not signed in yet",
    "domain/identity/account_activity.py": "the log is read back for nobody: here what happened to one account, for its owner",
    "domain/systems/queries.py": "a machine is looked up before it is known which, and another's system that acts for us",
    "domain/systems/commands.py": "an owner lets another's system act for their establishment",
    "domain/systems/assertions.py": "a machine proves itself",
    "domain/documents/queries.py": "anybody who holds a paper and its code checks it",
    "domain/reception/clients.py": "a clerk names the client before they have consented, and is shown nothing of them",
    "domain/payments/commands.py": "banks and providers tell payments of everybody's bills",
    "domain/payments/partial_refund.py": (
        "banks and schemes take parts of everybody's payments back"
    ),
    "domain/payments/orders.py": "a provider's signed notice names an order",
    "channels/sms/views.py": "providers hand texts over",
    "channels/sms/code_gateway.py": "a code to be sent is queued beside everybody's",
}
_COLUMNS = """
    SELECT column_name::text FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %(table)s
"""


@pytest.fixture
def bound(settings: Any) -> Iterator[None]:
    """From here on as a web process is."""
    settings.DATABASE_ROLE = scope.WEB
    store.execute("SET ROLE guichet_web")
    yield
    store.execute("RESET ROLE")


def _ruled() -> dict[str, str]:
    return {table: rule.seen for table, rule in roles.declared().items() if not rule.free}


def _texts(table: str) -> set[str]:
    return {text for (text,) in store.rows(f"SELECT t::text FROM {table} t")}


def test_every_table_has_a_rule_or_a_reason() -> None:
    rules = roles.declared()
    # What the engine's tests make for themselves may still be there.
    assert set(roles.tables()) - {"toy_box"} == set(rules)
    assert [t for t, rule in rules.items() if rule.free and len(rule.free) < 15] == []


def test_the_rules_stand_in_the_database_for_whoever_is_bound() -> None:
    under = store.rows(
        "SELECT relname::text FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
    )
    bounded = {
        name for name, rule in roles.declared().items() if rule.writing is not None
    }  # seen by all, written by few
    assert {name for (name,) in under} == set(_ruled()) | bounded
    passing = store.rows(
        "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'guichet!_%%' ESCAPE '!' AND (rolsuper OR rolbypassrls)"
    )
    assert {name for (name,) in passing} == {scope.COUNTER, scope.BATCH}


@pytest.mark.django_db(transaction=True)  # a vacuum may stand in the way: then it is made again
def test_a_table_that_was_forgotten_is_shut() -> None:
    store.execute("CREATE TABLE forgotten (id int)")
    try:
        roles.make(lambda _: None)
        able = "SELECT has_table_privilege(%(role)s, 'forgotten', 'SELECT')"
        assert not store.value(able, role=scope.WEB)
        assert not store.value(able, role=scope.OFFICE)
        assert store.value(able, role=scope.BATCH)
    finally:
        store.execute("DROP TABLE forgotten")


@pytest.mark.django_db(transaction=True)
def test_making_them_again_changes_nothing() -> None:
    said: list[str] = []
    roles.make(said.append)
    assert len(said) == 1


def test_nothing_is_read_in_nobodys_name(victim: Victim, bound: None) -> None:
    for enter in (lambda: scope.enter(None), lambda: store.execute("RESET ALL")):
        enter()
        store.execute("SET ROLE guichet_web")
        found = {table: store.value(f"SELECT count(*) FROM {table}") for table in _ruled()}
        # The institution's own certificates are published; leaves are seen by the very commit that
        # writes them.
        found.pop("certificates_certificate"), found.pop("engine_auditleaf")
        assert {table: n for table, n in found.items() if n} == {}


@pytest.mark.parametrize("intruder", ["stranger", "lapsed", "revoked", "neighbour", "ended_agent"])
def test_no_table_shows_an_intruder_the_victims_rows(
    intruder: str, victim: Victim, bound: None
) -> None:
    account = victim.intruders[intruder]
    assert isinstance(account, Account)
    scope.enter(account.pk)
    theirs = {table: _texts(table) for table in _ruled()}
    scope.enter(victim.account.pk)
    victims = {table: _texts(table) for table in _ruled()}
    # Who held a mandate and whom it was for both see that it was there.
    own = {"certificates_certificate", "engine_auditleaf", "identity_mandate"}
    assert {
        t: theirs[t] & victims[t] for t in theirs if t not in own and theirs[t] & victims[t]
    } == {}
    seen = {t for t in victims if victims[t]} - own
    assert seen >= {
        "registry_establishment",
        "registry_person",
        "registry_engagement",
        "registry_wage",
        "contributions_bill",
        "ledger_account",
        "ledger_entry",
        "ledger_journal",
        "engine_transaction",
        "engine_submission",
        "bulk_file",
        "access_reading",
    }


def test_numbers_of_the_victims_stand_in_no_row_an_intruder_sees(
    victim: Victim, bound: None
) -> None:
    account = victim.intruders["stranger"]
    assert isinstance(account, Account)
    scope.enter(account.pk)
    named = re.compile("|".join(victim.facts[name] for name in ("establishment", "worker")))
    assert {t for t in _ruled() if any(named.search(text) for text in _texts(t))} <= {
        "engine_auditleaf"
    }


def test_the_worker_sees_their_own_and_not_the_colleagues(victim: Victim, bound: None) -> None:
    scope.enter(victim.world.worker.pk)
    people = store.rows("SELECT identifier FROM registry_person")
    # Of the others they are the agent.
    others = ("retired", "jobless", "mother", "overpaid", "short", "injured")
    mine = {int(victim.facts[name]) for name in ("worker", *others)}
    assert {number for (number,) in people} == mine
    assert store.value("SELECT count(*) FROM registry_wage") > 0
    assert store.value("SELECT count(*) FROM contributions_bill") == 0


def test_what_belongs_to_another_cannot_be_written_either(victim: Victim, bound: None) -> None:
    account = victim.intruders["neighbour"]
    assert isinstance(account, Account)
    scope.enter(account.pk)
    assert (
        store.execute(
            "UPDATE registry_establishment SET name_ar = 'x' WHERE number = %(n)s",
            n=int(victim.facts["establishment"]),
        )
        == 0
    )
    assert store.execute("UPDATE bulk_file SET name = 'x'") == 0
    assert store.execute("UPDATE contact_mobile SET ended_at = now()") == 0


def test_staff_read_as_the_office_and_everybody_after_them_as_the_web(
    victim: Victim, bound: None
) -> None:
    store.execute("RESET ROLE")
    clerk = member("clerk", "books")
    store.execute("SET ROLE guichet_web")
    scope.enter(clerk.pk)
    assert store.value("SELECT current_user::text") == scope.OFFICE
    assert store.value("SELECT count(*) FROM contributions_bill") > 0
    scope.enter(None)
    assert store.value("SELECT current_user::text") == scope.WEB


def test_how_awards_came_about_is_read_by_who_decides_and_no_other_staff(
    victim: Victim, bound: None
) -> None:
    store.execute("RESET ROLE")
    row = {"person": int(victim.facts["worker"]), "way": "normal", "monthly": 100, "steps": "[]"}
    awarded = pl.DataFrame([row | {"paid_from": date(2026, 12, 1), "transaction": 1}])
    awards.award(awarded, awards.OLD_AGE, NOW.date(), NOW)
    staff = {right: member(f"of-{right}", right).pk for right in TASKS}
    told, paid = set(), set()
    for right, account in staff.items():
        store.execute("SET ROLE guichet_web")
        scope.enter(account)
        told |= {right} if store.value("SELECT count(*) FROM benefits_award") else set()
        paid |= {right} if store.value("SELECT count(*) FROM benefits_pension") else set()
        scope.enter(None)
        store.execute("RESET ROLE")
    assert told == {"board", "committee", "medical"}
    assert paid == {*told, "gather", "release", "reconcile", "books"}


def test_who_is_not_let_in_yet_chooses_a_pin_and_shows_a_card(
    victim: Victim, bound: None, settings: Any, tmp_path: Path
) -> None:
    settings.HANDSETS, settings.CODE_COURIER = tmp_path, f"{handset.__name__}.deliver"
    scope.enter(victim.account.pk)
    mobile = contact.register_mobile(victim.account, "0512345678", now=NOW)
    contact.send_first_pin(victim.account, now=NOW)
    card = cards.issue(victim.account, NOW)
    scope.enter(None)
    assert cards.owner_of(card) == victim.account
    pin = (handset.newest(mobile) or "").partition(" ")[0]
    assert (
        pin_sign_in.enter_account(victim.account, pin, place="x", now=NOW).account == victim.account
    )
    contact.choose_pin(victim.account, "384951", now=NOW)
    assert store.value("SELECT count(*) FROM contact_pin") == 0
    assert store.value("SELECT count(*) FROM contact_card") == 0


def test_the_counter_is_left_whatever_happens(victim: Victim, bound: None) -> None:
    scope.enter(None)
    with pytest.raises(ValueError, match="x"), scope.as_institution(), scope.as_institution():
        assert store.value("SELECT current_user::text") == scope.COUNTER
        raise ValueError("x")
    with pytest.raises(Exception, match="zero"), store.atomic(), scope.as_institution():
        store.execute("SELECT 1 / 0")
    assert store.value("SELECT current_user::text") == scope.WEB
    assert store.value("SELECT count(*) FROM registry_person") == 0


def test_the_counter_is_opened_only_where_there_is_a_reason() -> None:
    found = {
        short(path).removeprefix("guichet/")
        for path in python_files("guichet")
        if "scope.as_institution()" in path.read_text("utf-8") and "tests" not in path.parts
    }
    assert found == set(COUNTERS), ROOT
