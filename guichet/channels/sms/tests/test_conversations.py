"""Conversations by text, as a client has them: all the way through the tables, without a
network.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from guichet.channels.sms import answers as answering
from guichet.channels.sms import dialogue, inbox, opt_out, parts, words
from guichet.channels.sms.models import Conversation, Incoming, Outgoing
from guichet.channels.sms.tests.handset import Handset
from guichet.domain.contact import commands
from guichet.engine import store
from tests.contract.world import NOW, World


def _wages(world: World) -> int:
    return int(store.value("SELECT count(*) FROM registry_wage"))


def test_a_balance_in_one_text_and_in_every_language(handset: Handset, world: World) -> None:
    establishment = world.facts["establishment"]
    assert "Amount due" in handset.writes(f"BALANCE {establishment}")
    assert "المستحق" in handset.writes(f"رصيد {establishment}")
    assert "Montant du" in handset.writes(f"solde {establishment}")


@pytest.mark.parametrize(
    "word", ["رصيدي", "الرصيد", "رصِيد", "balnce", "bal", "Balance!", "٢٢٠١", "2201"]
)
def test_spelling_variants_call_the_same_service(handset: Handset, world: World, word: str) -> None:
    arabic = world.facts["establishment"].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    answer = handset.writes(f"{word} {arabic}")
    assert "Amount due" in answer or "المستحق" in answer, answer


def test_a_change_asks_for_what_is_missing_reads_back_and_wants_a_code(
    handset: Handset, world: World
) -> None:
    before = _wages(world)
    assert "1 " in handset.writes("WAGE")  # which establishment
    assert handset.writes("1").startswith("National ID")
    assert "basic wage" in handset.writes(world.facts["worker"])
    read_back = handset.writes("12,500")
    assert "12,500.00" in read_back and "Reply YES" in read_back
    assert _wages(world) == before
    assert words.CODE.en in handset.writes("yes")
    assert words.CODE_WRONG.en in handset.writes("000000")
    assert _wages(world) == before
    answer = handset.writes(handset.code())
    assert answer.startswith("Done.") and re.search(r"Reference: [0-9A-Z]{4}-", answer)
    assert _wages(world) == before + 1


def test_a_line_of_the_read_back_can_be_changed_and_an_old_code_is_worth_nothing_then(
    handset: Handset, world: World
) -> None:
    before = _wages(world)
    handset.writes(f"WAGE {world.facts['establishment']} {world.facts['worker']} 12500")
    handset.writes("YES")
    code = handset.code()
    read_back = handset.writes("5 3000")
    assert "3,000.00" in read_back
    assert "awaits your confirmation" in handset.writes(code)  # still the read-back is open
    handset.writes("YES")
    assert words.CODE_WRONG.en in handset.writes(code)
    assert _wages(world) == before


def test_the_same_text_handed_over_twice_is_answered_once(handset: Handset, world: World) -> None:
    handset.writes("HELP", reference="a")
    count = Outgoing.objects.count()
    handset.writes("HELP", reference="a")
    assert Outgoing.objects.count() == count and Incoming.objects.count() == 1


def test_a_crash_after_the_code_was_right_is_taken_up_again_with_one_effect(
    handset: Handset, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    handset.writes(f"WAGE {world.facts['establishment']} {world.facts['worker']} 12500")
    handset.writes("YES")
    before = _wages(world)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(answering, "_keep", dies)
        with pytest.raises(KeyboardInterrupt):
            handset.writes(handset.code())
    assert _wages(world) == before + 1
    later = NOW + timedelta(minutes=2)
    assert answering.answer_some(NOW) == 0
    assert answering.answer_some(later) == 1
    assert _wages(world) == before + 1
    state = Conversation.objects.get(mobile=handset.mobile).state
    assert state["draft"]["stage"] == "rest" and not state["doing"]


def test_texts_of_one_sender_are_taken_in_order_and_one_at_a_time(handset: Handset) -> None:
    inbox.keep([inbox.Arrived("t", str(n), handset.mobile, "HELP") for n in range(3)], NOW)
    first = inbox.claim(NOW, 10)
    assert len(first) == 1 and inbox.claim(NOW, 10) == []
    inbox.done([first[0].id], NOW)
    assert inbox.claim(NOW, 10)[0].id > first[0].id


def test_a_stranger_learns_how_to_register_and_not_for_ever(world: World) -> None:
    stranger = Handset("+966599999999")
    assert "not registered" in stranger.writes("balance")
    assert "غير مسجل" in stranger.writes("رصيد")
    stranger.writes("x")
    assert stranger.writes("y") == ""


def test_nonsense_gets_help_and_a_sentence_gets_a_proposal(handset: Handset, world: World) -> None:
    assert "BALANCE" in handset.writes("qwrtz 99")
    proposal = handset.writes("please change the wage of somebody")
    assert "Did you mean" in proposal or "wage" in proposal.lower()
    assert "رصيد" in handset.writes("كلام لا معنى له")


def test_somebody_elses_establishment_is_not_shown(handset: Handset, world: World) -> None:
    answer = handset.writes(f"BALANCE {world.facts['foreign_establishment']}")
    assert "Amount due" not in answer


def test_a_worker_is_not_offered_what_is_for_employers(
    worker_handset: Handset, world: World
) -> None:
    assert "not offered" in worker_handset.writes("WAGE")
    answer = worker_handset.writes("PERIODS")
    assert "Months" in answer or "months" in answer, answer


def test_a_word_that_fits_nowhere_is_told(worker_handset: Handset, world: World) -> None:
    answer = worker_handset.writes(f"PERIODS {int(world.facts['worker']) + 1}")
    assert "is mistyped" in answer


def test_stop_start_cancel_and_languages(handset: Handset, world: World) -> None:
    assert "START" in handset.writes("stop")
    assert "STOP" in handset.writes("START")
    handset.writes("WAGE")
    assert "nothing was done" in handset.writes("cancel")
    assert "نكتب لك" in handset.writes("عربي")
    assert "أرسل كلمة" in handset.writes("help")


def test_no_code_lies_in_clear_and_none_stays(handset: Handset, world: World) -> None:
    handset.writes(f"WAGE {world.facts['establishment']} {world.facts['worker']} 12500")
    handset.writes("YES")
    code = handset.code()
    kept = Outgoing.objects.filter(kind="code").get()
    assert code.encode() not in bytes(kept.words)
    handset.writes(code)
    assert Incoming.objects.exclude(words=None).count() == 0
    kept.state = "sent"
    kept.save()
    kept.refresh_from_db()
    assert kept.words is None


def test_a_mobile_that_passes_to_somebody_else_does_not_take_the_conversation_along(
    handset: Handset, world: World
) -> None:
    read_back = handset.writes(f"WAGE {world.facts['establishment']} {world.facts['worker']} 12500")
    assert world.facts["worker"] in read_back
    commands.end_mobile(world.account, now=NOW)
    commands.register_mobile(world.worker, handset.mobile, now=NOW)
    assert "Text the word" in handset.writes("HELP")
    handset.writes("x")
    answer = handset.writes("YES")
    assert world.facts["establishment"] not in answer and handset.code() == ""


def test_a_slow_batch_is_kept_bit_by_bit_and_what_was_not_reached_is_released(
    handset: Handset, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "_BATCH_S", 0.0)
    inbox.keep([inbox.Arrived("t", str(n), f"+96659999000{n}", "HELP") for n in range(3)], NOW)
    for left in (2, 1, 0):
        answering.answer_some(NOW)
        assert Incoming.objects.filter(answered_at=None).count() == left
    assert set(Incoming.objects.values_list("tries", flat=True)) == {1}


def test_stop_is_heeded_in_a_flood(handset: Handset, world: World) -> None:
    for _ in range(answering.KNOWN_LIMIT + 1):
        handset.writes("x")
    assert handset.writes("STOP") == ""
    assert opt_out.silent([handset.mobile])


@pytest.mark.parametrize("opening", ["HELP", "WAGE"])
def test_a_machine_that_answers_every_text_is_left_alone(
    handset: Handset, world: World, opening: str
) -> None:
    handset.writes(opening)
    answers = [handset.writes("I am away until Sunday.") for _ in range(dialogue.LOST_AT_MOST + 2)]
    assert answers[dialogue.LOST_AT_MOST - 1] and answers[-1] == ""
    assert handset.writes("HELP"), "a person is heard again at once"
    assert handset.writes("hm")


def test_what_was_not_understood_is_quoted_without_numbers_addresses_and_marks(
    handset: Handset,
) -> None:
    """The sender may be forged: nobody's link or number goes out in a text of ours."""
    answer = handset.writes("zzqq 0555123456 \u202ex.co/a")
    assert "0555" not in answer and "x.co" not in answer and "\u202e" not in answer
    assert "zzqq x co a" in answer


def test_a_flood_of_one_sender_is_cut_off(handset: Handset, world: World) -> None:
    answers = [handset.writes("HELP") for _ in range(answering.KNOWN_LIMIT + 3)]
    assert "Wait" in answers[answering.KNOWN_LIMIT] and answers[-1] == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "0",
        "9" * 1000,
        "\u202e",
        "😀" * 50,
        "1 1 1 1 1",
        "YES",
        "CODE",
        "-",
        "MORE",
        "٠",
        "²",
        "#",
        "{}",
        "%s",
    ],
)
def test_whatever_is_sent_is_answered_in_few_parts(handset: Handset, text: str) -> None:
    for opening in ("HELP", "WAGE", f"PERIODS {text[:20]}"):
        handset.writes(opening)
        answer = handset.writes(text)
        assert answer and "could not be done" not in answer
        assert parts.count(answer) <= 6
