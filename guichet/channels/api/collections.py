"""The collections of this channel: what an institution's clients reconcile by."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from guichet.channels.shared.collections import (
    Asked,
    Collection,
    Filter,
    Item,
    Page,
    number_key,
    page_of,
)
from guichet.domain.identity import queries as identity
from guichet.domain.payments import queries as payments
from guichet.domain.registry import queries as registry
from guichet.engine import records
from guichet.engine.actor import PartyKind
from guichet.engine.record import iso
from guichet.engine.registry import services
from guichet.engine.service import Outcome
from guichet.lib.money import plain_amount
from guichet.lib.text import Words

_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_AMOUNT: dict[str, Any] = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}
_ESTABLISHMENT = Words(
    ar="رقم المنشأة", en="Number of the establishment", fr="Numéro de l’établissement"
)
_OF_ONE = Filter("establishment", _ESTABLISHMENT, "establishment", needed=True)
_MONEY_SERVICES = ("account.balance", "payments.bill")
_WORKER_SERVICES = ("registry.change_wage", "registry.register_worker", "registry.end_engagement")


def _amount(minor: int | None) -> str | None:
    return None if minor is None else plain_amount(minor)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _workers(asked: Asked) -> Page:
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


def _bills(asked: Asked) -> Page:
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


def _payments(asked: Asked) -> Page:
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


def _transactions(asked: Asked) -> Page:
    wanted = asked.given.get("service")
    allowed = asked.actor.services
    chosen = None if wanted is None else frozenset({wanted})
    narrowed = records.Narrowed(
        allowed if chosen is None else chosen if allowed is None else chosen & allowed,
        Outcome(asked.given["outcome"]) if "outcome" in asked.given else None,
    )
    establishment = asked.given.get("establishment")
    if establishment is None:
        found = records.outlines_of_actor(asked.actor.id, narrowed, asked.after, asked.size + 1)
    else:
        found = records.outlines_of_establishment(
            establishment, narrowed, asked.after, asked.size + 1
        )
    rows, after = page_of(found, asked, lambda row: int(row.id))
    return Page([_transaction(row) for row in rows], after)


def _transaction(row: records.Outline) -> Item:
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


def _mandates(asked: Asked) -> Page:
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


def _party_key(key: str) -> tuple[str, int]:
    kind, number = key.split(":")
    return PartyKind(kind).value, number_key(int(number))


COLLECTIONS = (
    Collection(
        "workers",
        Words(
            ar="من يعملون في منشأة في يوم",
            en="Who is engaged by an establishment on a day",
            fr="Qui travaille dans un établissement un jour donné",
        ),
        {
            "worker": _TEXT,
            "name_ar": _TEXT,
            "name_latin": _MAYBE,
            "occupation": _MAYBE,
            "started_on": _TEXT,
            "ended_on": _MAYBE,
            "basic": _MAYBE,
            "housing": _MAYBE,
            "wage_from": _MAYBE,
        },
        _workers,
        (
            _OF_ONE,
            Filter(
                "on",
                Words(
                    ar="في هذا اليوم (افتراضيًا اليوم)",
                    en="On that day (by default today)",
                    fr="Ce jour-là (par défaut aujourd’hui)",
                ),
                "day",
            ),
        ),
        services=_WORKER_SERVICES,
    ),
    Collection(
        "bills",
        Words(
            ar="فواتير منشأة شهرًا شهرًا، الأحدث أولًا",
            en="An establishment’s bills month by month, the newest first",
            fr="Les factures d’un établissement mois par mois, les plus récentes d’abord",
        ),
        {
            "month": _TEXT,
            "reference": _TEXT,
            "state": {"type": "string", "enum": ["paid", "partly", "unpaid"]},
            "paid": _AMOUNT,
            "owed_contributions": _AMOUNT,
            "owed_penalties": _AMOUNT,
        },
        _bills,
        (_OF_ONE,),
        services=_MONEY_SERVICES,
        key=date.fromisoformat,
    ),
    Collection(
        "payments",
        Words(
            ar="مدفوعات منشأة، الأحدث تسجيلًا أولًا",
            en="An establishment’s payments, the last recorded first",
            fr="Les paiements d’un établissement, les derniers enregistrés d’abord",
        ),
        {
            "payment": _TEXT,
            "paid_at": _TEXT,
            "amount": _AMOUNT,
            "returned": _AMOUNT,
            "channel": _TEXT,
            "month": _MAYBE,
            "state": {"type": "string", "enum": ["taken", "partly", "reversed"]},
        },
        _payments,
        (
            _OF_ONE,
            Filter(
                "since",
                Words(ar="من هذا اليوم", en="From that day", fr="À partir de ce jour"),
                "day",
            ),
            Filter(
                "until", Words(ar="حتى هذا اليوم", en="To that day", fr="Jusqu’à ce jour"), "day"
            ),
        ),
        services=_MONEY_SERVICES,
    ),
    Collection(
        "transactions",
        Words(
            ar="ما طلبته، أو ما طُلب لمنشأة، الأحدث أولًا",
            en="What you asked, or what was asked for an establishment, the newest first",
            fr="Vos demandes, ou celles d’un établissement, les plus récentes d’abord",
        ),
        {
            "reference": _TEXT,
            "service": _TEXT,
            "outcome": {"type": "string", "enum": [o.value for o in Outcome]},
            "party": _MAYBE,
            "asked_at": _TEXT,
            "channel": _TEXT,
            "repeats": _MAYBE,
            "settled_by": _MAYBE,
            "transaction": _TEXT,
        },
        _transactions,
        (
            Filter("establishment", _ESTABLISHMENT, "establishment"),
            Filter(
                "service",
                Words(ar="مفتاح الخدمة", en="Key of the service", fr="Clé du service"),
                options=tuple(services()),
            ),
            Filter(
                "outcome",
                Words(ar="كيف انتهى", en="How it ended", fr="Comment elle a fini"),
                options=tuple(o.value for o in Outcome),
            ),
        ),
    ),
    Collection(
        "mandates",
        Words(
            ar="من تعمل عنهم وبأي صلاحيات",
            en="Whom you may act for, and with which rights",
            fr="Pour qui vous pouvez agir, et avec quels droits",
        ),
        {"party_kind": _TEXT, "party": _TEXT, "rights": {"type": "array", "items": _TEXT}},
        _mandates,
        key=_party_key,
    ),
)
