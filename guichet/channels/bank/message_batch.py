"""Many messages in one ``atomic``: what they do, and the answers kept with it before any of them is
sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from guichet.channels.bank.message import Kind, Message, Reply
from guichet.domain.access import commands as access
from guichet.domain.payments import commands as payments
from guichet.domain.payments import partial_refund, queries, references
from guichet.domain.payments.commands import Taken
from guichet.domain.registry.queries import establishments
from guichet.engine import store

_KEPT = {
    "key": pl.String,
    "also": pl.String,
    "reference": pl.String,
    "amount": pl.Int64,
    "code": pl.String,
    "authorisation": pl.String,
}
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AUTHORISATION = 6
_NAME = 30
_MEANINGS = {
    Taken.ACCEPTED: "accepted",
    Taken.SUSPENSE: "accepted",
    Taken.REPEATED: "accepted",
    Taken.CONFLICT: "contradiction",
    Taken.CANCELLED: "cancelled",
}


def settle(messages: Sequence[Message], now: datetime) -> list[Reply]:
    """Work messages of one acquirer, no two of the same key; a reply each, in their order.

    Whatever raises has done nothing.
    """
    return store.settle(lambda: _settle(messages, now))


def _settle(messages: Sequence[Message], now: datetime) -> list[Reply]:
    replies: dict[int, Reply] = {}
    with store.atomic():
        messages = _by_their_payments(messages)
        replies |= _paid([(i, m) for i, m in enumerate(messages) if _pays(m)], now)
        replies |= _reversed(
            [(i, m) for i, m in enumerate(messages) if m.kind is Kind.REVERSAL], now
        )
        replies |= _in_part([(i, m) for i, m in enumerate(messages) if m.kind is Kind.PARTIAL], now)
        replies |= _told([(i, m) for i, m in enumerate(messages) if m.kind is Kind.INQUIRY], now)
    return [replies[i] for i in range(len(messages))]


def _by_their_payments(messages: Sequence[Message]) -> list[Message]:
    """Reversals with the key of the payment they take back, where that was told by another one (see
    `Message.also`).
    """
    asked = [m for m in messages if m.kind in (Kind.REVERSAL, Kind.PARTIAL) and m.also]
    if not asked:
        return list(messages)
    kept = _kept(asked)
    return [
        replace(m, key=str(kept[m.key]["key"])) if m in asked and m.key in kept else m
        for m in messages
    ]


def _pays(message: Message) -> bool:
    return message.kind in (Kind.PAYMENT, Kind.ADVICE)


Numbered = list[tuple[int, Message]]


def _paid(asked: Numbered, now: datetime) -> dict[int, Reply]:
    if not asked:
        return {}
    kept = _kept([m for _, m in asked])
    replies = {i: _again(m, kept[m.key]) for i, m in asked if m.key in kept}
    fresh = [(i, m) for i, m in asked if m.key not in kept]
    known = _whose([m.reference for _, m in fresh])
    refused = {i: why for i, m in fresh if (why := _why_not(m, known))}
    taken = _taken([(i, m) for i, m in fresh if i not in refused], now)
    new = {i: Reply(why, {}) for i, why in refused.items()} | taken
    _keep([(m, new[i]) for i, m in fresh], now)
    return replies | new


def _kept(asked: Sequence[Message]) -> dict[str, dict[str, object]]:
    """Answers given before, by the keys of these messages: under that key, or to the same
    terminal's same trace and time.
    """
    found = store.fetch(
        "SELECT a.key, a.also, a.reference, a.amount, a.code, a.authorisation FROM bank_answer a"
        " WHERE a.scheme = %(scheme)s AND (a.key = ANY(%(keys)s::text[]) OR (a.also <> '' AND a.also = ANY(%(also)s::text[])))",
        _KEPT,
        scheme=asked[0].profile.name,
        keys=pl.Series([m.key for m in asked] + [m.also for m in asked if m.also], dtype=pl.String),
        also=pl.Series([m.also for m in asked if m.also], dtype=pl.String),
    )
    by_name: dict[str, dict[str, object]] = {}
    for row in found.iter_rows(named=True):
        by_name |= {str(row[name]): row for name in ("also", "key") if row[name]}
    named = {m.key: by_name.get(m.key) or by_name.get(m.also) for m in asked}
    return {key: row for key, row in named.items() if row is not None}


def _again(message: Message, kept: dict[str, object]) -> Reply:
    """The answer given before, or that this is not what was asked before."""
    if (message.reference, message.amount) != (kept["reference"], kept["amount"]):
        return Reply("contradiction", {})
    told = {"39": str(kept["code"])}  # whatever it was
    return Reply(
        "accepted", told | ({"38": str(kept["authorisation"])} if kept["authorisation"] else {})
    )


def _whose(texts: list[str]) -> dict[str, tuple[int, object, str]]:
    """Establishment, month and name of each reference that names an establishment of ours."""
    named = {text: told for text in texts if (told := references.read_one(text))}
    numbers = pl.Series(list({number for number, _ in named.values()}), dtype=pl.Int64)
    if numbers.is_empty():
        return {}
    found = establishments(numbers).select("number", "name_latin").iter_rows()
    names = {number: name or "" for number, name in found}
    return {t: (n, month, names[n]) for t, (n, month) in named.items() if n in names}


def _why_not(message: Message, known: dict[str, tuple[int, object, str]]) -> str:
    if message.refused:
        return message.refused
    # What the acquirer has taken already must stand somewhere: without an owner, in suspense.
    if message.kind is Kind.ADVICE:
        return ""
    if message.reference not in known:
        return "bill_unknown"
    if message.profile.overpayment:
        return ""
    due = queries.to_pay(pl.Series([known[message.reference][0]], dtype=pl.Int64))["to_pay"][0]
    return "amount_refused" if message.amount > due else ""


def _taken(asked: Numbered, now: datetime) -> dict[int, Reply]:
    if not asked:
        return {}
    rows = [(m.profile.name, m.key, m.reference, m.amount, m.paid_at, m.channel) for _, m in asked]
    done = payments.receive(_frame(rows, payments.NOTICE), now)
    replies = {}
    for (i, _), (outcome, payment) in zip(
        asked, done.select("outcome", "payment").iter_rows(), strict=True
    ):
        meaning = _MEANINGS[Taken(outcome)]
        replies[i] = Reply(
            meaning, {"38": _authorisation(payment)} if meaning == "accepted" else {}
        )
    return replies


def _frame(rows: Sequence[tuple[object, ...]], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(schema), orient="row")


def _authorisation(payment: int) -> str:
    """Six letters and digits that name the payment."""
    text = ""
    for _ in range(_AUTHORISATION):
        payment, rest = divmod(payment, len(_ALPHABET))
        text = _ALPHABET[rest] + text
    return text


def _keep(answered: list[tuple[Message, Reply]], now: datetime) -> None:
    rows = [
        (
            m.profile.name,
            m.key,
            m.also,
            m.reference,
            m.amount,
            m.profile.code(r.meaning),
            r.fields.get("38", ""),
        )
        for m, r in answered
    ]
    schema = ["scheme", "key", "also", "reference", "amount", "code", "authorisation"]
    if rows:
        store.insert(
            "bank_answer",
            pl.DataFrame(rows, schema=schema, orient="row").with_columns(at=pl.lit(now)),
        )


def _reversed(asked: Numbered, now: datetime) -> dict[int, Reply]:
    """A reversal is always accepted, or the acquirer repeats it for ever."""
    if not asked:
        return {}
    rows = [(m.profile.name, m.key, m.paid_at) for _, m in asked]
    payments.reverse(_frame(rows, payments.REVERSAL), now)
    return {i: Reply("accepted", {}) for i, _ in asked}


def _in_part(asked: Numbered, now: datetime) -> dict[int, Reply]:
    """A part taken back, once for each payment; whatever comes of it, the acquirer must not repeat
    it for ever.
    """
    sound = [(i, m) for i, m in asked if not m.refused]
    if sound:
        rows = [(m.profile.name, m.key, m.key, m.amount, m.cause, m.paid_at) for _, m in sound]
        partial_refund.give_back(_frame(rows, partial_refund.RETURN), now)
    return {i: Reply(m.refused or "accepted", {}) for i, m in asked}


def _told(asked: Numbered, now: datetime) -> dict[int, Reply]:
    """What is due: of the bill's month, or of the whole account."""
    if not asked:
        return {}
    known = _whose([m.reference for _, m in asked])
    due = _due(known)
    replies = {}
    for i, message in asked:
        found = known.get(message.reference)
        if found is None:
            replies[i] = Reply("bill_unknown", {})
            continue
        name, amount = found[2], due[message.reference]
        place = message.profile.reference.field
        shown = name.encode("ascii", "ignore").decode()[:_NAME].ljust(_NAME)
        replies[i] = Reply("accepted", {"4": f"{amount:012d}", place: message.reference + shown})
        access.record(
            access.Reader(None, message.profile.name),
            at=now,
            channel="bank",
            place="payments.bill",
            party_kind="establishment",
            party=found[0],
        )
    return replies


def _due(known: dict[str, tuple[int, object, str]]) -> dict[str, int]:
    """What is to be paid by each reference."""
    accounts = {r: e for r, (e, month, _) in known.items() if month is None}
    bills = {r: (e, month) for r, (e, month, _) in known.items() if month is not None}
    due: dict[str, int] = {}
    if accounts:
        rows = queries.to_pay(pl.Series(list(accounts.values()), dtype=pl.Int64))
        whole = dict(rows.select("establishment", "to_pay").iter_rows())
        due |= {r: whole[e] for r, e in accounts.items()}
    if bills:
        rows = queries.months_of(pl.Series([e for e, _ in bills.values()], dtype=pl.Int64))
        owed = rows.select("establishment", "month", pl.col("contributions") + pl.col("penalties"))
        of_month = {(e, month): amount for e, month, amount in owed.iter_rows()}
        due |= {r: max(of_month.get(bill, 0), 0) for r, bill in bills.items()}
    return due
