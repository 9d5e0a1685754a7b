"""A small register to bill, written with the registry's own commands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from guichet.domain.contributions import commands
from guichet.domain.contributions.commands import RunResult
from guichet.domain.registry import commands as registry
from guichet.domain.registry import queries as register
from guichet.engine import store
from guichet.lib.months import add_months

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
EARLY = date(2020, 1, 1)


def at(day: date) -> datetime:
    """Noon in Riyadh."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def run(month: date, **rest: object) -> RunResult:
    """Bill a month on the second day of the next one."""
    second = add_months(month, 1).replace(day=2)
    return commands.run_bills(month, at(second), **rest)  # type: ignore[arg-type]


def establish(*owners: int) -> list[int]:
    """One establishment for each owner's number; their numbers."""
    rows = pl.DataFrame(
        {
            "owner_number": owners,
            "owner_name_ar": "مالك",
            "owner_name_latin": "Owner",
            "main_id": pl.Series([None] * len(owners), dtype=pl.Int64),
            "name_ar": "منشأة",
            "name_latin": "Firm",
            "cr_number": owners,
            "activity": "",
            "city": "",
            "registered_on": EARLY,
            "payment_level": "own",
            "transaction": 1,
        }
    )
    return registry.register_establishments(establishments=rows).to_list()


def enter(identifier: int, cohort: str = "m33", born: date = date(1990, 5, 17)) -> int:
    """A person; the id."""
    rows = pl.DataFrame(
        {
            "person_id": pl.Series([None], dtype=pl.Int64),
            "identifier": [identifier],
            "name_ar": "سعد",
            "name_latin": "Saad",
            "sex": "m",
            "nationality": "SA",
            "birth_date": born,
            "cohort": cohort,
            "cohort_since": EARLY,
            "transaction": 1,
        }
    )
    return int(registry.upsert_persons(facts=rows)["person_id"][0])


def engage(
    person: int,
    establishment: int,
    basic: int,
    housing: int = 0,
    *,
    started_on: date = EARLY,
    today: date = EARLY,
) -> int:
    """An engagement with its first wage in riyals; the id."""
    place = register.establishments(pl.Series([establishment]))["establishment_id"][0]
    rows = pl.DataFrame(
        {
            "person_id": [person],
            "establishment_id": [place],
            "started_on": [started_on],
            "basic": [basic * 100],
            "housing": [housing * 100],
            "occupation": [""],
            "contract": [""],
            "transaction": [1],
        }
    )
    return int(registry.open_engagements(engagements=rows, today=today)[0])


def pay(engagement: int, month: date, basic: int, housing: int = 0, *, today: date) -> None:
    """A wage in riyals from a month on, as the next version of that month."""
    version = store.value(
        "SELECT coalesce(max(version), 0) + 1 FROM registry_wage"
        " WHERE engagement_id = %(engagement)s AND effective_from = %(month)s",
        engagement=engagement,
        month=month,
    )
    rows = pl.DataFrame(
        {
            "engagement_id": [engagement],
            "effective_from": [month],
            "version": [version],
            "basic": [basic * 100],
            "housing": [housing * 100],
            "transaction": [1],
        }
    )
    registry.set_wages(wages=rows, today=today)


def leave(engagement: int, ended_on: date, *, today: date) -> None:
    """The engagement ends."""
    rows = pl.DataFrame(
        {
            "engagement_id": [engagement],
            "ended_on": [ended_on],
            "end_reason": ["resigned"],
            "transaction": [1],
        }
    )
    registry.end_engagements(ends=rows, today=today)


def lines(establishment: int, billed_in: date) -> list[tuple[date, int, int]]:
    """The lines of a bill: month, engagement, total in halalas."""
    found = store.fetch(
        "SELECT month, engagement, total FROM contributions_contribution"
        " WHERE establishment = %(establishment)s AND billed_in = %(billed_in)s ORDER BY 1, 2",
        {"month": pl.Date, "engagement": pl.Int64, "total": pl.Int64},
        establishment=establishment,
        billed_in=billed_in,
    )
    return found.rows()


def everything() -> list[tuple[str, int, int]]:
    """Every table of bills and ledger by rows and a sum over them: equal only if nothing
    changed.
    """
    counted = []
    for table in (
        "contributions_contribution",
        "contributions_bill",
        "ledger_entry",
        "ledger_journal",
        "engine_event",
        "engine_auditleaf",
        "contributions_run",
        "contributions_part",
    ):
        row = store.fetch(
            f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {table} t",
            {"rows": pl.Int64, "sum": pl.Float64},
        ).row(0)
        counted.append((table, *row))
    return counted
