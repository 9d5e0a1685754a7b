"""Certificates: refused while something is due and why; once a day; replaced, revoked; and never
for a stranger.
"""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from guichet.catalogue.account.tests.conftest import NOW, STRANGER, WORKER, Office, Only, asking
from guichet.domain.contributions.tests import world
from guichet.domain.contributions.tests.test_accounts import receive
from guichet.domain.documents import commands, queries
from guichet.domain.documents.models import Document
from guichet.domain.documents.queries import Standing
from guichet.domain.payments.tests import world as payments
from guichet.engine import store
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.engine.service import Outcome
from guichet.law.parameters import Parameters

COMPLIANCE, WAGES, STATEMENT = (
    "certificates.compliance",
    "certificates.wages_and_periods",
    "certificates.statement",
)


def ask(office: Office, **rest: object) -> Answer:
    return perform(
        COMPLIANCE,
        {"establishment": str(office.numbers["establishment"])},
        replace(office.owner, **rest),
    )  # type: ignore[arg-type]


def test_it_is_refused_while_something_is_due_naming_amount_and_months(office: Office) -> None:
    answer = ask(office)
    assert answer.outcome is Outcome.REFUSED
    (finding,) = answer.errors
    assert finding.code == "compliance-something-due"
    months = {
        "ar": "أغسطس 2026، سبتمبر 2026، أكتوبر 2026",
        "en": "August 2026, September 2026, October 2026",
        "fr": "août 2026, septembre 2026, octobre 2026",
    }
    for language, owed in months.items():
        said = finding.sentence(language)
        assert (
            "860000" in re.sub(r"(?<=\d)[\s,.](?=\d)", "", said)
            and owed in said
            and "…" not in said
        )


def test_a_part_payment_leaves_the_latest_months(office: Office) -> None:
    payments.receive(
        payments.notice(office.numbers["establishment"], 300_000, paid_at=NOW), now=NOW
    )
    (finding,) = ask(office).errors
    assert (finding.values["amount"], finding.values["months"]) == ("5600.00", "2026-09, 2026-10")


def test_a_debt_of_a_brother_establishment_stops_it_and_is_named_only_to_who_may_see(
    office: Office,
) -> None:
    from guichet.domain.registry.tests import seeds

    clean = seeds.establishment(1_010_000_321, 1000000100)
    firm = office.numbers["establishment"]
    given = {"establishment": str(clean)}
    both = perform(COMPLIANCE, given, asking(Only(PartyKind.ESTABLISHMENT, clean, firm)))
    assert [f.code for f in both.errors] == ["compliance-group-due"]
    assert str(firm) in both.errors[0].sentence("en") and "8,600.00" in both.errors[0].sentence(
        "en"
    )
    one = perform(COMPLIANCE, given, asking(Only(PartyKind.ESTABLISHMENT, clean)))
    assert [f.code for f in one.errors] == ["compliance-owner-due"]
    assert str(firm) not in json.dumps(one.errors[0].values)


def test_all_debts_of_the_owner_are_told_at_once_with_their_sum_and_where_to_pay(
    office: Office,
) -> None:
    from guichet.domain.registry.tests import seeds

    firm = office.numbers["establishment"]
    brothers = [seeds.establishment(1_010_000_331 + place, 1000000100) for place in range(3)]
    for number, amount in zip(brothers, (100_000, 200_000, 0), strict=True):
        if amount:
            payments.owe(number, payments.OCTOBER, amount)
    everyone = asking(Only(PartyKind.ESTABLISHMENT, firm, *brothers))
    answer = perform(COMPLIANCE, {"establishment": str(firm)}, everyone)
    codes = [f.code for f in answer.errors]
    assert codes == [
        "compliance-due-in-all",
        "compliance-something-due",
        *["compliance-group-due"] * 2,
    ]
    assert answer.errors[0].values["amount"] == "11600.00"
    owing = [firm, *brothers[:2]]
    assert [f.remedy for f in answer.errors[1:]] == [
        ("payments.pay", {"establishment": str(n)}) for n in owing
    ]
    part = asking(Only(PartyKind.ESTABLISHMENT, firm, brothers[0]))
    told = perform(COMPLIANCE, {"establishment": str(firm)}, part).errors
    assert told[0].values["amount"] == "9600.00", "of what may not be seen not even the sum is told"
    assert [f.code for f in told[2:]] == ["compliance-group-due", "compliance-owner-due"]


def test_paid_it_is_issued_once_a_day(paid: Office) -> None:
    first = ask(paid)
    assert (
        first.accepted
        and first.output["valid_until"] == "2026-12-22"
        and first.output["paid_up_to"] == "2026-10"
    )
    again = ask(paid)
    assert again.repeated and again.transaction == first.transaction
    assert again.output["code"] == first.output["code"]
    tomorrow = ask(paid, now=NOW + timedelta(days=1))
    assert not tomorrow.repeated and tomorrow.output["code"] != first.output["code"]
    assert (
        standing(first) is Standing.VALID and standing(tomorrow) is Standing.VALID
    )  # both say the same


def standing(answer: Answer, days: int = 1) -> Standing | None:
    found = queries.shown(answer.reference, str(answer.output["code"]), NOW + timedelta(days=days))
    return found.standing if found else None


def test_a_newer_one_that_says_otherwise_replaces_it(paid: Office) -> None:
    first = ask(paid)
    world.run(date(2026, 11, 1))
    later = datetime(2026, 12, 3, 9, tzinfo=UTC)
    owed = store.value("SELECT sum(total) FROM contributions_bill WHERE month = '2026-11-01'")
    receive(paid.numbers["establishment"], int(owed), later)
    second = ask(paid, now=later)
    assert second.output["paid_up_to"] == "2026-11"
    assert standing(first) is Standing.REPLACED and standing(second) is Standing.VALID


def test_months_that_grow_by_themselves_replace_no_certificate_but_a_new_wage_does(
    office: Office,
) -> None:
    given = {"person": str(WORKER)}
    first = perform(WAGES, given, office.worker)
    week = perform(WAGES, given, replace(office.worker, now=NOW + timedelta(days=7)))
    assert week.output["months"] != first.output["months"] and not week.repeated
    assert standing(first) is Standing.VALID
    engagement = store.value(
        "SELECT max(id) FROM registry_engagement WHERE ended_on IS NULL AND started_on = '2026-11-01'"
    )
    world.pay(int(engagement), date(2026, 12, 1), 9000, today=date(2026, 12, 1))
    perform(WAGES, given, replace(office.worker, now=NOW + timedelta(days=20)))
    assert standing(first) is Standing.REPLACED and standing(week) is Standing.REPLACED


def test_it_runs_out(paid: Office) -> None:
    answer = ask(paid)
    assert standing(answer, days=30) is Standing.VALID
    assert standing(answer, days=31) is Standing.EXPIRED


def test_after_a_revocation_the_same_day_gives_another(paid: Office) -> None:
    first = ask(paid)
    assert commands.revoke(first.reference, "error", "tests", NOW) is True
    assert commands.revoke(first.reference, "error", "tests", NOW) is False
    assert standing(first) is Standing.REVOKED
    second = ask(paid)
    assert not second.repeated and second.transaction != first.transaction
    assert ask(paid).transaction == second.transaction
    assert standing(first) is Standing.REVOKED
    with pytest.raises(LookupError):
        commands.revoke("K7QM-4X2P-9RTWX", "error", "tests", NOW)


def test_number_or_code_alone_open_nothing(paid: Office) -> None:
    answer = ask(paid)
    code = str(answer.output["code"])
    assert queries.shown(answer.reference, code.lower().replace("-", " "), NOW) is not None
    for wrong in ("", "-", code[:-1], code[::-1], "A" * 16, "é", "0" * 10_000):
        assert queries.shown(answer.reference, wrong, NOW) is None
    assert queries.shown("K7QM-4X2P-9RTWX", code, NOW) is None
    assert queries.shown("", "", NOW) is None


def test_codes_do_not_repeat_and_have_more_than_seventy_bits() -> None:
    codes = commands.new_codes(2_000)
    assert codes.n_unique() == 2_000
    assert {len(queries.plain_code(c)) for c in codes} == {16}


def test_wages_and_periods_say_what_the_enquiry_says(office: Office) -> None:
    given = {"person": str(WORKER)}
    answer = perform(WAGES, given, office.worker)
    enquiry = perform("account.statement_of_periods", given, office.worker)
    assert answer.accepted and answer.output["months"] == enquiry.output["months"]
    lines = json.loads(str(answer.output["periods"]))
    told = json.loads(str(enquiry.output["periods"]))
    assert [(x["from"], x["to"], x["wage"]) for x in lines] == [
        (x["from"], x["to"], x["wage"]) for x in told
    ]
    nothing = perform(WAGES, {"person": str(STRANGER)}, office.worker)
    assert [f.code for f in nothing.errors] == ["no-periods-to-certify"]


def test_a_statement_of_other_months_replaces_nothing(paid: Office) -> None:
    firm = str(paid.numbers["establishment"])
    year = perform(STATEMENT, {"establishment": firm}, paid.owner)
    quarter = perform(STATEMENT, {"establishment": firm, "from_month": "2026-09"}, paid.owner)
    assert year.output["closing"] == quarter.output["closing"] == "0.00"
    assert year.output["opening"] == "0.00" and standing(year) is Standing.VALID
    again = perform(STATEMENT, {"establishment": firm, "from_month": "2026-09"}, paid.owner)
    assert again.repeated and again.transaction == quarter.transaction


def test_a_stranger_gets_none_and_a_dry_run_issues_none(paid: Office) -> None:
    firm = str(paid.numbers["establishment"])
    stranger = asking(Only(PartyKind.ESTABLISHMENT, 599_999_999))
    answers = [perform(key, {"establishment": firm}, stranger) for key in (COMPLIANCE, STATEMENT)]
    assert {f.code for a in answers for f in a.errors} == {"not-covered-by-mandate"}
    ask(paid, dry_run=True)
    assert Document.objects.count() == 0
    assert (
        store.value("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'documents.compose'")
        == 0
    )


def test_many_at_once_have_each_their_own_code_and_queue_their_papers_in_slices(
    paid: Office,
) -> None:
    from guichet.domain.registry.tests import seeds

    firms = [seeds.establishment(1_010_100_000 + n, 1_000_000_100) for n in range(60)]
    context = asking(Only(PartyKind.ESTABLISHMENT, *firms))
    answers = perform_many(
        COMPLIANCE, [{"establishment": str(n)} for n in [*firms, firms[0]]], context
    )
    assert all(a.accepted for a in answers) and answers[-1].repeated
    assert len({a.output["code"] for a in answers}) == 60 == Document.objects.count()
    assert (
        store.value("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'documents.compose'")
        == 2
    )


def test_an_owner_with_nothing_owed_but_a_neighbour_in_debt_is_not_stopped(office: Office) -> None:
    (clean,) = world.establish(1000000207)
    answer = perform(
        COMPLIANCE, {"establishment": str(clean)}, asking(Only(PartyKind.ESTABLISHMENT, clean))
    )
    assert answer.accepted and not answer.output.get("paid_up_to")


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_at_the_same_moment_gets_the_same_certificate(paid: Office) -> None:
    def one(_: int) -> int:
        try:
            return ask(paid).transaction
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, range(4)))) == 1
    assert Document.objects.count() == 1


@pytest.mark.parametrize(("law", "outcome"), [("no", Outcome.REFUSED), ("yes", Outcome.ACCEPTED)])
def test_a_debt_in_instalments_is_due_unless_the_law_is_content_with_a_plan_that_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch, law: str, outcome: Outcome
) -> None:
    word = Parameters.word
    certificate = "instalments.certificate_while_kept"
    monkeypatch.setattr(
        Parameters, "word", lambda self, key, on: law if key == certificate else word(self, key, on)
    )
    late = replace(office.owner, now=NOW + timedelta(days=60))
    given = {
        "establishment": str(office.numbers["establishment"]),
        "parts": "months-3",
        "guarantee": "none",
    }
    planned = perform("payments.pay_in_instalments", given, late)
    assert planned.outcome is Outcome.ACCEPTED, planned.errors
    assert ask(office, now=late.now).outcome is outcome
