"""Whole calls through the real pages: what is heard, what is done, and that nothing is ever half
done.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from guichet.channels.voice import calls, words
from guichet.channels.voice.dialogue import Event
from guichet.channels.voice.models import Call
from guichet.channels.voice.tests.conftest import MOBILE, PIN
from guichet.channels.voice.tests.telephones import Caller
from guichet.domain.contact import commands
from guichet.domain.contact.backends import handset
from guichet.engine import store
from tests.contract.world import NOW, World

pytestmark = pytest.mark.django_db

CODE = object()  # in a script: read the text on the mobile and press what it says
ENGLISH, SERVICE = "2", "#2103"


def scripted(*keys: Any) -> Callable[[list[str]], str | None]:
    """Presses these one after the other, then hangs up; "" presses nothing."""
    left = list(keys)

    def presses(heard: list[str]) -> str | None:
        if not left:
            return None
        given = left.pop(0)
        return (handset.newest(MOBILE) or "").partition(" ")[0] if given is CODE else given

    return presses


def call(*keys: Any, caller: str = MOBILE) -> Caller:
    made = Caller(scripted(*keys), caller)
    made.call()
    return made


def change(line: World) -> list[Any]:
    """Everything a caller presses to raise a wage: the two establishments make the first step a
    choice.
    """
    return [PIN, SERVICE, "1", line.facts["worker"], "#", "12500#", "1", CODE]


def changes() -> int:
    return int(store.value("SELECT count(*) FROM engine_transaction"))


def test_a_registered_mobile_is_greeted_in_its_language_and_asked_for_the_pin_only(
    line: World,
) -> None:
    heard = call(PIN).heard
    assert heard[0] == [words.WELCOME.en, words.PIN.en, words.PIN_OTHER.en]
    assert words.ENQUIRIES.en in heard[1][0], "the first choice comes first"
    assert heard[1][-1] == words.ALWAYS.en


def test_any_telephone_does_with_number_and_pin(line: World) -> None:
    owner = str(line.account.person_number)
    heard = call(ENGLISH, owner, PIN, caller="sip:0114000000@carrier.example").heard
    assert [h[-1] for h in heard[:3]] == [words.LANGUAGE.fr, words.NUMBER.en, words.PIN.en]
    assert words.SERVICE_CODE.en in heard[3]


@pytest.mark.parametrize(
    ("language", "key", "said"),
    [("ar", "1", "صِفْر رِيَال"), ("en", "2", "zero riyals"), ("fr", "3", "zéro riyal")],
)
def test_the_balance_is_said_in_the_language_chosen(
    line: World, language: str, key: str, said: str
) -> None:
    owner = str(line.account.person_number)
    heard = call(key, owner, PIN, "#2201", "1", caller="").heard[-1]
    assert any(said in sentence for sentence in heard)
    assert words.REPEAT.at(language) in " ".join(heard)
    assert changes() == 1  # an enquiry is recorded like any asking


def test_a_change_is_read_back_confirmed_by_a_code_and_done_once(line: World) -> None:
    made = call(*change(line))
    read_back = " ".join(made.heard[-3])
    assert "twelve thousand five hundred riyals" in read_back
    assert "November two thousand and twenty-six" in read_back
    assert words.DONE.en in made.heard[-1]
    assert any(sentence.startswith("Reference: ") for sentence in made.heard[-1])
    assert changes() == 1
    assert store.value("SELECT basic FROM registry_wage WHERE transaction > 0") == 1_250_000
    channel = store.value("SELECT channel FROM engine_submission ORDER BY id DESC LIMIT 1")
    assert channel == "voice"


@pytest.mark.parametrize("after", range(9))
def test_hanging_up_at_any_point_leaves_nothing_half_done_and_nothing_behind(
    line: World, after: int
) -> None:
    call(*change(line)[:after])
    assert changes() == (1 if after == 8 else 0)
    assert not Call.objects.exists()


def test_a_wrong_code_three_times_does_nothing_and_says_so(line: World) -> None:
    made = call(*change(line)[:-1], "000000", "000000", "000000")
    assert [words.CODE_WRONG.en in h for h in made.heard[-3:]] == [True, True, False]
    assert words.CODE_SPENT.en in made.heard[-1]
    assert changes() == 0


def test_a_code_confirms_only_what_was_read_back(line: World) -> None:
    """The code for one wage, then another wage: the first code is worth nothing."""
    first: list[str] = []

    def presses(heard: list[str]) -> str | None:
        if words.CODE.en in heard and not first:
            first.append((handset.newest(MOBILE) or "").partition(" ")[0])
            return "*"
        return left.pop(0) if left else None

    left = [*change(line)[:-1], "2", "4", "99000#", "1"]
    made = Caller(presses, MOBILE)
    made.call()
    state = Call.objects.get() if Call.objects.exists() else None
    assert state is None
    left = [*change(line)[:3], line.facts["worker"], "#", "99000#", "1", first[0]]
    made = Caller(presses, MOBILE)
    made.call()
    assert words.CODE_WRONG.en in made.heard[-1]
    assert changes() == 0


def test_a_retried_request_gets_the_same_words_and_does_nothing_twice(line: World) -> None:
    made = Caller(scripted(*change(line)), MOBILE)
    sent: list[dict[str, str]] = []
    fetch = made.fetch

    async def keep(address: str, given: Any) -> bytes:
        if given and "step" in given:
            sent.append(dict(given))
        return await fetch(address, given)

    made.fetch = keep  # type: ignore[method-assign]
    made.presses = scripted(*change(line), *[""] * 1)
    made.call()
    last = next(s for s in reversed(sent) if s["event"] == "keys")
    assert changes() == 1
    again = Client().post("/voice/turn", last)
    assert again.status_code in (200, 409)
    assert changes() == 1


@pytest.mark.django_db(transaction=True)
def test_two_gateways_sending_one_confirmation_at_once_get_one_effect(line: World) -> None:
    said = calls.begin(MOBILE, NOW)
    for pressed in change(line)[:-1]:
        said = calls.move(said.call, said.step, Event.KEYS, pressed, NOW) or said
    code = (handset.newest(MOBILE) or "").partition(" ")[0]
    ends: list[Any] = []

    def confirm() -> None:
        try:
            ends.append(calls.move(said.call, said.step, Event.KEYS, code, NOW))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 3 and len({end.turn for end in ends}) == 1
    assert words.DONE.en in [p.text for p in ends[0].turn.say]
    assert changes() == 1


def test_three_wrong_pins_end_the_call(line: World) -> None:
    heard = call("111222", "111222", "111222").heard
    assert words.DENIED.en in heard[1] and words.DENIED.en in heard[2]
    assert heard[3] == [words.TOO_MANY.en]


def test_guessing_from_elsewhere_ends_in_a_code_that_only_the_right_pin_sends(line: World) -> None:
    owner = str(line.account.person_number)
    for _ in range(2):
        call(ENGLISH, owner, "111222", owner, "111222", owner, "111222", caller="0599999999")
    guess = call(ENGLISH, owner, "111222", "123456", caller="0599999998")
    assert words.CODE_IF_RIGHT.en in guess.heard[3]
    assert handset.newest(MOBILE) is None
    right = call(ENGLISH, owner, PIN, CODE, caller="0599999997")
    assert right.heard[3] == guess.heard[3]
    assert words.SERVICE_CODE.en in right.heard[4]


def test_a_first_pin_is_exchanged_for_one_of_ones_own_before_anything_else(line: World) -> None:
    commands.send_first_pin(line.account, now=NOW)
    first = (handset.newest(MOBILE) or "").partition(" ")[0]
    own, other = "384951", "384952"
    made = call(first, own, other, own, "*", "123456", "123456", first, first, own, own, "1")
    said = [" ".join(heard) for heard in made.heard]
    assert words.FIRST_PIN.en in said[1] and words.CHOOSE_AGAIN.en in said[2]
    assert words.PINS_DIFFER.en in said[3] and words.CHOOSE_PIN.en in said[5]
    assert "easy to guess" in said[7] and "texted" in said[9]
    assert words.PIN_CHOSEN.en in said[11] and words.ENQUIRIES.en in said[11]
    assert call(own).heard[1] and words.DENIED.en in " ".join(call(first).heard[1])


def test_hanging_up_before_the_choice_leaves_the_first_pin_and_nothing_open(line: World) -> None:
    commands.send_first_pin(line.account, now=NOW)
    first = (handset.newest(MOBILE) or "").partition(" ")[0]
    call(first, "384951")
    assert words.FIRST_PIN.en in " ".join(call(first).heard[1])
    assert not Call.objects.exists()


def test_a_borrowed_mobile_is_left_by_star(line: World) -> None:
    heard = call("*", ENGLISH, line.facts["worker"], caller=MOBILE).heard
    assert heard[1] == [words.LANGUAGE.ar, words.LANGUAGE.en, words.LANGUAGE.fr]
    assert heard[3] == [words.PIN.en]


def test_somebody_elses_establishment_stays_closed(line: World) -> None:
    heard = call(PIN, "#2201", "1", "2", "1", line.facts["foreign_establishment"]).heard[-1]
    assert any("You have no mandate" in sentence for sentence in heard)


def test_silence_and_wrong_keys_are_told_and_end_the_call(line: World) -> None:
    silent = call("", "", "")
    assert [words.NOTHING_HEARD.en in h for h in silent.heard[1:3]] == [True, True]
    assert silent.heard[3] == [words.GOODBYE.en]
    lost = call(PIN, "7", "7", "7")
    assert words.NOT_UNDERSTOOD.en in lost.heard[2]
    assert lost.heard[-1] == [words.GOODBYE.en]


def test_an_operator_is_reached_by_zero_and_after_silence(line: World, settings: Any) -> None:
    settings.VOICE_AGENT = "tel:+966800000000"
    asked = call(PIN, "0")
    assert (asked.heard[-1], asked.transferred) == ([words.CONNECTING.en], "tel:+966800000000")
    assert call("", "", "").transferred == "tel:+966800000000"
    settings.VOICE_AGENT = ""
    assert words.NO_AGENT.en in call(PIN, "0").heard[-1]


def test_repeat_back_and_change(line: World) -> None:
    keys = change(line)[:6]
    read_back = call(*keys).heard[-1]
    heard = call(*keys, "2", "4", "13000#").heard[-1]
    assert "thirteen thousand riyals" in " ".join(heard) and heard != read_back
    back = call(*keys[:4], "*").heard[-1]
    assert back[0].startswith("National ID")
    answer = call(PIN, "#2201", "1", "1").heard
    assert answer[-1] == answer[-2]
    assert words.SERVICE_CODE.en in call(PIN, "#2201", "1", "9").heard[-1]


def test_a_slip_is_told_before_the_next_question(line: World) -> None:
    heard = call(*change(line)[:3], "1000000000").heard[-1]
    assert "is mistyped" in heard[0]
    assert heard[1].startswith("National ID")


def test_nothing_pressed_is_ever_logged(
    line: World, caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(
        "guichet.channels.voice.desk.pin_sign_in.enter_account",
        lambda account, pin, **_: int(f"x{pin}"),
    )
    made = call(PIN)
    assert made.heard[-1] == [words.FAILED.en]
    assert "a call failed at pin: ValueError" in caplog.text
    assert PIN not in caplog.text
    assert PIN not in str(Call.objects.values_list("state", "turn"))
