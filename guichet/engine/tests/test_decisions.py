"""What was referred is settled by a person, once, in the name of who asked and with what that one
may do now.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import polars as pl
import pytest
from django.db import DatabaseError, connection

from guichet.engine import audit, decisions, referrals, rulings, store
from guichet.engine.actor import Actor
from guichet.engine.outcome import Answer
from guichet.engine.pending import resolution_of
from guichet.engine.perform import perform
from guichet.engine.receipt import document
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.service import Outcome
from guichet.engine.tests.toys import NOW, Oracle, PutInBox, asking, someone

pytestmark = pytest.mark.django_db(transaction=True)
BOX, ALI, SALMA = 500000001, "1000000008", "2000000006"
LATER = NOW + timedelta(days=1)
CLERK = someone(id=70)
DEAR = Refusal("toy-dear", ar="غالٍ.", en="Dear: a person decides.", fr="Cher.")


class PutWithLeave(PutInBox):
    """Puts in a box what is dear only after a person has said yes."""

    code = 9902
    title = summary = PutInBox.title
    audience = frozenset()
    right = "put"
    Input = PutInBox.Input

    @staticmethod
    def decide(batch) -> None:  # type: ignore[no-untyped-def]
        """As the other, and what is worth more than 50 is referred."""
        PutInBox.decide(batch)
        batch.refer(pl.col("worth") > 5_000, DEAR, "worth")
        batch.changes["things"] = batch.standing().height


PutWithLeave.key = "toys.put_with_leave"


@pytest.fixture(autouse=True)
def known_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(referrals, "service_of", lambda key: PutWithLeave)
    monkeypatch.setattr(referrals, "services", lambda: {PutWithLeave.key: PutWithLeave})


def still(number: int, name: str) -> Actor:
    """Whoever asked may still do it."""
    return someone(BOX, id=number)


def ask(worker: str = ALI, worth: str = "60", **rest: object) -> Answer:
    given = {"establishment": str(BOX), "worker": worker, "worth": worth}
    return perform(PutWithLeave, given, asking(BOX, **rest))


def rule(
    answer: Answer, *, approved: bool = True, reason: str = "Seen the papers.", **rest: object
) -> Answer:
    rights = [referrals.right_to_rule(PutWithLeave)]
    said = {"ruler": CLERK, "now": LATER, "actor_of": still, "rights": rights} | rest
    return decisions.rule(answer.transaction, approved=approved, reason=reason, **said)  # type: ignore[arg-type]


def things() -> int:
    return int(store.value("SELECT count(*) FROM toy_box"))


def test_an_approved_row_has_its_effect_and_names_the_referred_one() -> None:
    first = ask()
    assert first.outcome is Outcome.REFERRED and things() == 0
    done = rule(first)
    assert done.outcome is Outcome.ACCEPTED and things() == 1
    assert resolution_of(first.transaction) == done.transaction
    assert [f.sentence("en") for f in done.warnings] == [
        "The institution approved it: Seen the papers."
    ]
    assert referrals.waiting([PutWithLeave]) == []
    (kept,) = referrals.ruled([PutWithLeave])
    assert (kept.reference, kept.resolution, kept.approved) == (
        first.reference,
        done.reference,
        True,
    )
    assert document(done.transaction)["content"]
    asker = store.value("SELECT actor FROM engine_submission ORDER BY id DESC LIMIT 1")
    assert asker == 7, "it goes on in the name of who asked"


def test_a_declined_row_is_refused_with_the_reason_in_the_clients_language() -> None:
    first = ask(language="fr")
    done = rule(first, approved=False, reason="Sans pièces {worth}.")
    assert done.outcome is Outcome.REFUSED and things() == 0
    assert [f.code for f in done.findings] == ["declined-by-a-person"]
    assert "Sans pièces {worth}." in done.errors[0].sentence("fr")
    assert "Sans pièces" in done.errors[0].sentence("ar")
    again = ask()
    assert again.outcome is Outcome.REFERRED and not again.repeated, "it may be asked again"


def test_what_the_asker_may_no_longer_do_is_refused_though_it_is_approved() -> None:
    done = rule(ask(), actor_of=lambda number, name: someone(id=number))
    assert done.outcome is Outcome.REFUSED and things() == 0
    assert [f.code for f in done.errors] == ["not-covered-by-mandate"]


def test_what_became_impossible_meanwhile_is_refused_though_it_is_approved() -> None:
    first = ask()
    ask(SALMA, "50")
    assert [f.code for f in rule(first).errors] == ["toy-box-full"]


def test_nobody_rules_twice_and_nobody_on_what_does_not_wait() -> None:
    first = ask()
    rule(first)
    for answer in (first, ask(SALMA, "10")):
        with pytest.raises(Refused, match="case-already-settled"):
            rule(answer, approved=False)
    assert things() == 2


def test_of_two_who_rule_at_the_same_moment_one_is_told_that_it_is_settled() -> None:
    first = ask()

    def once(answer: Answer, approved: bool, clerk: int) -> str:
        try:
            return rule(answer, approved=approved, ruler=someone(id=clerk)).outcome.value
        except Refused as refused:
            return refused.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(once, first, n % 2 == 0, 80 + n) for n in range(4)]
        ends = [one.result() for one in asked]
    assert ends.count("case-already-settled") == 3
    assert store.value("SELECT count(*) FROM engine_ruling") == 1
    settled = "SELECT count(*) FROM engine_transaction WHERE resolves = %(id)s"
    assert store.value(settled, id=first.transaction) == 1
    assert things() == int("accepted" in ends)


@pytest.mark.parametrize(
    "ruler",
    [
        someone(id=7),
        someone(BOX, id=70),
        Actor(70, "same person", person_number=1000000016),
        Actor(70, "whom it concerns", person_number=int(ALI)),
    ],
)
def test_nobody_rules_on_a_matter_of_his_own(ruler: Actor) -> None:
    first = ask()

    def person(number: int, name: str) -> Actor:
        actor = still(number, name)
        return Actor(
            actor.id,
            name,
            assurance=actor.assurance,
            mandates=actor.mandates,
            person_number=1000000016,
        )

    with pytest.raises(Refused, match="case-of-ones-own"):
        rule(first, ruler=ruler, actor_of=person)
    assert things() == 0 and len(referrals.waiting([PutWithLeave])) == 1


def test_while_a_check_cannot_be_asked_nothing_changes() -> None:
    first = ask()
    Oracle.down = True
    with pytest.raises(Refused, match="case-not-checkable-now"):
        rule(first)
    assert (
        len(referrals.waiting([PutWithLeave])) == 1
        and store.value("SELECT count(*) FROM engine_ruling") == 0
    )
    assert rule(first, approved=False).outcome is Outcome.REFUSED, (
        "to decline, nobody need be asked"
    )


def test_who_was_not_appointed_for_cases_of_this_kind_neither_approves_nor_declines() -> None:
    first = ask()
    for rights in ((), ("decide:another.service",), ("decide",), ("board",)):
        for approved in (True, False):
            with pytest.raises(Refused, match="case-of-a-higher-level"):
                rule(first, approved=approved, rights=rights)
    assert referrals.waiting([]) == [] and referrals.counts(NOW, []) == []
    assert referrals.decided_by(["decide:toys.put_with_leave"]) == [PutWithLeave]


def test_a_rehearsal_shows_what_would_become_of_it_and_keeps_nothing() -> None:
    first = ask()
    before = store.value("SELECT count(*) FROM engine_transaction")
    shown = decisions.rehearse(first.transaction, CLERK, LATER, still)
    assert shown.outcome is Outcome.ACCEPTED and not shown.kept and shown.changes == {"things": 1}
    assert things() == 0 and store.value("SELECT count(*) FROM engine_transaction") == before
    assert len(referrals.waiting([PutWithLeave])) == 1


def test_the_list_begins_with_what_is_overdue_and_says_so_once() -> None:
    late, soon = ask(), ask(SALMA, "70")
    due = "UPDATE engine_waiting SET due_at = %(at)s WHERE transaction = %(id)s"
    store.execute(due, at=NOW - timedelta(hours=1), id=soon.transaction)
    assert [case.transaction for case in referrals.waiting([PutWithLeave])] == [
        soon.transaction,
        late.transaction,
    ]
    assert [case.overdue(NOW) for case in referrals.waiting([PutWithLeave])] == [
        True,
        False,
    ]
    assert referrals.counts(NOW, [PutWithLeave]) == [(PutWithLeave, 2, 1)]
    assert [referrals.escalate(NOW), referrals.escalate(NOW), referrals.escalate(LATER)] == [
        1,
        0,
        0,
    ]
    told = store.rows("SELECT body FROM engine_event WHERE name = 'referral-overdue'")
    assert [
        json.loads(b)["reference"] if isinstance(b, str) else b["reference"] for (b,) in told
    ] == [soon.reference]
    assert referrals.escalate(NOW + timedelta(days=11)) == 1


def test_the_audit_finds_a_ruling_that_was_altered_removed_or_slipped_in() -> None:
    rule(ask(), approved=False)
    assert rulings.rulings_are_whole() == []
    with pytest.raises(DatabaseError, match="append-only"):
        store.execute("UPDATE engine_ruling SET approved = true")
    store.execute("ALTER TABLE engine_ruling DISABLE TRIGGER append_only")
    try:
        store.execute("UPDATE engine_ruling SET approved = true")
        assert len(rulings.rulings_are_whole()) == 1
        store.execute("UPDATE engine_ruling SET approved = false, leaf = leaf + 100")
        assert len(rulings.rulings_are_whole()) == 2
        store.execute("DELETE FROM engine_ruling")
        assert ["gone" in fault for fault in audit.verify()] == [True]
    finally:
        store.execute("ALTER TABLE engine_ruling ENABLE TRIGGER append_only")
