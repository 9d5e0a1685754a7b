"""The office: who of the staff rules on what the law leaves to the Board."""

from __future__ import annotations

import click
from django.utils import timezone

from guichet.domain.identity import staff
from guichet.domain.identity.queries import account_of


@click.group()
def group() -> None:
    """The office: who rules for the Board."""


@group.command("board")
@click.argument("username")
@click.option("--end", "ended", is_flag=True, help="They rule for the Board no longer.")
def board(username: str, ended: bool) -> None:
    """Let somebody of the staff rule on what the law leaves to the Board, or no longer."""
    account, now = account_of(username), timezone.now()
    if account is None:
        raise click.ClickException(f"there is no account {username}")
    if ended:
        staff.take(account, staff.BOARD, now=now)
        return
    try:
        staff.give(account, staff.BOARD, staff.HEAD_OFFICE, now=now)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{username} rules for the Board")
