"""Evidence: kept for good, read back for receipts and pages."""

from __future__ import annotations

import json
from datetime import timedelta

import polars as pl
import pytest
from django.db import IntegrityError

from demo.population import a_dead, a_living, an_unknown, business_numbers, businesses, persons
from guichet.domain.verification import checks
from guichet.domain.verification.lines import LINES
from guichet.domain.verification.queries import evidence_of, glance, source_name
from guichet.domain.verification.sources import SOURCES
from guichet.domain.verification.tests.conftest import Sandbox
from guichet.engine import store
from guichet.engine.context import Context

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE verification_evidence SET facts = '{}'",
        "UPDATE verification_evidence SET valid_until = valid_until + interval '1 year'",
        "DELETE FROM verification_evidence",
        "TRUNCATE verification_evidence CASCADE",
    ],
)
def test_evidence_can_be_neither_changed_nor_removed(
    sandbox: Sandbox, context: Context, statement: str
) -> None:
    checks.civil(field="worker").ask(pl.Series([a_living()]), context)
    with pytest.raises(IntegrityError, match="append-only"), store.atomic():
        store.execute(statement)


def test_evidence_says_what_was_found_from_whom_and_when(
    sandbox: Sandbox, context: Context
) -> None:
    found = checks.civil(field="worker").ask(pl.Series([a_living(), a_dead()]), context)
    rows = evidence_of(found["evidence"])
    assert rows["id"].to_list() == sorted(found["evidence"])
    row = rows.row(by_predicate=pl.col("subject") == a_dead(), named=True)
    assert (row["source"], row["status"], row["intact"]) == ("civil", "dead", True)
    assert row["asked_at"] == context.now
    assert row["valid_until"] == context.now + timedelta(hours=24)
    assert json.loads(row["facts"])["name_ar"] == persons(pl.Series([a_dead()]))["name_ar"][0]
    assert len(row["digest"]) == 64
    assert source_name(row["source"]).ar == "السجل المدني"


def test_evidence_that_was_changed_behind_our_back_is_told(
    sandbox: Sandbox, context: Context
) -> None:
    found = checks.civil(field="worker").ask(pl.Series([a_dead()]), context)
    store.execute("ALTER TABLE verification_evidence DISABLE TRIGGER append_only")
    try:
        store.execute("UPDATE verification_evidence SET facts = replace(facts, 'dead', 'alive')")
    finally:
        store.execute("ALTER TABLE verification_evidence ENABLE TRIGGER append_only")
    assert evidence_of(found["evidence"])["intact"].to_list() == [False]


def test_evidence_nobody_has_is_no_row() -> None:
    assert evidence_of([123_456_789]).is_empty()
    assert evidence_of([]).is_empty()


def test_a_glance_tells_who_a_number_is_and_leaves_the_same_evidence(
    sandbox: Sandbox, context: Context
) -> None:
    number = a_living()
    truth = persons(pl.Series([number])).row(0, named=True)
    seen = glance("civil", number, now=context.now)
    assert seen is not None
    year = truth["birth_date"].year
    expected = f"{truth['name_latin']}, born {year} – confirmed by the civil registry"
    assert seen.line("en") == expected
    assert truth["name_ar"] in seen.line("ar-sa")
    asked = checks.civil(field="worker").ask(pl.Series([number]), context)
    assert asked["evidence"].to_list() == [seen.evidence]


def test_a_glance_at_an_unknown_number_says_what_to_do(sandbox: Sandbox, context: Context) -> None:
    seen = glance("civil", an_unknown(), now=context.now)
    assert seen is not None
    assert seen.line("fr") == "Le registre civil ne connaît pas ce numéro. Vérifiez-le."


def test_a_glance_at_a_business_tells_its_name(sandbox: Sandbox, context: Context) -> None:
    facts = businesses(business_numbers(0, 50)).filter(pl.col("status") == "active")
    truth = facts.row(0, named=True)
    seen = glance("commercial", truth["number"], now=context.now)
    assert seen is not None
    assert seen.line("ar").startswith(truth["name_ar"])


def test_a_glance_while_the_source_is_down_is_nothing(sandbox: Sandbox, context: Context) -> None:
    with sandbox.switched("civil", outage=True):
        assert glance("civil", a_living(3), now=context.now) is None


def test_every_status_of_every_source_has_a_line_and_a_validity_with_its_reason() -> None:
    for source in SOURCES.values():
        for status, validity in source.validity.items():
            assert all(LINES[source.key, status].at(lang, name="x") for lang in ("ar", "en", "fr"))
            assert validity.reason
            assert validity.span > timedelta()
