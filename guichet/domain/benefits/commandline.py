"""``guichet benefits run YYYY-MM``: order a month's pensions; ``unconfirmed``: whose proof of life
is overdue.
"""

from __future__ import annotations

from datetime import date

import click

from guichet.domain.identity.operators import acting


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
