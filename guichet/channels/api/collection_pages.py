"""Pages of the collections of this channel: rows as clients read them."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from guichet.channels.shared.collections import Asked, Item, Page, number_key, page_of
from guichet.domain.identity import queries as identity
from guichet.domain.payments import queries as payments
from guichet.domain.registry import queries as registry
from guichet.engine import outlines
from guichet.engine.actor import PartyKind
from guichet.engine.record import iso
from guichet.engine.registry import today
from guichet.engine.service import Outcome
from guichet.lib.money import plain_amount


def _amount(minor: int | None) -> str | None:
    return None if minor is None else plain_amount(minor)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def workers_page(asked: Asked) -> Page:
    """Who worked for the establishment on a day, by engagement."""
    on = asked.given.get("on", asked.today)
    found = registry.workers_after(
        asked.given["establishment"], on=on, after=asked.after or 0, limit=asked.size + 1
    )
    rows, after = page_of(found.rows(named=True), asked, lambda row: int(row["engagement_id"]))
    items: list[Item] = [
        {
            "worker": str(row["worker"]),
            "name_ar": row["name_ar"],
            "name_latin": row["name_latin"],
            "occupation": row["occupation"],
            "started_on": _day(row["started_on"]),
            "ended_on": _day(row["ended_on"]),
            "basic": _amount(row["basic"]),
            "housing": _amount(row["housing"]),
            "wage_from": _day(row["wage_from"]),
        }
        for row in rows
    ]
    return Page(items, after, {int(row["worker"]) for row in rows})


def bills_page(asked: Asked) -> Page:
    """The establishment's months, the newest first."""
    found = payments.months_of(pl.Series([asked.given["establishment"]])).sort(
        "month", descending=True
    )
    if asked.after is not None:
        found = found.filter(pl.col("month") < asked.after)
    rows, after = page_of(
        found.head(asked.size + 1).rows(named=True), asked, lambda row: row["month"].isoformat()
    )
    return Page([_bill(row) for row in rows], after)


def _bill(row: dict[str, Any]) -> Item:
    owed = row["contributions"] + row["penalties"]
    state = "paid" if owed <= 0 else "partly" if row["paid"] > 0 else "unpaid"
    return {
        "month": f"{row['month']:%Y-%m}",
        "reference": row["reference"],
        "state": state,
        "paid": _amount(row["paid"]),
        "owed_contributions": _amount(row["contributions"]),
        "owed_penalties": _amount(row["penalties"]),
    }


def payments_page(asked: Asked) -> Page:
    """What the establishment paid, the newest first."""
    found = payments.payments_before(
        asked.given["establishment"],
        before=asked.after or 1 << 62,
        since=asked.given.get("since", date(1900, 1, 1)),
        until=asked.given.get("until", date(9999, 12, 31)),
        limit=asked.size + 1,
    )
    rows, after = page_of(found.rows(named=True), asked, lambda row: int(row["payment"]))
    items: list[Item] = [
        {
            "payment": str(row["payment"]),
            "paid_at": iso(row["paid_at"]),
            "amount": _amount(row["amount"]),
            "returned": _amount(row["returned"]),
            "state": row["state"],
            "channel": row["channel"],
            "month": f"{row['month']:%Y-%m}" if row["month"] else None,
        }
        for row in rows
    ]
    return Page(items, after)


def transactions_page(asked: Asked) -> Page:
    """What the caller asked, or what was asked for the establishment, the newest first."""
    allowed = asked.actor.services
    chosen = today([asked.given["service"]]) if "service" in asked.given else None
    narrowed = outlines.Narrowed(
        allowed if chosen is None else chosen if allowed is None else chosen & allowed,
        Outcome(asked.given["outcome"]) if "outcome" in asked.given else None,
    )
    establishment = asked.given.get("establishment")
    if establishment is None:
        found = outlines.outlines_of_actor(asked.actor.id, narrowed, asked.after, asked.size + 1)
    else:
        found = outlines.outlines_of_establishment(
            establishment, narrowed, asked.after, asked.size + 1
        )
    rows, after = page_of(found, asked, lambda row: int(row.id))
    return Page([_transaction(row) for row in rows], after)


def _transaction(row: outlines.Outline) -> Item:
    return {
        "reference": row.reference,
        "service": row.service.key,
        "outcome": row.outcome.value,
        "party": str(row.party) if row.party is not None else None,
        "asked_at": iso(row.asked_at),
        "channel": row.channel,
        "repeats": row.repeats,
        "settled_by": row.settled_by,
        "transaction": f"/api/v1/transactions/{row.reference}",
    }


def mandates_page(asked: Asked) -> Page:
    """Whom the caller may act for, and with which rights."""
    found = identity.parties_after(
        asked.actor.id,
        asked.actor.person_number,
        asked.today,
        after=asked.after or ("", 0),
        limit=asked.size + 1,
    )
    rows, last = page_of(found, asked, lambda row: f"{row.kind.value}:{row.number}")
    items: list[Item] = [
        {"party_kind": row.kind.value, "party": str(row.number), "rights": sorted(row.rights)}
        for row in rows
    ]
    return Page(items, last, {row.number for row in rows if row.kind.value == "person"})


def party_key(key: str) -> tuple[str, int]:
    """The kind and the number in a key of `mandates_page`.

    Raises:
        ValueError: it is none.
    """
    kind, number = key.split(":")
    return PartyKind(kind).value, number_key(int(number))
