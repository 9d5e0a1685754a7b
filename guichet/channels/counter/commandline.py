"""The counter: branches, and the figures of branch and electronic transactions."""

from __future__ import annotations

from datetime import timedelta

import click
from django.utils import timezone

from guichet.channels.counter.comparison import Side
from guichet.channels.counter.figures import between
from guichet.domain.identity import staff
from guichet.domain.identity.operators import acting
from guichet.domain.reception import queue
from guichet.domain.reception.queries import signed_papers
from guichet.engine.context import HOME


@click.group()
def group() -> None:
    """The counter."""


@group.command("branch")
@click.argument("number", type=click.IntRange(1, 9999))
@click.option("--ar", required=True, help="Its name in Arabic.")
@click.option("--latin", required=True, help="Its name in Latin letters.")
@acting(staff.ADMINISTER)
def branch(number: int, ar: str, latin: str) -> None:
    """Add a branch or call centre, or name it anew."""
    queue.add_branch(number, ar, latin)
    click.echo(f"{number} {latin}")


@group.command("figures")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True)
@acting(staff.COUNTER, staff.ADMINISTER)
def figures(days: int) -> None:
    """Transactions at branches and by electronic channels: count and median handling time, by
    service.
    """
    today = timezone.now().astimezone(HOME).date()
    found = between(today - timedelta(days=days - 1), today)
    click.echo(f"{'service':<40}{'branch':>9}{'median':>9}{'electronic':>12}{'median':>9}")
    for line in found.lines:
        click.echo(_row(line.service.key, line.branch, line.electronic))
    click.echo(_row("all", found.branch, found.electronic))
    click.echo(f"electronic share: {found.share} %")
    for name, side in found.channels:
        click.echo(
            f"  {name.en:<24}{side.count:>9}  median {side.time or '-'} of {side.measured} measured"
        )
    click.echo(
        f"tickets: {found.queue['issued']}, did not come: {found.queue['absent']},"
        f" median wait {found.queue['waited'] or '-'}, median served {found.queue['served'] or '-'}"
    )


def _row(name: str, branch: Side, electronic: Side) -> str:
    return f"{name:<40}{branch.count:>9}{branch.time or '-':>9}{electronic.count:>12}{electronic.time or '-':>9}"


@group.command("papers")
@click.option("--days", type=click.IntRange(1, 366), default=1, show_default=True)
@acting(staff.ADMINISTER)
def papers(days: int) -> None:
    """The signed forms that clerks named, to be compared with the forms in the archive: a reference
    without a form is a forgery.
    """
    for paper in signed_papers(timezone.now() - timedelta(days=days)):
        at = paper.recorded_at.astimezone(HOME)
        click.echo(
            f"{at:%Y-%m-%d %H:%M}\t{paper.branch}\t{paper.clerk}\t{paper.person or ''}\t{paper.reference}"
        )
