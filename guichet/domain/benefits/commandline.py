"""``guichet benefits run YYYY-MM``: order a month's pensions."""

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
