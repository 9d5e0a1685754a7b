"""Keys that sign the access tokens of systems."""

from __future__ import annotations

import click
from django.utils import timezone

from guichet.domain.systems import keys


@click.group()
def group() -> None:
    """Keys that sign the access tokens of systems."""


@group.command("key")
@click.option(
    "--at-once",
    is_flag=True,
    help="Sign from now on: only if the key before is lost or known to others.",
)
def create(at_once: bool) -> None:
    """Make a new token key. It is published now and signs in an hour; the one before verifies for a
    day more.
    """
    now = timezone.now()
    first = not keys.token_keys()
    since = now if at_once or first else now + keys.NOTICE
    kid = keys.create(since)
    click.echo(
        f"Key {kid} in {keys.folder()} signs from {since:%Y-%m-%d %H:%M:%S} UTC. Back it up with the secrets."
    )


@group.command("keys")
def listed() -> None:
    """List the token keys and what each is for now."""
    now = timezone.now()
    known, shown = keys.token_keys(), {key.kid for key in keys.published(now)}
    signing = keys.signing_key(now).kid if known else ""
    for key in known:
        state = (
            "signs"
            if key.kid == signing
            else "published"
            if key.kid in shown
            else "forgotten: delete its file"
        )
        click.echo(f"{key.kid}  from {key.since:%Y-%m-%d %H:%M:%S} UTC  {state}")
