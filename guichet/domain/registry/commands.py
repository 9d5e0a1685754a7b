"""Writes to the register: whole frames, keyword arguments, inside the transaction of whoever calls.

Nothing here asks whether a change is lawful; services do. What must never be - overlaps, strangers,
two wages of one version - the tables refuse, and whoever lost such a race decides again on what is
then committed.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.domain.registry.locks import lost_race
from guichet.engine import store
from guichet.lib.months import first_day

_PERSON_COLUMNS = (
    "identifier",
    "name_ar",
    "name_latin",
    "sex",
    "nationality",
    "birth_date",
    "cohort",
    "cohort_since",
    "transaction",
)


def upsert_persons(*, facts: pl.DataFrame) -> pl.DataFrame:
    """Enter or refresh persons from verified facts; their ids: person_id, identifier.

    ``facts``: person_id (null for somebody new), identifier, name_ar, name_latin, sex, nationality,
        birth_date,
    cohort, cohort_since, transaction. A known person keeps birth date and cohort: those change only
    by law.
    """
    known, new = facts, facts.clear()
    if facts["person_id"].null_count():
        unknown = facts["person_id"].is_null()
        known = facts.filter(~unknown)
        # In the order of numbers, so that two who enter the same people wait for each other and
        # never in a ring.
        new = facts.filter(unknown).unique("identifier", keep="first").sort("identifier")
        new = new.with_columns(person_id=store.next_ids("registry_person_id_seq", new.height))
        store.insert(
            "registry_person", new.select(pl.col("person_id").alias("id"), *_PERSON_COLUMNS)
        )
    _refresh_names(known)
    return pl.concat([known, new]).select("person_id", "identifier").unique("identifier")


def _refresh_names(known: pl.DataFrame) -> None:
    """People change names and nationality; the civil registry's word of today replaces ours."""
    if known.is_empty():
        return
    store.execute(
        """UPDATE registry_person p
        SET name_ar = a.name_ar, name_latin = a.name_latin, nationality = a.nationality
        FROM unnest(%(ids)s::bigint[], %(ar)s::text[], %(latin)s::text[], %(nationality)s::text[])
            AS a(id, name_ar, name_latin, nationality)
        WHERE p.id = a.id AND (p.name_ar, p.name_latin, p.nationality)
            IS DISTINCT FROM (a.name_ar, a.name_latin, a.nationality)""",
        ids=known["person_id"],
        ar=known["name_ar"],
        latin=known["name_latin"],
        nationality=known["nationality"],
    )


def open_engagements(
    *, engagements: pl.DataFrame, today: date, like: pl.Series | None = None
) -> pl.Series:
    """Open periods of employment with their first wage; the new ids, in the frame's order.

    ``engagements``: person_id, establishment_id, started_on, basic, housing, transaction, and
        occupation and contract
    unless they are to be those of the engagements ``like``.
    """
    if like is not None:
        engagements = engagements.hstack(_terms_of(like))
    rows = engagements.with_columns(
        id=store.next_ids("registry_engagement_id_seq", engagements.height)
    )
    opened = rows.select(
        "id",
        "person_id",
        "establishment_id",
        "started_on",
        pl.col("occupation", "contract").fill_null(""),
        joined_by="transaction",
    )
    # Neighbours in the tree of periods go in together.
    store.insert("registry_engagement", opened.sort("establishment_id", "person_id"))
    first = rows.select(
        "basic",
        "transaction",
        engagement_id="id",
        housing=pl.col("housing").fill_null(0),
        effective_from=pl.col("started_on").dt.month_start(),
        version=pl.lit(1, pl.Int16),
    )
    set_wages(wages=first, today=today)
    return rows["id"]


def _terms_of(engagements: pl.Series) -> pl.DataFrame:
    return (
        store.fetch(
            """SELECT a.position, e.occupation, e.contract
            FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS a(id, position)
            LEFT JOIN registry_engagement e USING (id)""",
            {"position": pl.Int64, "occupation": pl.String, "contract": pl.String},
            ids=engagements,
        )
        .sort("position")
        .drop("position")
    )


def end_engagements(*, ends: pl.DataFrame, today: date) -> None:
    """Close open engagements: engagement_id, ended_on, end_reason, transaction."""
    if ends.is_empty():
        return
    ordered = ends.sort("engagement_id")
    closed = store.execute(
        """UPDATE registry_engagement e
            SET ended_on = a.ended_on, end_reason = a.reason, left_by = a.transaction
        FROM unnest(%(ids)s::bigint[], %(days)s::date[], %(reasons)s::text[],
            %(transactions)s::bigint[])
            AS a(id, ended_on, reason, transaction)
        WHERE e.id = a.id AND e.ended_on IS NULL""",
        ids=ordered["engagement_id"],
        days=ordered["ended_on"],
        reasons=ordered["end_reason"],
        transactions=ordered["transaction"],
    )
    if closed != ends.height:
        lost_race()
    note_backdated(ends, "ended_on", today)


def set_wages(*, wages: pl.DataFrame, today: date) -> None:
    """Record wages: engagement_id, effective_from (first of a month), version, basic, housing,
    transaction.
    """
    ordered = wages.sort("engagement_id", "effective_from") if wages.height > 1 else wages
    store.insert("registry_wage", ordered)
    note_backdated(wages, "effective_from", today)


def correct_engagements(*, corrections: pl.DataFrame, today: date) -> None:
    """Correct days and keep what they were: engagement_id, field, old, new, transaction (``old``
    must still hold).

    ``field`` is started_on or ended_on; ``old`` and ``new`` are days, and null is an engagement
    without an end.
    """
    if corrections.is_empty():
        return
    for name in ("started_on", "ended_on"):
        some = corrections.filter(pl.col("field") == name).sort("engagement_id")
        if some.height and _correct(name, some) != some.height:
            lost_race()
    store.insert(
        "registry_engagementchange",
        corrections.select("engagement_id", "field", "old", "new", "transaction"),
    )
    reached = corrections.with_columns(reached=pl.min_horizontal("old", "new"))
    note_backdated(reached, "reached", today)


def _correct(name: str, some: pl.DataFrame) -> int:
    also = ", left_by = a.transaction" if name == "ended_on" else ""
    return store.execute(
        f"""UPDATE registry_engagement e SET {name} = a.new {also}
        FROM unnest(%(ids)s::bigint[], %(old)s::date[], %(new)s::date[], %(transactions)s::bigint[])
            AS a(id, old, new, transaction)
        WHERE e.id = a.id AND e.{name} IS NOT DISTINCT FROM a.old""",
        ids=some["engagement_id"],
        old=some["old"],
        new=some["new"],
        transactions=some["transaction"],
    )


def register_establishments(*, establishments: pl.DataFrame) -> pl.Series:
    """Enter establishments and their owners; the numbers given, in the frame's order.

    ``establishments``: owner_number, owner_name_ar, owner_name_latin, main_id (null for a main
        one), name_ar,
    name_latin, cr_number, activity, city, registered_on, payment_level, transaction.
    """
    owners = establishments.unique("owner_number", keep="first").sort("owner_number")
    store.execute(
        """INSERT INTO registry_owner (identifier, name_ar, name_latin, kind)
        SELECT a.identifier, a.name_ar, a.name_latin, 'person'
        FROM unnest(%(identifiers)s::bigint[], %(ar)s::text[], %(latin)s::text[])
            AS a(identifier, name_ar, name_latin) ON CONFLICT (identifier) DO NOTHING""",
        identifiers=owners["owner_number"],
        ar=owners["owner_name_ar"],
        latin=owners["owner_name_latin"],
    )
    owner_ids = store.fetch(
        "SELECT identifier, id FROM registry_owner WHERE identifier = ANY(%(numbers)s::bigint[])",
        {"owner_number": pl.Int64, "owner_id": pl.Int64},
        numbers=owners["owner_number"],
    )
    numbers = store.next_ids("registry_establishment_number", establishments.height)
    rows = establishments.with_columns(number=numbers).join(
        owner_ids, on="owner_number", how="left"
    )
    text = pl.col("name_latin", "activity", "city").fill_null("")
    same = pl.col("owner_id", "main_id", "name_ar", "cr_number", "registered_on", "payment_level")
    usual = {"hazards_multiplier": pl.lit(1000), "government": pl.lit(value=False)}
    store.insert(
        "registry_establishment", rows.select("number", same, text, "transaction", **usual)
    )
    return numbers


def note_backdated(changes: pl.DataFrame, first: str, today: date) -> None:
    """Remember which months already past changes reach: engagement_id, transaction and the day
    ``first`` touched.
    """
    oldest = changes[first].min()
    if not isinstance(oldest, date) or oldest >= first_day(today):
        return
    past = changes.filter(pl.col(first) < first_day(today)).select(
        "engagement_id", "transaction", month=pl.col(first).dt.month_start()
    )
    store.insert("registry_backdated", past)
