"""Whatever gives power or moves money, changed by somebody with the database in hand: ``guichet
audit verify`` names each.
"""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from guichet.config.cli import main
from guichet.domain.identity import commands as identity
from guichet.engine import audit, record, store
from guichet.engine.actor import Segment
from tests.contract.drivers import engine
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db
STOLEN = "SA0380000000608010167519"
ASKED = (
    (
        "registry.change_wage",
        {
            "establishment": "{establishment}",
            "worker": "{worker}",
            "month": "2026-11",
            "basic": "12500",
            "housing": "3000",
        },
    ),
    (
        "registry.register_worker",
        {
            "establishment": "{establishment}",
            "worker": "{new_citizen}",
            "started_on": "2026-11-22",
            "basic": "8000",
            "contract": "open_ended",
            "occupation": "محاسب",
        },
    ),
    (
        "registry.transfer_worker",
        {
            "establishment": "{establishment}",
            "worker": "{recent_worker}",
            "target": "{branch}",
            "moved_on": "2026-11-22",
        },
    ),
    ("account.change_bank_account", {"person": "{worker}", "iban": "{worker_iban}"}),
    ("payments.refund_credit", {"establishment": "{credited}", "amount": "100.01"}),
)


@pytest.fixture
def worked(indebted: World) -> World:
    """An institution in which wages, an account, an order and a member of the staff came about as
    they should.
    """
    world = indebted
    for service, given in ASKED:
        assert engine.play(world, service, world.filled(given)).outcome == "accepted", service
    staff = identity.open_account(
        username="clerk-7", password="a-long-password-7", segments=[Segment.STAFF]
    )
    identity.change_password(staff, "another-long-password-7")
    assert audit.seal(NOW) >= 0
    assert audit.verify() == []
    return world


WAGE = "UPDATE registry_wage SET {} WHERE basic = 1250000"
CHANGES = {
    "a person's IBAN": (
        f"UPDATE registry_bankaccount SET iban = '{STOLEN}' WHERE party_kind = 'person'",
        "bank account ",
    ),
    "an establishment's IBAN, brought along": (
        f"UPDATE registry_bankaccount SET iban = '{STOLEN}' WHERE party_kind = 'establishment'",
        "registry_bankaccount: ",
    ),
    "an IBAN from an asking made out to be one of before": (
        f"UPDATE registry_bankaccount SET iban = '{STOLEN}', transaction = 0 WHERE party_kind = 'person'",
        "registry_bankaccount: ",
    ),
    "the old account alive again": (
        "UPDATE registry_bankaccount SET ended_by = 1, ended_on = now() WHERE party_kind = 'person'",
        "bank account ",
    ),
    "an order's IBAN": (f"UPDATE payouts_order SET iban = '{STOLEN}'", "payout orders of leaf "),
    "an order's amount": ("UPDATE payouts_order SET amount = amount + 1", "payout orders of leaf "),
    "an order of nobody's": ("UPDATE payouts_order SET leaf = NULL", "payouts_order: "),
    "a wage": (WAGE.format("basic = basic + 100"), "wage of engagement "),
    "a wage's housing": (WAGE.format("housing = 0, basic = basic"), "wage of engagement "),
    "a wage brought along": (
        "UPDATE registry_wage SET basic = basic + 7 WHERE transaction = 0",
        "registry_wage: ",
    ),
    "a wage of nobody's": (WAGE.format("transaction = 0, basic = 99"), "registry_wage: "),
    "a journal's kind": (
        "UPDATE ledger_journal SET kind = 'payment' WHERE kind = 'payout-order'",
        "journals of leaf ",
    ),
    "a journal's amounts": (
        "UPDATE ledger_entry e SET amount = amount * 2 FROM ledger_journal j"
        " WHERE j.id = e.journal_id AND j.kind = 'payout-order'",
        "journals of leaf ",
    ),
    "whose the amounts are": (
        "UPDATE ledger_account SET party = party + 1000000 WHERE party IS NOT NULL",
        "journals of leaf ",
    ),
    "a journal gone": (
        "DELETE FROM ledger_journal WHERE kind = 'payout-order'",
        "journals of leaf ",
    ),
    "who is of the staff": (
        "UPDATE identity_account SET segments = '{staff}' WHERE username = 'owner'",
        "segments",
    ),
    "a password": (
        "UPDATE identity_account SET password = (SELECT password FROM identity_account WHERE username = 'owner')"
        " WHERE username = 'clerk-7'",
        "password",
    ),
    "whose account it is": (
        "UPDATE identity_account SET person_number = 1 WHERE username = 'clerk-7'",
        "person number",
    ),
    "an account slipped in": (
        "INSERT INTO identity_account (username, password, name_ar, name_latin, language, segments, is_active, opened_at)"
        " VALUES ('ghost', '!', '', '', 'ar', '{staff}', true, now())",
        "identity_account: ",
    ),
}


def test_what_gives_power_or_moves_money_is_recounted(worked: World) -> None:
    for what, (statement, named) in CHANGES.items():
        with store.atomic(keep=False):
            store.execute("SET CONSTRAINTS ALL IMMEDIATE")
            store.execute("SET LOCAL session_replication_role = replica")
            assert (
                store.execute(statement.replace("'owner'", f"'{worked.account.username}'")) > 0
            ), what
            faults = audit.verify()
            assert any(named in fault for fault in faults), (what, faults)
    assert audit.verify() == []


def test_the_command_names_what_was_changed(worked: World) -> None:
    store.execute("SET CONSTRAINTS ALL IMMEDIATE")
    store.execute("SET LOCAL session_replication_role = replica")
    store.execute(
        "UPDATE identity_account SET segments = '{staff}' WHERE id = %(id)s", id=worked.account.pk
    )
    said = CliRunner().invoke(main, ["audit", "verify"])
    assert said.exit_code == 1
    assert f"account {worked.account.pk}: its segments is not what the log says" in said.output


def test_a_leaf_refuses_a_body_that_writes_over_what_it_says_itself() -> None:
    for name in record.RESERVED:
        with pytest.raises(ValueError, match=name):
            audit.note("sign-in", {name: "another"})


def test_leaves_that_once_said_the_documents_kind_for_their_own_still_hold(worked: World) -> None:
    """As they were sealed before; and a document's kind that does not fit is still found."""
    body = record.canonical({"kind": "passport", "sitting": 1, "at": record.iso(NOW)})
    store.execute(
        "INSERT INTO engine_auditleaf (kind, body, digest) VALUES ('identity-check', %(body)s,"
        " sha256('\\x00'::bytea || convert_to(%(body)s, 'UTF8')))",
        body=body,
    )
    faults = audit.verify()
    assert not any("its kind was changed" in fault for fault in faults), faults
    assert any("identity check" in fault and "missing" in fault for fault in faults)
    other = json.dumps({"kind": "sign-in", "sitting": 2})
    store.execute(
        "INSERT INTO engine_auditleaf (kind, body, digest) VALUES ('identity-check', %(body)s,"
        " sha256('\\x00'::bytea || convert_to(%(body)s, 'UTF8')))",
        body=other,
    )
    assert any("its kind was changed" in fault for fault in audit.verify())
