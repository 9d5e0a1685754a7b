"""What the institution took back of a bill because an objection was right: a journal and rows of
their own (ADR 45).

The bill and its lines stay as they were issued. A concession is kept for each line, so that when
the facts of the registry are put right later, and the bill run gives the difference back itself,
the concession is met by it and nothing is given twice.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from guichet.domain.contributions.assessment import SHARES
from guichet.domain.contributions.penalties import charge_penalties
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import CONCESSION, CONCESSION_MET, RECEIVABLE
from guichet.domain.ledger.queries import days_of
from guichet.domain.payments import locks
from guichet.domain.payments.allocation import settle
from guichet.engine import audit, store
from guichet.law import country

CONTESTABLE = {
    "establishment": pl.Int64,
    "billed_in": pl.Date,  # the bill
    "month": pl.Date,  # of the contributions
    "engagement": pl.Int64,
    "total": pl.Int64,  # of the line
    "left": pl.Int64,  # of it not taken back yet
    "issued_on": pl.Date,
    "object_by": pl.Date,
}
_LINE = ["billed_in", "month", "engagement"]


def contestable(bills: pl.DataFrame) -> pl.DataFrame:
    """The lines of bills (``establishment``, ``billed_in``) that charge something: columns of
    `CONTESTABLE`.
    """
    asked = bills.select("establishment", "billed_in").drop_nulls().unique()
    rows = store.fetch(
        "SELECT c.establishment, c.billed_in, c.month, c.engagement, c.total, c.total - coalesce(g.amount, 0), b.journal_id"
        " FROM unnest(%(establishments)s::bigint[], %(months)s::date[]) a(establishment, billed_in)"
        " JOIN contributions_bill b ON b.establishment = a.establishment AND b.month = a.billed_in"
        " JOIN contributions_contribution c ON c.establishment = a.establishment AND c.billed_in = a.billed_in"
        " LEFT JOIN LATERAL (SELECT sum(k.amount)::bigint amount FROM contributions_concession k"
        "  WHERE k.engagement = c.engagement AND k.month = c.month AND k.billed_in = c.billed_in AND k.amount > 0) g ON true"
        " WHERE c.total > 0 ORDER BY c.establishment, c.billed_in, c.month, c.engagement",
        {n: t for n, t in CONTESTABLE.items() if n not in ("issued_on", "object_by")}
        | {"journal": pl.Int64},
        establishments=asked["establishment"],
        months=asked["billed_in"],
    )
    dated = rows.join(
        contestable_until(rows["journal"].unique()), on="journal", how="left", maintain_order="left"
    )
    return dated.select(*CONTESTABLE)


def contestable_until(journals: pl.Series) -> pl.DataFrame:
    """Until when the bills of journals can be objected to: ``journal``, ``issued_on``,
    ``object_by``.
    """
    dated, law = days_of(journals), country.parameters()
    by = {
        day: country.objections.object_by(day, parameters=law)
        for day in dated["day"].unique().drop_nulls()
    }
    last = pl.col("day").replace_strict(by, return_dtype=pl.Date)
    return dated.select("journal", issued_on="day", object_by=last)


def share_out(lines: pl.DataFrame, key: str) -> pl.DataFrame:
    """Lines with ``amount``: what is contested of each, ``disputed`` of each ``key`` shared out by
    what is left of them.
    """
    so_far = pl.col("left").cum_sum().over(key).cast(pl.Int128)
    whole = pl.col("left").sum().over(key).cast(pl.Int128)
    reached = (pl.col("disputed").cast(pl.Int128) * so_far // whole).cast(pl.Int64)
    rows = lines.filter(pl.col("left") > 0).with_columns(reached=reached)
    amount = pl.col("reached") - pl.col("reached").shift(1).over(key).fill_null(0)
    return rows.with_columns(amount=amount).drop("reached").filter(pl.col("amount") > 0)


def concede(lines: pl.DataFrame, now: datetime) -> None:
    """Take parts of bills back, in the caller's ``atomic``: ``establishment``, `_LINE`, ``amount``,
    ``transaction``.

    What was paid of it becomes credit; penalties that grew on it are given back at once.

    Raises:
        store.WriteConflict: less is left of a line by now; decide again.
    """
    locks.accounts(lines["establishment"])
    left = contestable(lines).select(*_LINE, now_left="left")
    both = lines.join(left, on=_LINE, how="left")
    if both.filter(pl.col("amount") > pl.col("now_left").fill_null(0)).height:
        raise store.WriteConflict
    _post(lines, CONCESSION, 1, now)
    settle(lines["establishment"], now, source="objection")
    charge_penalties(now, lines["establishment"].unique())
    audit.note(
        "concessions",
        {
            "lines": lines.height,
            "total": int(lines["amount"].sum()),
            "transactions": sorted(set(lines["transaction"].to_list())),
            "law": country.parameters().version,
        },
    )


def meet(lines: pl.DataFrame, now: datetime) -> None:
    """Bills give the lines' amounts back (below nought): what was conceded of the same is not given
    a second time.

    In the caller's ``atomic``; ``lines`` has columns of `reckoning.LINE`.
    """
    less = lines.filter(pl.col("total") < 0).select("month", "engagement", back=-pl.col("total"))
    if less.is_empty():
        return
    given = store.fetch(
        "SELECT k.establishment, k.month, k.engagement, k.billed_in, k.transaction, sum(k.amount)::bigint"
        " FROM unnest(%(months)s::date[], %(engagements)s::bigint[]) a(month, engagement)"
        " JOIN contributions_concession k USING (month, engagement)"
        " GROUP BY 1, 2, 3, 4, 5 HAVING sum(k.amount) > 0 ORDER BY 1, 2, 3, 4, 5",
        _GIVEN,
        months=less["month"],
        engagements=less["engagement"],
    )
    rows = given.join(less, on=["month", "engagement"], maintain_order="left")
    before = pl.col("given").cum_sum().over("month", "engagement") - pl.col("given")
    met = pl.min_horizontal("given", (pl.col("back") - before).clip(lower_bound=0))
    rows = rows.with_columns(amount=met).filter(pl.col("amount") > 0)
    if rows.height:
        locks.accounts(rows["establishment"])
        _post(rows, CONCESSION_MET, -1, now)


_GIVEN = {
    "establishment": pl.Int64,
    "month": pl.Date,
    "engagement": pl.Int64,
    "billed_in": pl.Date,
    "transaction": pl.Int64,
    "given": pl.Int64,
}


def _post(lines: pl.DataFrame, kind: str, sign: int, now: datetime) -> None:
    """A journal for each bill and objection: the debt of its months, against the branches it was
    charged for.
    """
    group = ["establishment", "billed_in", "transaction"]
    heads = (
        lines.select(group)
        .unique(maintain_order=True)
        .with_row_index("key")
        .with_columns(pl.col("key").cast(pl.Int64))
    )
    journals = heads.select(
        "key",
        kind=pl.lit(kind),
        at=pl.lit(now),
        month="billed_in",
        source=pl.lit("transaction"),
        reference="transaction",
        description=pl.lit(""),
    )
    keyed = lines.join(heads, on=group, how="left", maintain_order="left")
    ids = ledger.post(journals, _entries(keyed, sign))
    numbered = keyed.join(heads.select("key").with_columns(journal_id=ids), on="key", how="left")
    store.insert(
        "contributions_concession",
        numbered.select(
            "establishment",
            *_LINE,
            "transaction",
            "journal_id",
            amount=sign * pl.col("amount"),
            at=pl.lit(now),
        ),
    )


def _entries(keyed: pl.DataFrame, sign: int) -> pl.DataFrame:
    """Of each journal: less of the establishment's debt by month, less for the branches that were
    to have it; the other way round where ``sign`` is -1.
    """
    theirs = keyed.group_by("key", "establishment", "month", maintain_order=True).agg(
        pl.col("amount").sum()
    )
    theirs = theirs.select(
        "key",
        "month",
        amount=-sign * pl.col("amount"),
        kind=pl.lit(RECEIVABLE),
        branch=pl.lit(None, dtype=pl.String),
        party_kind=pl.lit("establishment"),
        party="establishment",
    )
    ours = _by_branch(keyed).select(
        "key",
        "month",
        amount=sign * pl.col("amount"),
        kind=pl.lit("contributions-") + pl.col("share").str.extract(r"^([a-z]+)"),
        branch=pl.col("share").str.replace("_", "-", literal=True),
        party_kind=pl.lit(None, dtype=pl.String),
        party=pl.lit(None, dtype=pl.Int64),
    )
    return pl.concat([theirs, ours.select(theirs.columns)])


def _by_branch(lines: pl.DataFrame) -> pl.DataFrame:
    """What of each line goes back to which branch and side, in the measure it was charged: key,
    month, share, amount.
    """
    charged = store.fetch(
        f"SELECT c.billed_in, c.month, c.engagement, {', '.join(f'c.{name}' for name in SHARES)}"
        " FROM unnest(%(billed)s::date[], %(months)s::date[], %(engagements)s::bigint[]) a(billed_in, month, engagement)"
        " JOIN contributions_contribution c USING (month, engagement, billed_in)",
        {
            "billed_in": pl.Date,
            "month": pl.Date,
            "engagement": pl.Int64,
            **dict.fromkeys(SHARES, pl.Int64),
        },
        billed=lines["billed_in"],
        months=lines["month"],
        engagements=lines["engagement"],
    ).unique(_LINE)
    wide = lines.with_row_index("line").join(charged, on=_LINE, how="left")
    long = wide.unpivot(
        SHARES, index=["line", "key", "month", "amount"], variable_name="share", value_name="left"
    )
    parts = share_out(long.rename({"amount": "disputed"}).sort("line", "share"), "line")
    return parts.group_by("key", "month", "share", maintain_order=True).agg(pl.col("amount").sum())
