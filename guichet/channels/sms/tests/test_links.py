"""Texts over real SMPP links: answered within a second, reported on, and nothing lost or doubled
when links misbehave.
"""

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import Coroutine
from typing import Any

import pytest
from django.utils import timezone

from guichet.channels.sms import outbox
from guichet.channels.sms.models import Incoming, Outgoing
from guichet.channels.sms.tests.links import Line, asked, line, received, until
from guichet.domain.contact import commands
from guichet.domain.identity.commands import open_account

MOBILE = "+966500000077"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def registered(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    account = open_account(
        username="texter",
        password="correct horse battery",
        person_number=1000000008,
        name_ar="مراسل",
        language="en",
    )
    commands.register_mobile(account, MOBILE, now=timezone.now())


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def _draft(at: int, words: str = "Hello", mobile: str = MOBILE) -> outbox.Draft:
    now = timezone.now()
    return outbox.Draft(
        "answer",
        mobile,
        "en",
        f"test:{at}",
        words,
        outbox.ANSWER,
        now,
        now + outbox.ANSWERS_GOOD_FOR,
    )


async def _states() -> list[str]:
    return list(
        await asked(lambda: list(Outgoing.objects.order_by("pk").values_list("state", flat=True)))
    )


async def _until_states(*wanted: str) -> None:
    for _ in range(300):
        if await _states() == list(wanted):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(await _states())


def test_a_text_is_answered_within_a_second_and_the_answer_is_reported_on() -> None:
    async def work() -> None:
        async with line() as on:
            answer, seconds = await on.answer_to(MOBILE, "HELP")
            assert "Text the word" in answer
            assert seconds < 1.0
            await _until_states("delivered")

    run(work())


def test_long_arabic_in_both_directions_and_parts_in_any_order() -> None:
    async def work() -> None:
        async with line() as on:
            long = "كلمة طويلة 😀 " * 20
            await on.smsc.text(MOBILE, "2000", long, order=[2, 0, 4, 1, 3, 3])
            await until(lambda: received(on.smsc, MOBILE))
            assert "لم نفهم" in received(on.smsc, MOBILE)[0].words
            await asked(lambda: outbox.queue([_draft(1, long + "€[ok]")], timezone.now()))
            await until(lambda: len(received(on.smsc, MOBILE)) == 2)
            assert received(on.smsc, MOBILE)[1].words == long + "€[ok]"
            await _until_states("delivered", "delivered")

    run(work())


def test_receipts_before_the_answer_and_twice_count_once() -> None:
    async def work() -> None:
        async with line() as on:
            on.smsc.faults.early = on.smsc.faults.twice = True
            await asked(lambda: outbox.queue([_draft(n) for n in range(5)], timezone.now()))
            await _until_states(*["delivered"] * 5)

    run(work())


def test_a_failure_that_is_reported_is_kept_as_one() -> None:
    async def work() -> None:
        async with line() as on:
            on.smsc.faults.state = "UNDELIV"
            await asked(lambda: outbox.queue([_draft(1)], timezone.now()))
            await _until_states("failed")

    run(work())


def test_a_provider_that_fails_hands_over_to_the_other_and_gets_less() -> None:
    async def work() -> None:
        async with line(2) as on:
            on.smscs[0].faults.refuse = 1000
            on.smscs[0].faults.status = 0x08
            await asked(lambda: outbox.queue([_draft(n) for n in range(40)], timezone.now()))
            await _until_states(*["delivered"] * 40)
            assert on.smscs[1].counts["texts"] == 40
            assert on.smscs[0].counts["submitted"] < 40
            assert on.carrier.healths["p0"].penalty > on.carrier.healths["p1"].penalty

    run(work())


def test_both_down_and_it_is_tried_again_later() -> None:
    async def work() -> None:
        async with line() as on:
            on.smsc.faults.refuse = 1
            await asked(lambda: outbox.queue([_draft(1)], timezone.now()))
            await _until_states("delivered")
            assert await asked(lambda: Outgoing.objects.get().tries) == 2

    run(work())


def test_a_number_that_does_not_exist_is_not_tried_again() -> None:
    async def work() -> None:
        async with line(2) as on:
            for smsc in on.smscs:
                smsc.faults.refuse, smsc.faults.status = 9, 0x0B
            await asked(lambda: outbox.queue([_draft(1)], timezone.now()))
            await _until_states("failed")
            assert sum(smsc.counts["submitted"] for smsc in on.smscs) == 1

    run(work())


def test_a_broken_link_is_bound_again_and_a_text_sent_again_is_one_text() -> None:
    async def work() -> None:
        async with line() as on:
            body = _deliver_body(MOBILE, "HELP")
            await _lose_the_answer(on, body)
            assert await on.smsc.deliver(body) == 0
            await until(lambda: received(on.smsc, MOBILE))
            await asyncio.sleep(0.3)
            assert await asked(Incoming.objects.count) == 1
            assert len(received(on.smsc, MOBILE)) == 1

    run(work())


async def _lose_the_answer(on: Line, body: bytes) -> None:
    """The text is kept, but the link breaks before that is said."""
    original = on.carrier.text

    async def slow(arrived: Any) -> None:
        await original(arrived)
        await asyncio.sleep(0.3)

    on.gateways[0]._on_text = slow
    on.smsc.raw(struct.pack(">4I", 16 + len(body), 5, 0, 999_999) + body)
    await asyncio.sleep(0.15)
    on.smsc.drop()
    await asyncio.sleep(0.4)
    on.gateways[0]._on_text = original
    await on.linked()


def _deliver_body(number: str, words: str) -> bytes:
    front = b"\0\1\1" + number[1:].encode() + b"\0\3\0" + b"2000\0" + b"\0\0\0\0\0\0\0\0\0"
    return front + bytes((len(words),)) + words.encode()


def test_whatever_bytes_come_the_link_goes_on(settings: Any) -> None:
    async def work() -> None:
        async with line() as on:
            for body in (
                b"",
                b"\0",
                b"\0" * 40,
                b"\xff" * 300,
                _deliver_body(MOBILE, "x")[:-3],
                b"\0\1\1" + b"9" * 60,
            ):
                assert await on.smsc.deliver(body) != 0
            on.smsc.raw(struct.pack(">4I", 20, 0x7777, 0, 5) + b"????")
            on.smsc.raw(struct.pack(">4I", 16, 0x80000099, 0, 5))
            assert (await on.answer_to(MOBILE, "HELP"))[1] < 2
            on.smsc.raw(
                struct.pack(">4I", 3, 5, 0, 5)
            )  # a length that cannot be: the link is begun anew
            await until(lambda: not on.smsc.links)
            await on.linked()
            assert "Text the word" in (await on.answer_to(MOBILE, "HELP"))[0]

    run(work())


def test_a_provider_with_a_limit_a_second_gets_no_more() -> None:
    async def work() -> None:
        async with line(options="&rate=20") as on:
            began = time.monotonic()
            await asked(lambda: outbox.queue([_draft(n) for n in range(21)], timezone.now()))
            await until(lambda: on.smsc.counts["texts"] == 21)
            assert time.monotonic() - began > 0.95

    run(work())


def test_names_and_foreign_numbers_are_not_answered() -> None:
    async def work() -> None:
        async with line() as on:
            assert await on.smsc.deliver(_deliver_body("+33612345678", "HELP")) == 0
            assert await asked(Incoming.objects.count) == 0

    run(work())


def test_reports_and_texts_just_sent_may_meet_in_any_order() -> None:
    """Both settle the same rows at once, in orders of their own: a deadlock must lose nothing."""
    count = 60
    outbox.queue([_draft(n) for n in range(count)], timezone.now())
    now = timezone.now()
    ids = [ready.id for ready in outbox.claim(now, count)]
    assert len(ids) == count

    def sends(part: list[int]) -> None:
        for at in part:
            outbox.sent([(n, "p0", [str(n)]) for n in (at, at + 1) if n in ids], now)

    def reports(part: list[int]) -> None:
        for at in part:
            outbox.reported([("p0", str(n), "delivered") for n in (at + 1, at)], now)

    async def work() -> None:
        await asyncio.gather(
            asked(lambda: sends(ids)),
            asked(lambda: reports(ids[::-1])),
            asked(lambda: reports(ids)),
        )
        assert await _states() == ["delivered"] * count

    run(work())
