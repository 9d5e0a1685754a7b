"""Instalment plans: an establishment's overdue debt in parts, each with its day.

Nothing is moved on the account: the debt stays where it is, payments go to the oldest month as
ever, and what is overdue beyond the plan tells whether it is kept. Kept is a plan while no more is
overdue than its parts still to come; so a new bill that is not paid breaks it too (RC42). Penalties
of its months rest while it is kept (`penalties`).
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.contributions.accounts import account_of
from guichet.domain.payments import locks
from guichet.domain.payments.due import with_due
from guichet.domain.payments.queries import months_of
from guichet.engine import audit, events, store
from guichet.engine.context import HOME
from guichet.law import country

PLAN = {
    "plan": pl.Int64,
    "establishment": pl.Int64,
    "debt": pl.Int64,
    "began_on": pl.Date,
    "transaction": pl.Int64,
    "ended_on": pl.Date,
    "end": pl.String,
    "rests_until": pl.Date,
}
PART = {
    "plan": pl.Int64,
    "number": pl.Int64,
    "due_on": pl.Date,
    "amount": pl.Int64,
}
_COLUMNS = 'id, establishment, debt, began_on, transaction, ended_on, "end", rests_until'
_AT_ONCE = 5_000
FULFILLED, BROKEN = "fulfilled", "broken"


def plans_of(establishments: pl.Series, *, running: bool = False) -> pl.DataFrame:
    """The plans of establishments, the newest first; only those that run, or all: columns of
    `PLAN`.
    """
    only = " AND ended_on IS NULL" if running else ""
    return store.fetch(
        f"SELECT {_COLUMNS} FROM contributions_instalmentplan"
        f" WHERE establishment = ANY(%(numbers)s::bigint[]){only} ORDER BY establishment, id DESC",
        PLAN,
        numbers=establishments.drop_nulls().unique(),
    )


def parts_of(plans: pl.Series) -> pl.DataFrame:
    """The instalments of plans in their order: columns of `PART`."""
    return store.fetch(
        "SELECT plan_id, number, due_on, amount FROM contributions_instalment"
        " WHERE plan_id = ANY(%(plans)s::bigint[]) ORDER BY plan_id, number",
        PART,
        plans=plans,
    )


def standing_of_plans(establishments: pl.Series, today: date) -> pl.DataFrame:
    """Running plans, part by part: `PLAN`, ``number``, ``due_on``, ``amount``, ``paid`` of the part
    and ``kept`` (the plan).

    What was paid of the debt fills the parts in their order.
    """
    plans = plans_of(establishments, running=True)
    overdue = account_of(plans["establishment"], today).select("establishment", "overdue")
    rows = plans.join(overdue, on="establishment", how="left").join(
        parts_of(plans["plan"]), on="plan"
    )
    rows = rows.sort("establishment", "number")
    before = pl.col("amount").cum_sum().over("plan") - pl.col("amount")
    paid = (pl.col("debt") - pl.col("overdue")).clip(lower_bound=0)
    to_come = pl.col("amount").filter(pl.col("due_on") >= today).sum().over("plan")
    return rows.with_columns(
        paid=pl.min_horizontal(pl.col("amount"), (paid - before).clip(lower_bound=0)),
        kept=pl.col("overdue") <= to_come,
    )


def plans_today(parts: pl.DataFrame) -> pl.DataFrame:
    """How running plans stand, from `standing_of_plans`: ``establishment``, ``kept``, ``debt``, and
    of the first part that is not paid ``next_on`` and ``next_amount``, what is left of it (null
    when all are).
    """
    owing = pl.col("paid") < pl.col("amount")
    return parts.group_by("establishment", maintain_order=True).agg(
        pl.col("kept", "debt").first(),
        next_on=pl.col("due_on").filter(owing).first(),
        next_amount=(pl.col("amount") - pl.col("paid")).filter(owing).first(),
    )


def kept_plans(establishments: pl.Series, today: date) -> pl.Series:
    """Those of the establishments that keep a running plan."""
    found = standing_of_plans(establishments, today)
    return found.filter(pl.col("kept"))["establishment"].unique()


def rests_of(establishments: pl.Series) -> pl.DataFrame:
    """When penalties rest: ``establishment``, ``began_on`` and ``rests_until`` (null while a plan
    runs).
    """
    return plans_of(establishments).select("establishment", "began_on", "rests_until")


def begin(plans: pl.DataFrame, parts: pl.DataFrame, today: date) -> None:
    """Begin plans, in the caller's ``atomic``.

    Args:
        plans: ``position``, ``establishment``, ``debt``, ``transaction``.
        parts: ``position`` of the plan, ``number``, ``due_on``, ``amount``; they sum to the debt.

    Raises:
        django.db.IntegrityError: an establishment has a running plan already.
        ValueError: the parts are not the debt.
    """
    locks.accounts(plans["establishment"])
    sums = parts.group_by("position").agg(whole=pl.col("amount").sum())
    if (
        plans.join(sums, on="position").filter(pl.col("whole") == pl.col("debt")).height
        != plans.height
    ):
        raise ValueError("the instalments of a plan are not its debt")
    law = country.parameters().version
    numbered = plans.with_columns(
        id=store.next_ids("contributions_instalmentplan_id_seq", plans.height)
    )
    store.insert(
        "contributions_instalmentplan",
        numbered.select(
            "id",
            "establishment",
            "debt",
            "transaction",
            began_on=pl.lit(today),
            law=pl.lit(law),
            end=pl.lit(""),
        ),
    )
    kept = parts.join(
        numbered.select("position", plan_id="id"), on="position", maintain_order="left"
    )
    store.insert("contributions_instalment", kept.select("plan_id", "number", "due_on", "amount"))
    audit.note(
        "plans-begun",
        {"plans": numbered["id"].to_list(), "transactions": plans["transaction"].to_list()},
    )


def review(now: datetime) -> int:
    """End the plans that are fulfilled or broken by today; how many."""
    today = now.astimezone(HOME).date()
    running = store.fetch(
        "SELECT establishment FROM contributions_instalmentplan WHERE ended_on IS NULL ORDER BY 1",
        {"establishment": pl.Int64},
    )
    return sum(
        store.settle(lambda part=part: _review(part.to_series(), today, now))  # type: ignore[misc]
        for part in running.iter_slices(_AT_ONCE)
    )


def _review(establishments: pl.Series, today: date, now: datetime) -> int:
    with store.atomic():
        locks.accounts(establishments)
        parts = standing_of_plans(establishments, today).join(
            _newly_owed(establishments, today), on="establishment", how="left"
        )
        # Of the plan alone: what is owed since for later months is no instalment missed.
        paid = pl.col("debt") - pl.col("overdue") + pl.col("newly").fill_null(0)
        short = pl.col("amount").cum_sum().over("plan") > paid
        missed = pl.col("due_on").filter(short & (pl.col("due_on") < today)).min()
        plans = parts.group_by("plan", "establishment", "overdue", "kept").agg(missed=missed)
        ended = plans.filter((pl.col("overdue") == 0) | ~pl.col("kept")).sort("plan")
        if ended.is_empty():
            return 0
        end = pl.when(pl.col("overdue") == 0).then(pl.lit(FULFILLED)).otherwise(pl.lit(BROKEN))
        ended = ended.with_columns(
            end=end,
            rests_until=pl.when(pl.col("overdue") > 0).then("missed").fill_null(pl.lit(today)),
        )
        _end(ended, today, now)
        return ended.height


def _newly_owed(establishments: pl.Series, today: date) -> pl.DataFrame:
    """Unpaid contributions of months that fell due since the running plan began: ``establishment``,
    ``newly``.
    """
    plans = plans_of(establishments, running=True).select("establishment", "began_on")
    months = months_of(establishments).join(plans, on="establishment")
    due_on = pl.col("due_on")
    since = with_due(months).filter(
        (due_on >= pl.col("began_on")) & (due_on < today) & (pl.col("contributions") > 0)
    )
    return since.group_by("establishment").agg(newly=pl.col("contributions").sum())


def _end(ended: pl.DataFrame, today: date, now: datetime) -> None:
    store.execute(
        'UPDATE contributions_instalmentplan p SET ended_on = %(today)s, "end" = e.word, rests_until = e.until'
        " FROM unnest(%(plans)s::bigint[], %(words)s::text[], %(untils)s::date[]) AS e(plan, word, until)"
        " WHERE p.id = e.plan AND p.ended_on IS NULL",
        today=today,
        plans=ended["plan"],
        words=ended["end"],
        untils=ended["rests_until"],
    )
    events.tell_many("plan-ended", ended.select("establishment", "plan", "end"), now)
    audit.note("plans-ended", {"plans": ended.select("plan", "end").rows()})
