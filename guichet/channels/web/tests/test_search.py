"""Services are found by the words people have, not only by ours."""

from __future__ import annotations

import pytest

from guichet.channels.web.search import found
from guichet.engine.registry import services


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("راتب", "registry.change_wage"),
        ("الرواتب", "registry.change_wage"),
        ("IBAN", "account.change_establishment_bank_account"),
        ("ايبان", "account.change_establishment_bank_account"),
        ("تقاعد", "benefits.claim_old_age_pension"),
        ("شكوى", "payments.object_to_bill"),
        ("dispute", "payments.object_to_bill"),
        ("تظلم", "benefits.object_to_decision"),
        ("appeal", "benefits.object_to_decision"),
        ("هل أنا مسجل", "account.am_i_registered"),
        ("am I registered?", "account.am_i_registered"),
        ("كيف أدفع", "payments.pay"),
        ("salry", "registry.change_wage"),
        ("salaire", "registry.change_wage"),
    ],
)
def test_a_service_is_found_by_the_words_people_use(query: str, first: str) -> None:
    assert first in [service.key for service in found(query)][:2]


@pytest.mark.parametrize("query", ["", "xyzzy", "؟؟", "a"])
def test_what_nobody_has_is_not_found(query: str) -> None:
    assert found(query) == [] or query == "a"


def test_every_service_says_by_which_other_words_it_is_looked_for() -> None:
    assert [s.key for s in services().values() if s.also is None] == []
