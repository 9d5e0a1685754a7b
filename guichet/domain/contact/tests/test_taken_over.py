"""What identity once kept of addresses comes over by a migration, and goes back by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from guichet.domain.contact.models import Email, Mobile
from guichet.domain.identity import commands
from guichet.engine import store

pytestmark = pytest.mark.django_db
BEFORE = [("contact", "0004_cards_only_end"), ("identity", "0010_scope")]
AFTER = [("contact", "0006_confirmed_before"), ("identity", "0011_contacts_in_contact")]
_OLD = """
    INSERT INTO identity_contact (account_id, kind, address, added_at, confirmed_at, replaced_at,
        code_tries)
    VALUES (%(account)s, %(kind)s, %(address)s, '2026-11-01', %(confirmed)s, %(replaced)s, 0)
"""
_NEW = """
    INSERT INTO contact_mobile (account_id, number, registered_at, ended_at)
    VALUES (%(account)s, %(number)s, %(since)s, %(until)s)
"""


def to(targets: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:  # what is under way is not altered beside a pending check
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate(targets)


def old(account: Any, address: str, confirmed: str | None, replaced: str | None = None) -> None:
    kind = "email" if "@" in address else "mobile"
    store.execute(
        _OLD, account=account.pk, kind=kind, address=address, confirmed=confirmed, replaced=replaced
    )


def new(account: Any, number: str, since: str, until: str | None = None) -> None:
    store.execute(_NEW, account=account.pk, number=number, since=since, until=until)


def mobiles(account: Any) -> list[tuple[str, bool]]:
    kept = Mobile.objects.filter(account=account).order_by("id")
    return [(m.number[-1], m.ended_at is None) for m in kept]


def test_addresses_confirmed_before_come_over_and_go_back() -> None:
    names = "plain both moved taken taker first last ended".split()
    who = {name: commands.open_account(username=name, password=None) for name in names}
    to(BEFORE)
    one, two, three, four, five, six, seven, eight = (f"+96650000000{n}" for n in range(1, 9))
    old(who["plain"], one, "2026-11-02", "2026-11-03")
    old(who["plain"], two, "2026-11-03")
    old(who["plain"], "a@example.com", "2026-11-02", "2026-11-04")
    old(who["plain"], "b@example.com", "2026-11-04")
    old(who["plain"], "c@example.com", None)  # its code was never typed
    old(who["both"], three, "2026-11-02")
    new(who["both"], three, "2026-11-02")  # as the page did it
    old(who["moved"], four, "2026-11-02")
    new(who["moved"], five, "2026-11-05")  # by telephone, later
    old(who["taken"], six, "2026-11-02")
    new(who["taker"], six, "2026-11-01")
    old(who["first"], seven, "2026-11-02")
    old(who["last"], seven, "2026-11-03")
    old(who["ended"], eight, "2026-11-02")
    new(who["ended"], eight, "2026-11-02", "2026-11-06")
    to(AFTER)
    assert mobiles(who["plain"]) == [("1", False), ("2", True)]
    assert mobiles(who["both"]) == [("3", True)]
    assert mobiles(who["moved"]) == [("5", True), ("4", False)]
    assert mobiles(who["taken"]) == [("6", False)]
    assert mobiles(who["taker"]) == [("6", True)]
    assert mobiles(who["first"]) == [("7", False)]
    assert mobiles(who["last"]) == [("7", True)]
    assert mobiles(who["ended"]) == [("8", False)]
    mails = [(m.address, m.ended_at is None) for m in Email.objects.order_by("id")]
    assert mails == [("a@example.com", False), ("b@example.com", True)]
    assert "identity_contact" not in connection.introspection.table_names()
    to(BEFORE)
    kept = store.rows(
        "SELECT address FROM identity_contact WHERE account_id = %(account)s AND replaced_at IS NULL ORDER BY address",
        account=who["plain"].pk,
    )
    assert [address for (address,) in kept] == [two, "b@example.com"]
    to(AFTER)
    assert mobiles(who["plain"]) == [("1", False), ("2", True)]
    assert Email.objects.count() == 2
