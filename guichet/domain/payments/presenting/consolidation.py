"""The biller's way: bills are uploaded in versions, payments are noticed, and at the end of the day
both sides agree.

What is settled is the consolidator's word: a payment that no notice told is taken in from the day's
settlement, and one that it settled as reversed is reversed. What is left after that is a difference
on the work list, until it is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.conf import settings

from guichet.domain.payments import commands, partial_refund, queries
from guichet.domain.payments.backends.consolidator import Consolidator
from guichet.domain.payments.presenting import differences, presentment
from guichet.engine import audit, store
from guichet.engine.context import HOME

SCHEME = "consolidator"
_AT_A_TIME = 500


class NotANotice(ValueError):
    """A notice that lacks something, or holds what it must not."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What an upload came to."""

    taken: int
    refused: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What the end of a day came to."""

    day: date
    payments: int
    total: int
    recovered: int  # payments and reversals that no notice had told
    differences: int  # left open


def upload(other: Consolidator, now: datetime) -> Uploaded:
    """Send every version of a bill that it has not been sent yet.

    Raises:
        ConsolidatorDown: what was not answered stays to be sent.
    """
    counts = [0, 0]
    while True:
        bills = presentment.untold(SCHEME, _AT_A_TIME)
        if bills.is_empty():
            return Uploaded(*counts)
        # Outside of any `atomic`: sent twice, a version is taken twice.
        said = other.upload([_line(row) for row in bills.iter_rows(named=True)])
        answered = bills.with_columns(refused=pl.Series(said, dtype=pl.String))
        refused = answered.filter(pl.col("refused") != "")
        with store.atomic():
            presentment.told(SCHEME, answered.select("id", "refused"), now)
            differences.find(
                SCHEME,
                "bill-refused",
                now.astimezone(HOME).date(),
                refused.select(key="reference", ours="amount", theirs=pl.lit(None, dtype=pl.Int64)),
                now,
            )
        counts[0] += answered.height - refused.height
        counts[1] += refused.height


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": row["reference"],
        "version": row["version"],
        "account": f"{row['establishment']:09d}",
        "month": f"{row['month']:%Y-%m}" if row["month"] else "",
        "amount": row["amount"],
        "due_on": row["due_on"].isoformat(),
        "state": row["state"],
    }


def notice(told: Sequence[object], now: datetime) -> list[str]:
    """Take notices in; how each ended, in their order.

    A notice is ``{"id", "kind": "payment", "reference", "amount", "paid_at", "channel"}``; ``{"id",
    "kind": "reversal", "paid_at"}`` with the payment's id; or ``{"id", "kind": "return",
    "return_id", "amount", "paid_at", "reason"}`` for a part of a payment.

    Raises:
        NotANotice: one of them is none; then none is taken.
    """
    read = [_read(one) for one in told]
    paid = [(i, one) for i, one in enumerate(read) if one["kind"] == "payment"]
    back = [(i, one) for i, one in enumerate(read) if one["kind"] == "reversal"]
    parts = [(i, one) for i, one in enumerate(read) if one["kind"] == "return"]
    ended: dict[int, str] = {}
    if paid:
        rows = pl.DataFrame([_notice(one) for _, one in paid], schema=commands.NOTICE)  # type: ignore[arg-type]
        ended |= dict(
            zip([i for i, _ in paid], commands.receive(rows, now)["outcome"], strict=True)
        )
    if back:
        rows = pl.DataFrame([_reversal(one) for _, one in back], schema=commands.REVERSAL)  # type: ignore[arg-type]
        ended |= dict(zip([i for i, _ in back], commands.reverse(rows, now), strict=True))
    if parts:
        rows = pl.DataFrame([_part(one) for _, one in parts], schema=partial_refund.RETURN)  # type: ignore[arg-type]
        ended |= dict(zip([i for i, _ in parts], partial_refund.give_back(rows, now), strict=True))
    return [ended[i] for i in range(len(read))]


def _read(one: object) -> dict[str, Any]:
    if not isinstance(one, dict) or one.get("kind") not in ("payment", "reversal", "return"):
        raise NotANotice("a notice is a payment, a reversal or a return")
    found: dict[str, Any] = {"kind": one["kind"], "id": _text(one, "id")}
    try:
        found["paid_at"] = datetime.fromisoformat(_text(one, "paid_at"))
    except ValueError as error:
        raise NotANotice("paid_at is no moment") from error
    if found["paid_at"].tzinfo is None:
        raise NotANotice("paid_at has no zone")
    if one["kind"] != "reversal":
        found["amount"] = _amount(one)
    if one["kind"] == "return":
        found |= {"return_id": _text(one, "return_id"), "reason": _text(one, "reason")}
    if one["kind"] == "payment":
        found |= {
            "reference": _text(one, "reference"),
            "channel": _text(one, "channel"),
        }
    return found


def _amount(one: dict[str, Any]) -> int:
    amount = one.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount < 10**13:
        raise NotANotice("amount is a whole number of halalas above nought")
    return amount


def _text(one: dict[str, Any], name: str) -> str:
    value = one.get(name)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= 64:
        raise NotANotice(f"{name} is a text of 1 to 64 characters")
    return value


def _notice(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "scheme": SCHEME,
        "scheme_key": one["id"],
        "reference": one["reference"],
        "amount": one["amount"],
        "paid_at": one["paid_at"],
        "channel": one["channel"],
    }


def _reversal(one: dict[str, Any]) -> dict[str, Any]:
    return {"scheme": SCHEME, "scheme_key": one["id"], "reversed_at": one["paid_at"]}


def _part(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "scheme": SCHEME,
        "scheme_key": one["id"],
        "return_key": one["return_id"],
        "amount": one["amount"],
        "cause": one["reason"],
        "returned_at": one["paid_at"],
    }


def end_of_day(other: Consolidator, day: date, now: datetime) -> Settled:
    """Agree with the consolidator about a day: to nought, or a difference on the work list.

    Raises:
        ConsolidatorDown: nothing was compared; ask again.
        NotANotice: its settlement cannot be read.
    """
    said = other.settlements(day)
    theirs = [_settled(one) for one in said]
    recovered = _recover(theirs, now)
    shown = {str(one["reference"]): int(one["amount"]) for one in other.open_bills()}
    left = _compare(theirs, day, now) + _compare_bills(shown, day, now)
    counted = [one["left"] for one in theirs if one["left"]]
    done = Settled(day, len(counted), sum(counted), recovered, left)
    with store.atomic():
        _write_down(done, now)
    return done


def _write_down(done: Settled, now: datetime) -> None:
    """That a day was agreed about, and when: `settled_days` takes up those of which nothing is
    written.
    """
    said = {
        "scheme": SCHEME,
        "day": done.day.isoformat(),
        "payments": done.payments,
        "total": done.total,
        "recovered": done.recovered,
        "differences": done.differences,
    }
    store.execute(
        "INSERT INTO payments_settlement (scheme, day, payments, total, recovered, differences, at) VALUES"
        " (%(scheme)s, %(day)s, %(payments)s, %(total)s, %(recovered)s, %(differences)s, %(now)s)",
        **said | {"day": done.day, "now": now},
    )
    audit.note("settlement", said)


def _settled(one: dict[str, Any]) -> dict[str, Any]:
    """A line of a settlement: a payment, whether it is ``reversed``, its ``returns`` and what is
    ``left`` of it.
    """
    found = _read(one | {"kind": "payment"}) | {"reversed": bool(one.get("reversed"))}
    told = one.get("returns") or []
    if not isinstance(told, list) or not all(isinstance(part, dict) for part in told):
        raise NotANotice("returns is a list of returns")
    parts = [_read(part | {"kind": "return", "id": found["id"]}) for part in told]
    left = 0 if found["reversed"] else found["amount"] - sum(part["amount"] for part in parts)
    return found | {"returns": parts, "left": left}


def _recover(theirs: list[dict[str, Any]], now: datetime) -> int:
    """Take in what no notice told; how much that was."""
    ended = notice([_wire(one, "payment") for one in theirs], now)
    fresh = sum(end in ("accepted", "suspense") for end in ended)
    back = notice([_wire(one, "reversal") for one in theirs if one["reversed"]], now)
    parts = notice([_wire(part, "return") for one in theirs for part in one["returns"]], now)
    return fresh + sum(end in ("done", "early") for end in [*back, *parts])


def _wire(one: dict[str, Any], kind: str) -> dict[str, Any]:
    return one | {"kind": kind, "paid_at": one["paid_at"].isoformat()}


def _compare(theirs: list[dict[str, Any]], day: date, now: datetime) -> int:
    ours = queries.counted_on(SCHEME, day).select(key="scheme_key", ours="amount")
    told = pl.DataFrame(
        [(one["id"], one["left"]) for one in theirs if one["left"]],
        schema={"key": pl.String, "theirs": pl.Int64},
        orient="row",
    )
    both = ours.join(told, on="key", how="full", coalesce=True)
    wrong = both.filter(pl.col("ours").ne_missing(pl.col("theirs")))
    return differences.renew(SCHEME, "payment", day, wrong, now)


def _compare_bills(shown: dict[str, int], day: date, now: datetime) -> int:
    """What it shows is what we presented and it was told; versions still to be sent are no
    difference.
    """
    known = presentment.open_bills().select(key="reference", ours="amount")
    there = pl.DataFrame(
        {"key": list(shown), "theirs": list(shown.values())},
        schema={"key": pl.String, "theirs": pl.Int64},
    )
    waiting = presentment.untold(SCHEME, 1_000_000).select(key="reference")
    both = known.join(there, on="key", how="full", coalesce=True).join(
        waiting, on="key", how="anti"
    )
    wrong = both.filter(pl.col("ours").ne_missing(pl.col("theirs")))
    return differences.renew(SCHEME, "bill", day, wrong, now, whole=True)


def other_side(now: datetime) -> Consolidator | None:
    """The consolidator of this installation, if it has one."""
    if not settings.CONSOLIDATOR_URL or not settings.CONSOLIDATOR_SECRET:
        return None
    return Consolidator(settings.CONSOLIDATOR_URL, settings.CONSOLIDATOR_SECRET, now)
