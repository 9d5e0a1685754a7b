"""``guichet benefits run YYYY-MM``: order a month's pensions; ``unconfirmed``: whose proof of life
is overdue; ``recalculate``: decide pensions in payment anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from guichet.domain.identity.operators import acting

if TYPE_CHECKING:  # the command line is imported before the models may be
    from guichet.domain.benefits.recalculation import Totals

LISTED = 500


@click.group()
def group() -> None:
    """Pensions in payment."""


@group.command("run")
@click.argument("month", metavar="YYYY-MM")
@acting("gather")
def run(month: str) -> None:
    """Order the pensions of a month; who was ordered already is not ordered again."""
    from django.utils import timezone

    from guichet.domain.benefits import queries
    from guichet.domain.benefits.commands import run_month
    from guichet.engine.refusal import Refused
    from guichet.lib.money import show_minor

    try:
        chosen = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise click.BadParameter(f"{month!r} is not a month such as 2026-10") from None
    try:
        done = run_month(chosen, timezone.now())
    except Refused as refused:
        raise click.ClickException(refused.sentence("en")) from refused
    click.echo(
        f"{month}: {done.ordered:,} pensioners ordered, {show_minor(done.total)} in all; {done.left_out:,} left out;"
        f" {show_minor(done.arrears)} of it arrears"
    )
    for row in queries.left_out(chosen).iter_rows(named=True):
        click.echo(f"  not paid: {row['person']}: {row['why']}")


@group.command("unconfirmed")
@click.option("--limit", default=500, show_default=True, help="How many are listed at most.")
@acting("gather")
def unconfirmed(limit: int) -> None:
    """List pensioners whose last proof of life, or award, is longer ago than the law lets it be.

    Nothing is suspended: somebody asks after them.
    """
    from django.utils import timezone

    from guichet.domain.benefits import confirmations
    from guichet.engine.context import HOME

    today = timezone.now().astimezone(HOME).date()
    rows = confirmations.unconfirmed(today, limit)
    count = confirmations.count_unconfirmed(today)
    click.echo(
        f"{count:,} pensioners are overdue; {rows.height:,} listed, the longest overdue first"
    )
    for row in rows.iter_rows(named=True):
        last = f"confirmed {row['confirmed_on']}" if row["confirmed_on"] else "never confirmed"
        click.echo(
            f"  {row['person']}: due on {row['due_on']}; awarded {row['awarded_on']}, {last}"
        )


@group.command("recalculate")
@click.option("--rehearse", is_flag=True, help="Say what it would come to; nothing is written.")
@acting("gather")
def recalculate(rehearse: bool) -> None:
    """Decide every pension in payment anew: by what is on record today and the law in force.

    It may be stopped at any time; the next call goes on where it was. What cannot be decided is
    listed, and paid as before.
    """
    from django.utils import timezone

    from guichet.domain.benefits import recalculation
    from guichet.engine.refusal import Refused
    from guichet.lib.money import show_minor

    now = timezone.now()
    run = None
    try:
        done = recalculation.rehearse(now) if rehearse else recalculation.recalculate(now)
        for line in recalculation_lines(done, rehearse=rehearse):
            click.echo(line)
        if not rehearse:
            run = recalculation.order_arrears(now)
    except Refused as refused:
        raise click.ClickException(refused.sentence("en")) from refused
    if run is not None:
        click.echo(f"arrears ordered: {show_minor(run.arrears)} to {run.ordered:,} pensioners")
    elif not rehearse:
        click.echo("arrears are ordered by the run of this month's pensions")


@group.command("left")
@click.option("--limit", default=LISTED, show_default=True, help="How many are listed at most.")
@acting("gather")
def left(limit: int) -> None:
    """List awards that the latest recalculation left to people: why, what is paid, what is due; and
    to whom more contributions were given back than the record of today comes to; and who works
    beside a pension in a way that nobody can decide from the record.
    """
    from django.utils import timezone

    from guichet.domain.benefits import work_again_lines
    from guichet.domain.benefits.lump_sum_payments import beyond
    from guichet.domain.benefits.recalculation import left_to_people
    from guichet.engine.context import HOME
    from guichet.lib.money import show_minor

    today = timezone.now().astimezone(HOME).date()
    rows = left_to_people(limit)
    click.echo(f"{rows.height:,} awards wait for somebody; they are paid as before")
    for row in rows.iter_rows(named=True):
        due = "no pension" if row["due"] is None else show_minor(row["due"])
        paid = show_minor(row["paid"] or 0)
        click.echo(f"  {row['person']}: {row['why']}; paid {paid}, by the record of today {due}")
    for person, why in work_again_lines.left_to_people(today)[:limit]:
        click.echo(f"  {person}: at work beside a pension, and {why}")
    for person, amount in beyond(today).head(limit).iter_rows():
        more = show_minor(amount)
        click.echo(f"  {person}: given back {more} beyond what the record of today comes to")


def recalculation_lines(done: Totals, *, rehearse: bool) -> Iterator[str]:
    """What a recalculation came to, as it is told."""
    from guichet.lib.money import show_minor

    would = "would be " if rehearse else ""
    yield (
        f"{done.looked:,} awards looked at: {done.raised:,} {would}raised,"
        f" {done.lowered:,} {would}lowered, {done.left.height:,} left to people"
    )
    yield f"a month: {show_minor(done.monthly_more)} more, {show_minor(done.monthly_less)} less"
    yield (
        f"for months past: {show_minor(done.past_more)} owed to pensioners,"
        f" {show_minor(done.past_less)} paid beyond"
    )
    for row in done.largest.iter_rows(named=True):
        yield (
            f"  {row['person']}: {show_minor(row['paid'] or 0)} -> {show_minor(row['due'])}"
            f" from {row['since']:%Y-%m}"
        )
    for why, count in done.left.group_by("why").len().sort("why").iter_rows():
        yield f"left to people, {why}: {count:,}"
    for person, why in done.left.select("person", "why").head(LISTED).iter_rows():
        yield f"  {person}: {why}"


@group.command("search")
@acting("gather")
def search() -> None:
    """Look at everybody for what is unpaid to them or never claimed, and tell them, each once.

    It is done each month by itself; this goes on with it where it is.
    """
    from django.utils import timezone

    from guichet.domain.benefits.search import search as look

    done = look(timezone.now())
    click.echo(f"{done.looked:,} people looked at, {done.told:,} findings told")
