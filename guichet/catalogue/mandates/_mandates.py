"""What services of mandates share: who may hold one, and the mandate a holder has already."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.mandates import _sentences
from guichet.catalogue.registry import _facts
from guichet.catalogue.registry._persons import PERSON_DEAD, PERSON_UNKNOWN
from guichet.domain.identity import holders, machines
from guichet.domain.registry.queries import establishments
from guichet.engine.actor import PartyKind
from guichet.engine.batch import Batch
from guichet.law import country

_PERSON_FACTS = {
    "person_status": pl.String,
    "person_name_ar": pl.String,
    "person_name_latin": pl.String,
    "person_birth_date": pl.Date,
}


def look_up(batch: Batch, *, kind: PartyKind, party: str) -> None:
    """Who the holder is, the establishments named, and the holder's living mandate for the party,
    if there is one.
    """
    names = [name for name in ("delegate", "bureau") if name in batch.service.inputs]
    absent = [n for n in _PERSON_FACTS if n not in batch.frame.columns]
    batch.compute(
        *[pl.lit(None, _PERSON_FACTS[name]).alias(name) for name in absent],
        holder=pl.coalesce(names),
        start=pl.col("since").fill_null(batch.context.today)
        if "since" in batch.service.inputs
        else pl.lit(batch.context.today),
    )
    if kind is PartyKind.ESTABLISHMENT:
        _look_up_establishments(batch)
    pairs = batch.frame.select("holder", party=party)
    found = holders.living(pairs, kind=kind.value, on=batch.context.today)
    batch.look_up(found.rename({"party": party}), on=[party, "holder"])


def _look_up_establishments(batch: Batch) -> None:
    known = establishments(batch.frame["establishment"].drop_nulls().unique())
    batch.look_up(
        known.select("establishment_id", "closed_on", "owner_number", establishment="number"),
        on="establishment",
    )
    served = machines.with_clients(batch.frame["establishment"].drop_nulls().unique().to_list())
    batch.compute(has_clients=pl.col("establishment").is_in(list(served)))
    if "bureau" not in batch.service.inputs:
        return
    offices = establishments(batch.frame["bureau"].drop_nulls().unique())
    open_ones = offices.filter(pl.col("closed_on").is_null())
    batch.look_up(
        open_ones.select(bureau="number", bureau_ar="name_ar", bureau_latin="name_latin"),
        on="bureau",
    )


def holder_rules() -> list[_facts.Rule]:
    """Exactly one holder, whom the registries know, and who is not the owner."""
    person, office = pl.col("delegate"), pl.col("bureau")
    given = [pl.col("raw_delegate").is_not_null(), pl.col("raw_bureau").is_not_null()]
    return [
        _facts.rule(given[0] == given[1], _sentences.ONE_HOLDER, "delegate"),
        _facts.rule(pl.col("person_status") == "unknown", PERSON_UNKNOWN, "delegate"),
        _facts.rule(pl.col("person_status") == "dead", PERSON_DEAD, "delegate"),
        _facts.rule(person == pl.col("owner_number"), _sentences.HOLDER_IS_SELF, "delegate"),
        _facts.rule(office == pl.col("establishment"), _sentences.HOLDER_IS_SELF, "bureau"),
        _facts.rule(
            office.is_not_null() & pl.col("bureau_ar").is_null(),
            _sentences.BUREAU_UNKNOWN,
            "bureau",
        ),
    ]


def age_rules(batch: Batch, *, unless: pl.Expr) -> list[_facts.Rule]:
    """Whoever holds a mandate is of age, by the registry and on the day it begins."""
    years = country.capacity.majority_years(batch.context.today)
    age = country.capacity.age_of(pl.col("person_birth_date"), pl.col("start"))
    return [
        _facts.rule(
            (age < years) & (pl.col("person_status") == "alive") & ~unless,
            _sentences.HOLDER_MINOR,
            "delegate",
            years=pl.lit(str(years)),
        )
    ]


def right_rules() -> list[_facts.Rule]:
    """To act for clients is for a bureau's own staff: for persons, at an establishment that has
    clients.
    """
    clients = pl.col("rights").str.split(",").list.contains("clients")
    return [
        _facts.rule(
            clients & pl.col("raw_bureau").is_not_null(), _sentences.CLIENTS_BY_BUREAU, "rights"
        ),
        _facts.rule(clients & ~pl.col("has_clients"), _sentences.NO_CLIENTS, "rights"),
    ]


def day_rules(batch: Batch, *, unless: pl.Expr) -> list[_facts.Rule]:
    """Not before today, and not over before it begins."""
    today, start, last = batch.context.today, pl.col("start"), pl.col("until")
    return [
        _facts.rule((start < today) & ~unless, _sentences.START_PASSED, "since"),
        _facts.rule((last < start) & ~unless, _sentences.END_BEFORE_START, "until", since=start),
    ]


def same_rights(one: str, other: str) -> pl.Expr:
    """Whether two lists of codes name the same rights, in whatever order."""
    first, second = (
        pl.col(name).str.split(",").list.sort().list.join(",") for name in (one, other)
    )
    return first == second


def held_rules(*, unless: pl.Expr | None = None) -> list[_facts.Rule]:
    """There must be a living mandate to change or to end, and it must be this party's own."""
    holder, absent = pl.col("holder"), pl.col("mandate").is_null()
    if unless is not None:
        absent &= ~unless
    return [
        _facts.rule(holder.is_not_null() & absent, _sentences.NO_MANDATE, "delegate", value=holder),
        _facts.rule(
            pl.col("held_follows").is_not_null(), _sentences.FOLLOWS_MAIN, "delegate", value=holder
        ),
    ]


def look_up_ended(batch: Batch, *, kind: PartyKind, party: str) -> None:
    """Which transaction ended the holder's last mandate for the party, if one was ended."""
    found = holders.ended(batch.frame.select("holder", party=party), kind=kind.value)
    batch.look_up(found.rename({"party": party}), on=[party, "holder"])


def holder_name(batch: Batch) -> pl.Expr:
    """The holder's name as a reader of the asking's language reads it."""
    offices = "bureau" in batch.service.inputs
    arabic = [pl.col("person_name_ar"), *([pl.col("bureau_ar")] if offices else [])]
    latin = [pl.col("person_name_latin"), *([pl.col("bureau_latin")] if offices else [])]
    first, second = (arabic, latin) if batch.context.language.startswith("ar") else (latin, arabic)
    return pl.coalesce(*(pl.when(name != "").then(name) for name in (*first, *second)))


def given(batch: Batch, *, party: str, basis: str) -> pl.DataFrame:
    """The rows as `domain.identity.appointing.appoint` takes them."""
    office = "bureau" in batch.service.inputs
    branches_too = (
        pl.col("branches").fill_null("this") == "all"
        if "branches" in batch.service.inputs
        else pl.lit(False)
    )
    return batch.frame.select(
        "delegate",
        "transaction",
        "rights",
        "until",
        party=party,
        bureau=pl.col("bureau") if office else pl.lit(None, pl.Int64),
        holder_ar=pl.coalesce("person_name_ar", "bureau_ar")
        if office
        else pl.col("person_name_ar"),
        holder_latin=pl.coalesce("person_name_latin", "bureau_latin")
        if office
        else pl.col("person_name_latin"),
        basis=pl.lit(basis),
        since="start",
        with_branches=branches_too,
    )
