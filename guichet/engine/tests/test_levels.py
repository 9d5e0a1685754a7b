"""Who decides may depend on the row: a level of its own right and time, several of one mind, a body
that finds; and what nobody decides in time, where the law says what that comes to.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import polars as pl
import pytest
from django.db import DatabaseError, connection

from guichet.engine import decisions, opinions, referrals, rulings, store, unanswered
from guichet.engine.actor import Actor
from guichet.engine.levels import Level
from guichet.engine.outcome import Answer
from guichet.engine.pending import as_it_ended
from guichet.engine.perform import perform
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.service import Outcome
from guichet.engine.tests.toys import NOW, PutInBox, asking, someone

pytestmark = pytest.mark.django_db(transaction=True)
BOX, ALI = 500000001, "1000000008"
DEAR = Refusal("toy-dearest", ar="أغلى.", en="Dearest: several decide by {by:date}.", fr="Cher.")
SEEN = Refusal("toy-seen", ar="يُفحص.", en="A body looks at it.", fr="Examiné.")
SEVERAL, BODY = "several", "body"


class PutTogether(PutInBox):
    """Two of one mind decide on what is dear; a body finds on what is dearer."""

    code = 9903
    title = summary = PutInBox.title
    audience = frozenset()
    right = "put"
    Input = PutInBox.Input
    levels = {
        SEVERAL: Level("committee", lambda on: timedelta(days=60), lambda on: 2),
        BODY: Level("medical", lambda on: timedelta(days=20), by_finding=True),
    }

    @staticmethod
    def decide(batch) -> None:  # type: ignore[no-untyped-def]
        """As the other, and who decides hangs on the worth."""
        PutInBox.decide(batch)
        worth = pl.col("worth")
        batch.refer((worth > 5_000) & (worth <= 7_000), DEAR, "worth", level=SEVERAL)
        batch.refer(worth > 7_000, SEEN, "worth", level=BODY)

    @staticmethod
    def unanswered(level: str, on: date) -> bool | None:
        """Silence is a yes where several decide, and nothing where a body finds."""
        return True if level == SEVERAL else None


PutTogether.key = "toys.put_together"


@pytest.fixture(autouse=True)
def known_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (referrals, unanswered):
        monkeypatch.setattr(module, "services", lambda: {PutTogether.key: PutTogether})
    monkeypatch.setattr(referrals, "service_of", lambda key: PutTogether)


def still(number: int, name: str) -> Actor:
    return someone(BOX, id=number)


def ask(worth: str = "60") -> Answer:
    given = {"establishment": str(BOX), "worker": ALI, "worth": worth}
    return perform(PutTogether, given, asking(BOX))


def rule(answer: Answer, clerk: int, right: str = "committee") -> Answer:
    return decisions.rule(
        answer.transaction,
        approved=True,
        reason="Seen the papers.",
        ruler=someone(id=clerk),
        now=NOW + timedelta(days=1),
        actor_of=still,
        rights=[right],
    )


def things() -> int:
    return int(store.value("SELECT count(*) FROM toy_box"))


def test_of_many_who_agree_at_the_same_moment_two_are_counted_and_it_is_done_once() -> None:
    first = ask()
    (case,) = referrals.waiting([PutTogether], rights=["committee"])
    assert case.due_at == NOW + timedelta(days=60)
    assert referrals.waiting([PutTogether], rights=[f"decide:{PutTogether.key}"]) == []

    def once(clerk: int) -> str:
        try:
            return rule(first, clerk).outcome.value
        except Refused as refused:
            return refused.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        ends = sorted(pool.map(once, range(80, 84)))
    assert ends == ["accepted", "case-already-settled", "case-already-settled", "referred"]
    assert things() == 1 and opinions.of_case(first.transaction).height == 2
    assert store.value("SELECT count(*) FROM engine_ruling") == 1


def test_on_what_a_body_finds_nobody_rules_by_whatever_right() -> None:
    first = ask("80")
    assert referrals.waiting([PutTogether]) == [] and first.outcome is Outcome.REFERRED
    for right in ("medical", "committee", f"decide:{PutTogether.key}"):
        with pytest.raises(Refused, match="case-of-a-higher-level"):
            rule(first, 80, right)


def test_silence_settles_what_the_law_says_and_leaves_the_rest() -> None:
    first, other = ask(), ask("80")
    late = NOW + timedelta(days=61)
    assert [unanswered.settle(NOW, still), unanswered.settle(late, still)] == [0, 1]
    assert things() == 1 and as_it_ended(first).accepted
    assert "21 يناير 2027" in as_it_ended(first).warnings[0].sentence("ar")
    assert as_it_ended(other).outcome is Outcome.REFERRED
    (kept,) = referrals.ruled([PutTogether])
    assert (kept.by, kept.by_name) == (0, unanswered.BY_LAW.at("ar"))
    assert rulings.rulings_are_whole() == []


def test_an_opinion_is_never_changed_and_the_audit_finds_one_that_was() -> None:
    rule(ask(), 80)
    assert opinions.opinions_are_whole() == []
    with pytest.raises(DatabaseError):
        store.execute("UPDATE engine_opinion SET approved = false")
    store.execute("ALTER TABLE engine_opinion DISABLE TRIGGER append_only")
    try:
        store.execute("UPDATE engine_opinion SET approved = false")
        assert len(opinions.opinions_are_whole()) == 1
        store.execute("DELETE FROM engine_opinion")
        assert len(opinions.opinions_are_whole()) == 1
    finally:
        store.execute("ALTER TABLE engine_opinion ENABLE TRIGGER append_only")
