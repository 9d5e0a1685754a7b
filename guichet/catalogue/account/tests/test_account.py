"""The two enquiries answer what the bills and the register say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from guichet.catalogue.account.balance import MOVEMENTS, Balance
from guichet.catalogue.account.statement_of_periods import StatementOfPeriods
from guichet.catalogue.account.tests.conftest import RECENT, STRANGER, WORKER, Office
from guichet.engine.perform import perform, perform_many
from guichet.engine.refusal import declared
from guichet.engine.service import Example, Outcome, Service

EXAMPLES = [
    pytest.param(service, example, id=f"{service.__name__}: {example.name}")
    for service in (Balance, StatementOfPeriods)
    for example in service.examples
]


def listed(text: str | None) -> list[dict[str, str]]:
    """The lines of an answer."""
    found: list[dict[str, str]] = json.loads(text or "")
    return found


@pytest.mark.parametrize(("service", "example"), EXAMPLES)
def test_an_example_ends_as_it_says(
    service: type[Service], example: Example, office: Office
) -> None:
    given = {name: text.format_map(office.numbers) for name, text in example.given.items()}
    answer = perform(service, given, office.owner if service is Balance else office.worker)
    if example.then == "accepted":
        assert answer.outcome is Outcome.ACCEPTED, answer.findings
    else:
        assert answer.outcome is Outcome.REFUSED
        assert example.then in {finding.code for finding in answer.findings}
    for finding in answer.findings:
        for language in ("ar", "en", "fr"):
            assert "…" not in finding.sentence(language)


def test_the_balance_says_what_is_due_by_when_and_what_is_overdue(office: Office) -> None:
    firm = str(office.numbers["establishment"])
    said = perform("account.balance", {"establishment": firm}, office.owner).output
    # August 12,000 at 21.5%; September twenty days of it and the newcomer; October the newcomer
    # alone.
    august, september, october = "2580.00", "3870.00", "2150.00"
    assert (said["due"], said["overdue"], said["credit"]) == ("8600.00", "8600.00", "0.00")
    assert (said["last_bill"], said["last_month"]) == (october, "2026-10")
    assert not said["next_due_on"]  # October's day was the 15th of November
    lines = listed(said["movements"])
    assert [(line["month"], line["debit"], line["balance"]) for line in lines] == [
        ("2026-08", august, "2580.00"),
        ("2026-09", september, "6450.00"),
        ("2026-10", october, "8600.00"),
    ]
    assert {line["event"] for line in lines} == {"bill"}
    shown = MOVEMENTS.rows(said["movements"], "fr")
    assert shown[0][1] == "Facture de cotisations" and shown[0][3] == "2\u202f580,00"


def test_before_the_due_day_only_the_older_bills_are_overdue(office: Office) -> None:
    tenth = replace(office.owner, now=datetime(2026, 11, 10, 9, tzinfo=UTC))
    firm = str(office.numbers["establishment"])
    said = perform("account.balance", {"establishment": firm}, tenth).output
    assert (said["due"], said["overdue"], said["next_due_on"]) == (
        "8600.00",
        "6450.00",
        "2026-11-15",
    )


def test_a_statement_of_some_months_opens_with_what_was_owed_before(office: Office) -> None:
    firm = str(office.numbers["establishment"])
    given = {"establishment": firm, "from_month": "2026-11", "to_month": "2026-11"}
    said = perform("account.balance", given, office.owner).output
    # October's bill was run in November.
    assert said["opening"] == "6450.00"
    assert [line["balance"] for line in listed(said["movements"])] == ["8600.00"]


def test_many_accounts_are_asked_for_at_once(office: Office) -> None:
    firm = str(office.numbers["establishment"])
    rows = [
        {"establishment": firm},
        {"establishment": firm, "from_month": "2026-01", "to_month": "2026-03"},
        {"establishment": "599999999"},
        {"establishment": firm, "from_month": "2026-09"},
    ]
    first, empty, unknown, late = perform_many("account.balance", rows, office.owner)
    assert [a.outcome for a in (first, empty, late)] == [Outcome.ACCEPTED] * 3
    assert [f.code for f in unknown.findings] == ["establishment-unknown"]
    assert listed(empty.output["movements"]) == [] and empty.output["due"] == "8600.00"
    assert len(listed(late.output["movements"])) == 3


def test_ones_own_periods_come_with_their_wages_and_months(office: Office) -> None:
    said = perform("account.statement_of_periods", {"person": str(WORKER)}, office.worker).output
    firm = str(office.numbers["establishment"])
    lines = listed(said["periods"])
    assert [(n["establishment"], n["from"], n["to"], n["wage"], n["months"]) for n in lines] == [
        (firm, "2026-02-15", "2026-07-31", "10000.00", "5.50"),
        (firm, "2026-08-01", "2026-09-20", "12000.00", "1.67"),
        (firm, "2026-11-01", None, "8000.00", "0.73"),
    ]
    assert said["months"] == "7.90"
    assert lines[0]["employer"] == "Firm"


def test_who_never_worked_is_told_so_and_who_is_unknown_is_refused(office: Office) -> None:
    known = perform("account.statement_of_periods", {"person": str(STRANGER)}, office.worker)
    assert known.outcome is Outcome.ACCEPTED
    assert [f.code for f in known.findings] == ["no-contribution-periods"]
    assert known.output["periods"] == "[]" and known.output["months"] == "0"
    unknown = perform("account.statement_of_periods", {"person": "1000000032"}, office.worker)
    assert [f.code for f in unknown.findings] == ["contributor-unknown"]
    assert str(RECENT) not in str(unknown.output)


def test_every_sentence_is_there_in_three_languages() -> None:
    for code in (
        "period-inverted",
        "period-too-long",
        "contributor-unknown",
        "no-contribution-periods",
    ):
        words = declared()[code].words
        assert words.ar and words.en and words.fr
