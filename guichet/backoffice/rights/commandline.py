"""The first two administrators of rights, and who of the staff may do what."""

from __future__ import annotations

import click
from django.utils import timezone

from guichet.domain.identity import staff, staff_changes
from guichet.domain.identity.queries import account_of
from guichet.engine.refusal import Refused


@click.group()
def group() -> None:
    """Who of the staff may do what."""


@group.command("begin")
@click.argument("usernames", nargs=-1, required=True)
def begin(usernames: tuple[str, ...]) -> None:
    """Name the first administrators of rights; only while there are not two. Every further right is
    given by two of them, on the page.
    """
    accounts = []
    for username in usernames:
        found = account_of(username)
        if found is None:
            raise click.ClickException(staff_changes.NOT_STAFF.sentence("en", username=username))
        accounts.append(found)
    try:
        staff_changes.begin(accounts, timezone.now())
    except Refused as refused:
        raise click.ClickException(refused.sentence("en")) from refused
    click.echo(f"{', '.join(usernames)}: administers the rights of staff")


@group.command("list")
def list_() -> None:
    """Who of the staff may do what, and where."""
    for account, held in staff.rights_of_all():
        said = ", ".join(f"{m.rights[0]} ({m.party})" for m in held) or "no right"
        click.echo(f"{account.username}: {said}")
