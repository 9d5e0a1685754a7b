"""Whatever happens in whatever order: nothing is told that is not recorded, back leads back,
nothing secret is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet.dialogue import policy
from guichet.dialogue.advance import advance
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.offered import Capabilities
from guichet.dialogue.turn import (
    Answered,
    Ask,
    Back,
    Changed,
    Choose,
    Chosen,
    Confirmed,
    Event,
    Filled,
    Left,
    Means,
    Mend,
    Prove,
    Review,
    Told,
    Unproved,
)
from guichet.engine.actor import Assurance
from guichet.engine.idempotency import KEY_REUSED
from guichet.engine.outcome import Answer
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome, Service
from guichet.lib.text import Words

WAGE, BALANCE, BANK = "registry.change_wage", "account.balance", "account.change_bank_account"
FORM = {"establishment": "500000008", "worker": "1000000008", "month": "2026-11", "basic": "9000"}
RIGHT, WRONG = "314159", "271828"
SOME = Words(ar="{label}", en="{label}", fr="{label}")
LETTERS = Capabilities("spoken", lambda _: SOME)
KEYS = Capabilities(
    "keyed", lambda _: SOME, letters=False, options=9, several=False, usual=False, parties=4
)
PAGES = Capabilities("paged", lambda _: SOME, each=False)
ENDS = (*Outcome, KEY_REUSED)


@dataclass
class Desk:
    """A desk that is told how everything ends, and keeps what it was asked."""

    can: Capabilities = LETTERS
    ends: Iterator[Any] = field(default_factory=lambda: iter(()))
    own: tuple[str, ...] = ("500000008",)
    known: Assurance = Assurance.PIN
    language: str = "en"
    moment: float = 7.0
    app_offered: bool = True
    no_code: bool = False
    sure: Iterator[bool | None] = field(default_factory=lambda: iter(()))
    records: dict[int, Outcome] = field(default_factory=dict)
    keys: list[str | None] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)

    def parties(self, service: type[Service]) -> list[str]:
        return list(self.own)

    def usual(self, default: str) -> str:
        return {"today": "2026-11-22", "this_month": "2026-11"}.get(default, default)

    def ask(self, draft: Draft, *, proved: bool, dry: bool) -> Answer:
        service, end = service_of(draft.service), next(self.ends, Outcome.ACCEPTED)
        if not dry:
            self.keys.append(policy.sending_key(service, self.can.channel, draft.key, dry=dry))
            if (
                policy.needs_proof(service, self.known, each=self.can.each)
                and not proved
                and draft.stage is not Stage.TOLD
            ):
                self.unproved.append(draft.service)
        if end is KEY_REUSED:
            raise Refused(KEY_REUSED, key="k")
        number = len(self.records) + 1
        if not dry:
            self.records[number] = end
        return Answer(service, end, number, f"R-{number}", 1, draft.given, {}, (), kept=not dry)

    def send_code(self, draft: Draft) -> None:
        return None

    def redeem(self, draft: Draft, code: str) -> bool:
        return code == RIGHT

    def ring(self, draft: Draft) -> dict[str, Any]:
        return {"number": "77"}

    def picked(self, draft: Draft) -> bool | None:
        return next(self.sure, True)


VALUES = st.sampled_from([*FORM.values(), "", "x", "1000000000", "-5", "500000016"])
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        Chosen,
        st.sampled_from([WAGE, BALANCE, BANK]),
        st.dictionaries(st.sampled_from(["establishment"]), VALUES),
    ),
    st.builds(Answered, VALUES),
    st.builds(Filled, st.dictionaries(st.sampled_from(sorted(FORM)), VALUES)),
    st.builds(Changed, st.sampled_from([*FORM, "nothing"]), st.none() | VALUES),
    st.builds(
        Confirmed,
        st.sampled_from(["", RIGHT, WRONG]),
        st.none() | st.sampled_from([Means.CODE, Means.APP]),
    ),
    st.builds(Back),
    st.builds(Left),
)
DESKS = st.builds(
    Desk,
    can=st.sampled_from([LETTERS, KEYS, PAGES]),
    ends=st.lists(st.sampled_from(ENDS), max_size=20).map(iter),
    own=st.sampled_from([(), ("500000008",), ("500000008", "500000016")]),
    known=st.sampled_from([Assurance.PIN, Assurance.PASSWORD, Assurance.SECOND_FACTOR]),
    app_offered=st.booleans(),
    no_code=st.booleans(),
    sure=st.lists(st.sampled_from([True, False, None]), max_size=5).map(iter),
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(DESKS, st.lists(EVENTS, max_size=30))
def test_whatever_happens_nothing_is_told_that_is_not_recorded(
    desk: Desk, events: list[Event]
) -> None:
    draft = Draft("k")
    for event in events:
        records = dict(desk.records)
        draft, turn = advance(draft, event, desk)
        if isinstance(turn, Told):
            assert (
                desk.records[turn.answer.transaction] is turn.answer.outcome is not Outcome.REFUSED
            )
            assert draft.stage is Stage.TOLD
        elif not isinstance(turn, Mend):
            assert desk.records == records, "something was recorded, and nothing told"
        kept = json.dumps(draft.kept())
        assert RIGHT not in kept and WRONG not in kept, "a code is judged and forgotten"
        assert Draft.read(json.loads(kept)) == draft, "a draft survives its process"
    assert not desk.unproved, "nothing is sent that was to be proved and was not"


@settings(deadline=None, max_examples=200)
@given(DESKS, st.lists(EVENTS, max_size=12), VALUES)
def test_back_after_an_answer_is_as_before(desk: Desk, events: list[Event], text: str) -> None:
    draft = Draft("k")
    for event in events:
        draft, _ = advance(draft, event, desk)
    sent = len(desk.keys)
    after, _ = advance(draft, Answered(text), desk)
    if draft.stage is Stage.ASKING and after.answered != draft.answered and len(desk.keys) == sent:
        assert advance(after, Back(), desk)[0] == replace(draft, wrong=0, app={})


@pytest.mark.parametrize("end", [Outcome.ACCEPTED, Outcome.HELD, Outcome.REFERRED])
def test_a_change_is_asked_read_back_proved_and_told_however_it_ends(end: Outcome) -> None:
    desk = Desk(ends=iter([end, end]))
    draft, turn = advance(Draft("k"), Chosen(WAGE), desk)
    assert turn == Ask("worker")
    draft, turn = advance(draft, Answered("1000000000"), desk)
    assert isinstance(turn, Ask) and turn.fault
    draft, _ = advance(draft, Answered(FORM["worker"]), desk)
    draft, turn = advance(draft, Answered("9000"), desk)
    assert isinstance(turn, Review) and turn.answer.outcome is end and desk.records == {}
    draft, turn = advance(draft, Confirmed(), desk)
    assert turn == Prove()
    draft, turn = advance(draft, Confirmed(WRONG), desk)
    assert turn == Prove(wrong=True)
    draft, turn = advance(draft, Confirmed(RIGHT), desk)
    assert (
        isinstance(turn, Told)
        and list(desk.records.values()) == [end]
        and desk.keys == ["spoken-k"]
    )


@pytest.mark.parametrize("end", [Outcome.REFUSED, KEY_REUSED])
def test_what_was_refused_in_earnest_goes_under_another_key_once_corrected(end: Any) -> None:
    desk = Desk(ends=iter([Outcome.ACCEPTED, end, Outcome.ACCEPTED, Outcome.ACCEPTED]))
    draft, turn = advance(Draft("k"), Chosen(WAGE, FORM), desk)
    for event in (Confirmed(), Confirmed(RIGHT)):
        draft, turn = advance(draft, event, desk)
    assert isinstance(turn, Mend)
    for event in (Changed("basic", "9100"), Confirmed(), Confirmed(RIGHT)):
        draft, turn = advance(draft, event, desk)
    assert isinstance(turn, Told) and desk.keys == ["spoken-k", f"spoken-{policy.next_key('k')}"]


def test_wrong_codes_end_at_the_review_and_nothing_was_done() -> None:
    desk = Desk()
    draft, _ = advance(Draft("k"), Chosen(WAGE, FORM), desk)
    draft, turn = advance(draft, Confirmed(), desk)
    for _ in range(policy.TRIES):
        draft, turn = advance(draft, Confirmed(WRONG), desk)
    assert turn == Unproved() and draft.stage is Stage.REVIEW and desk.records == {}
    assert advance(draft, Confirmed(RIGHT), desk)[1] == Prove(), (
        "the old code is not asked for any more"
    )


def test_a_page_of_fields_is_told_once_and_told_again_when_it_is_sent_twice() -> None:
    desk = Desk(PAGES, known=Assurance.PASSWORD)
    draft, _ = advance(Draft("k"), Chosen(WAGE), desk)
    draft, turn = advance(draft, Filled(FORM), desk)
    assert isinstance(turn, Review)
    for _ in range(2):
        draft, turn = advance(draft, Confirmed(), desk)
        assert isinstance(turn, Told)
    assert desk.keys == ["paged-k"] * 2
    draft, turn = advance(draft, Filled(FORM | {"basic": "9500"}), desk)
    assert draft.key == policy.next_key("k")


def test_pages_that_prove_elsewhere_look_at_nothing_before() -> None:
    desk = Desk(PAGES, known=Assurance.PASSWORD)
    draft, turn = advance(Draft("k"), Chosen(BANK), desk)
    if not isinstance(turn, Ask):
        raise AssertionError(turn)
    draft, turn = advance(
        draft, Filled({"person": "1000000008", "iban": "SA0380000000608010167519"}), desk
    )
    assert turn == Prove(Means.ELSEWHERE)


def test_a_rehearsal_cannot_be_told() -> None:
    answer = Answer(service_of(WAGE), Outcome.ACCEPTED, 1, "R", 1, {}, {}, (), kept=False)
    with pytest.raises(ValueError, match="rehearsal"):
        Told(answer)


def test_a_client_with_several_picks_one_of_their_own() -> None:
    desk = Desk(own=("500000008", "500000016"))
    draft, turn = advance(Draft("k"), Chosen(BALANCE), desk)
    assert turn == Ask("establishment", desk.own)
    draft, turn = advance(draft, Back(), desk)
    assert turn == Choose()
