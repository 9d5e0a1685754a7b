"""A small institution, an owner who asks, and public bodies that answer from the synthetic
world.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import polars as pl
import pytest

from demo.population import (
    a_business,
    a_dead,
    a_living,
    an_unknown,
    businesses,
    persons,
)
from guichet.domain.registry.tests import seeds
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import attachments
from guichet.engine.actor import Actor, Assurance, PartyKind
from guichet.engine.check import SourceDown
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.engine.registry import service_of
from guichet.lib.tests.papers import a_pdf

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class World:
    """Numbers that examples name in braces, and a way to ask."""

    numbers: dict[str, int]
    context: Context
    down: list[str] = field(default_factory=list)  # public bodies that do not answer
    papers: dict[str, str] = field(
        default_factory=dict
    )  # files kept for the owner and for somebody else

    def untouched(self) -> World:
        """The same for another test."""
        actor = replace(self.context.actor, mandates=OwnMandates(self.establishment, self.branch))
        return World(
            dict(self.numbers), replace(self.context, actor=actor), papers=dict(self.papers)
        )

    def __getattr__(self, name: str) -> int:
        try:
            return self.numbers[name]
        except KeyError:
            raise AttributeError(name) from None

    def ask(self, service: str, *, dry_run: bool = False, **given: object) -> Answer:
        """One asking by the owner; left out, the establishment is the owner's main one."""
        raw = {name: str(value) for name, value in given.items()}
        if service != "register_establishment":
            raw.setdefault("establishment", str(self.establishment))
        return perform(f"registry.{service}", raw, replace(self.context, dry_run=dry_run))

    def ask_all(self, service: str, rows: list[dict[str, object]]) -> list[Answer]:
        """Many askings at once."""
        raw = [
            {"establishment": str(self.establishment)} | {k: str(v) for k, v in r.items()}
            for r in rows
        ]
        return perform_many(f"registry.{service}", raw, self.context)


class OwnMandates:
    """Every right over the establishments given, and over what their person registers later."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = set(numbers)

    def covers(self, right: str, kind: PartyKind, numbers: object, on: object) -> set[int]:
        """Those of ``numbers`` that are ours."""
        return self.numbers & set(numbers)  # type: ignore[call-overload]


def _answers(down: list[str]) -> Callable[..., pl.DataFrame]:
    def ask(check: RegistryCheck, keys: pl.Series, context: Context) -> pl.DataFrame:
        if check.name in down:
            raise SourceDown
        facts = _persons(keys) if check.name == "person" else businesses(keys)
        named = facts.rename({n: f"{check.name}_{n}" for n in facts.columns if n != "number"})
        return named.rename({"number": "key"}).with_columns(evidence=pl.lit(1, pl.Int64))

    return ask


def _persons(keys: pl.Series) -> pl.DataFrame:
    status = (
        pl.when(~pl.col("known"))
        .then(pl.lit("unknown"))
        .when(pl.col("alive"))
        .then(pl.lit("alive"))
        .otherwise(pl.lit("dead"))
    )
    return persons(keys).select(
        "number", "name_ar", "name_latin", "sex", "nationality", "birth_date", status=status
    )


def founded(_: None = None) -> World:
    new_business = a_business()
    owner = int(businesses(pl.Series([new_business]))["owner_number"][0])
    main = seeds.establishment(1_010_999_901, owner)
    branch = seeds.establishment(1_010_999_902, owner, main_id=seeds.id_of(main))
    foreign = seeds.establishment(1_010_999_903, seeds.OTHER_OWNER)
    numbers = {
        "establishment": main,
        "branch": branch,
        "foreign_establishment": foreign,
        "worker": a_living(1),
        "recent_worker": a_living(2),
        "new_citizen": a_living(3),
        "new_resident": a_living(3, saudi=False),
        "unknown_person": an_unknown(),
        "dead_person": a_dead(),
        "owner": owner,
        "new_business": new_business,
        "foreign_business": a_business(5),
        "unknown_business": a_business(status="unknown"),
        "cancelled_business": a_business(status="cancelled"),
    }
    seeds.engage(main, numbers["worker"])
    seeds.engage(main, numbers["recent_worker"], since=datetime(2026, 11, 1).date())
    actor = Actor(
        7,
        "مالك",
        assurance=Assurance.SECOND_FACTOR,
        mandates=OwnMandates(main, branch),
        person_number=owner,
    )
    made = World(numbers, Context(actor=actor, channel="test", now=NOW, language="en"))
    made.papers["paper"] = _kept(made.context, a_pdf())
    made.papers["foreign_paper"] = _kept(
        replace(made.context, actor=replace(actor, id=8)), a_pdf(title="another's")
    )
    return made


@pytest.fixture
def world(registry_below: World | None, db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """See `World`; the worker has been engaged since March 2024 for 8,000 and 2,000."""
    made = founded() if registry_below is None else registry_below.untouched()
    monkeypatch.setattr(RegistryCheck, "ask", _answers(made.down))
    return made


def _kept(context: Context, content: bytes) -> str:
    service = service_of("registry.correct_engagement")
    return attachments.keep(content, service=service, field="paper", context=context)
