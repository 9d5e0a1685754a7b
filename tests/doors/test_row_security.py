"""The net under the walk: with every check of ours switched off, the database itself shows nobody
another's rows.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from django.db import DatabaseError
from django.utils import timezone

from demo.public_bodies.bank import iban_of
from guichet.domain.access import queries as access
from guichet.domain.benefits import commands as benefits
from guichet.domain.identity import commands as identity
from guichet.domain.identity.models import Account
from guichet.domain.identity.tests.staffing import GATHERER, RELEASER, member
from guichet.domain.payouts import batches, dispatch
from guichet.domain.payouts.returned_payouts import take_answer
from guichet.domain.payouts.tests.pain import answer
from guichet.domain.payouts.tests.test_batches import record
from guichet.engine import followed, records, scope, store
from guichet.engine.actor import PartyKind
from guichet.engine.perform import perform
from guichet.engine.registry import services
from tests.contract.drivers import engine
from tests.contract.world import NOW, World
from tests.doors.conftest import Victim

pytestmark = pytest.mark.django_db

COUNT = "SELECT count(*) FROM {}"
LONG_AGO, FAR = NOW - timedelta(days=5_000), NOW + timedelta(days=5_000)
WITH_OTHERS_ROWS = ("engine_transaction", "access_reading")


def test_without_a_setting_there_is_nothing(victim: Victim, under_the_webs_role: None) -> None:
    scope.enter(None)
    assert [store.value(COUNT.format(t)) for t in WITH_OTHERS_ROWS] == [0, 0]
    store.execute("RESET ALL")
    store.execute("SET ROLE guichet_web")
    assert [store.value(COUNT.format(t)) for t in WITH_OTHERS_ROWS] == [0, 0]


@pytest.mark.parametrize("intruder", ["stranger", "lapsed", "revoked", "neighbour"])
def test_an_intruder_past_all_our_checks_still_finds_no_row(
    intruder: str, victim: Victim, under_the_webs_role: None
) -> None:
    account = victim.intruders[intruder]
    assert isinstance(account, Account)
    scope.enter(account.pk)
    assert records.find(victim.facts["reference"], timezone.now()) is None
    assert records.of_party(int(victim.facts["establishment"]), None, 50, timezone.now()) == []
    assert access.of_person(int(victim.facts["worker"])) == []


@pytest.mark.parametrize("intruder", ["stranger", "lapsed", "revoked", "neighbour"])
def test_an_intruder_learns_nothing_of_what_waited_and_went_on(
    intruder: str, victim: Victim, under_the_webs_role: None
) -> None:
    """Nor of what waits still, of the party or of the account itself."""
    store.execute("RESET ROLE")
    code, party = services()["registry.register_worker"].code, int(victim.facts["establishment"])
    first = int(victim.facts["transaction"]) + 1  # asked by the victim, as its neighbour was
    for number, outcome, resolves in (
        (first, 3, None),
        (first + 1, 1, first),
        (first + 2, 3, None),
    ):
        store.execute(
            "INSERT INTO engine_transaction (id, row, service, outcome, party, resolves, content)"
            " VALUES (%(id)s, 1, %(code)s, %(outcome)s, %(party)s, %(resolves)s, '{}')",
            id=number,
            code=code,
            outcome=outcome,
            party=party,
            resolves=resolves,
        )
    store.execute("SET ROLE guichet_web")
    seen = {}
    for name, account in (("victim", victim.account), ("intruder", victim.intruders[intruder])):
        scope.enter(account.pk)
        gone = followed.went_on(victim.account.pk, since=LONG_AGO, until=FAR, most=9)
        waits = followed.of_parties(
            PartyKind.ESTABLISHMENT, pl.Series([party]), since=LONG_AGO, now=FAR, most=9
        )
        seen[name] = (gone.height, waits.height)
    assert seen == {"victim": (1, 2), "intruder": (0, 0)}


def test_the_victim_and_whoever_may_act_see_their_own(
    victim: Victim, under_the_webs_role: None
) -> None:
    scope.enter(victim.account.pk)
    assert records.find(victim.facts["reference"], timezone.now()) is not None
    assert records.of_party(int(victim.facts["establishment"]), None, 50, timezone.now())
    scope.enter(victim.world.worker.pk)
    assert access.of_person(int(victim.facts["worker"])) != []


def test_the_public_check_of_a_reference_still_answers(
    victim: Victim, under_the_webs_role: None
) -> None:
    page = victim.client(None).get(f"/verify/{victim.facts['reference']}/")
    assert "This is a receipt of ours" in page.content.decode()


def test_a_receipt_among_others_rows_is_still_proved(
    victim: Victim, under_the_webs_role: None
) -> None:
    from guichet.engine import keys, receipt

    account = victim.account
    delegate = identity.open_account(username="reader", password=None)
    store.execute("RESET ROLE")
    identity.grant(
        establishment=int(victim.facts["establishment"]), rights=["view"], account=delegate
    )
    store.execute("SET ROLE guichet_web")
    scope.enter(account.pk)
    number = records.find(victim.facts["reference"], timezone.now())
    assert number is not None
    scope.enter(delegate.pk)
    assert receipt.fault_of(receipt.document(number.id), keys.public_keys()) is None


def test_the_webs_role_may_not_change_the_log_nor_alter_a_table(
    world: World, under_the_webs_role: None
) -> None:
    for statement in (
        "UPDATE engine_transaction SET row = 1",
        "DELETE FROM engine_auditleaf",
        "DELETE FROM access_reading",
        "TRUNCATE engine_auditseal",
        "ALTER TABLE engine_transaction DISABLE ROW LEVEL SECURITY",
        "SET session_replication_role = replica",
        "DROP TABLE identity_mandate",
    ):
        with pytest.raises(DatabaseError), store.atomic():
            store.execute(statement)


@pytest.mark.parametrize("key", services())
def test_every_service_works_under_the_webs_role(
    key: str, indebted: World, under_the_webs_role: None
) -> None:
    world = indebted
    service = services()[key]
    example = next(e for e in service.examples if e.then in ("accepted", "referred"))
    # What channels' pages and endpoints answer is under this role in every test (conftest:
    # requests_are_bound).
    with store.atomic(keep=False):
        for before, given in example.before:
            assert engine.play(world, before, world.filled(given)).outcome == "accepted"
        assert engine.play(world, key, world.filled(example.given)).outcome == example.then


def test_staff_see_and_settle_what_waits_for_a_person(
    victim: Victim, under_the_webs_role: None
) -> None:
    given = {"establishment": victim.facts["debtor"], "reason": "bank"}
    key = "payments.waive_penalties"
    asked = perform(key, given, victim.world.context(key, "web"))
    store.execute("RESET ROLE")
    clerk = member("clerk", f"decide:{key}")
    store.execute("SET ROLE guichet_web")
    scope.enter(victim.account.pk)
    assert records.find(asked.reference, timezone.now()) is not None
    scope.enter(clerk.pk)
    assert records.find(asked.reference, timezone.now()) is not None
    place = f"/office/cases/{asked.reference}/"
    client = victim.client(clerk)
    session = client.session
    session["proved"] = timezone.now().timestamp()
    session.save()
    assert asked.reference in client.get("/office/cases/").content.decode()
    assert client.get(place).status_code == 200
    done = client.post(place, {"decision": "approve", "reason": "Papers seen"})
    assert done.status_code == 302
    scope.enter(clerk.pk)
    waived = "SELECT count(*) FROM contributions_waiver WHERE establishment = %(debtor)s"
    assert store.value(waived, debtor=int(victim.facts["debtor"])) == 1


def test_a_pensioner_sees_what_became_of_his_payments_and_of_nobody_elses(
    victim: Victim, settings: Any, tmp_path: Path, under_the_webs_role: None
) -> None:
    store.execute("RESET ROLE")
    settings.PAYOUT_ACCOUNT, settings.PAYOUT_OUTBOX = "SA0380000000608010167519", str(tmp_path)
    person = int(victim.facts["worker"])
    record(iban_of(person), person)
    benefits.run_month(NOW.date(), NOW)
    batches.release(batches.gather(GATHERER, NOW), RELEASER, NOW)
    dispatch.send(NOW)
    (file,) = tmp_path.glob("*.xml")
    transfer = store.value("SELECT max(id) FROM payouts_transfer")
    told = answer(file.name.removesuffix(".pain.001.xml"), {f"GUICHET-T{transfer}": "AC04"})
    take_answer(told, NOW)
    store.execute("SET ROLE guichet_web")
    page = "/services/account.payments_to_me/"
    for account, seen in ((victim.world.worker, True), (victim.account, False)):
        client = victim.client(account)
        sent = client.post(page, {"person": str(person), "once": str(uuid4())})
        text = client.get(sent.headers["Location"]) if sent.status_code == 303 else sent
        assert ("Account closed" in text.content.decode()) is seen
