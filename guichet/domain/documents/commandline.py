"""Revoke a document that must no longer be relied on, or write its signed paper to a file."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from guichet.domain.documents import commands
from guichet.domain.documents.composition import NoPaper, NoSigner, Silent, paper
from guichet.domain.identity.operators import acting
from guichet.lib import reference


@click.group("documents")
def group() -> None:
    """Documents the institution issued."""


@group.command("revoke")
@click.argument("number")
@click.option(
    "--reason", required=True, help="Kept in the audit log; the public check does not show it."
)
@acting("administer", told="by")
def revoke(number: str, reason: str, by: str) -> None:
    """Revoke the document of a NUMBER; whoever checks it from now on is told."""
    try:
        fresh = commands.revoke(number, reason, by, timezone.now())
    except LookupError:
        raise click.ClickException(f"there is no document {number}") from None
    click.echo(f"{number}: {'revoked' if fresh else 'was revoked already'}")


@group.command("paper")
@click.argument("number")
@acting("administer")
@click.option("--language", type=click.Choice(["ar", "en", "fr"]), default="ar", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def write(number: str, language: str, out: Path) -> None:
    """Write the signed paper of a transaction's NUMBER to a file."""
    transaction = reference.decode(number)
    try:
        body = paper(-1 if transaction is None else transaction, language, timezone.now())
    except NoPaper:
        raise click.ClickException(f"there is no finished transaction {number}") from None
    except (NoSigner, Silent) as error:
        raise click.ClickException(str(error)) from None
    out.write_bytes(body)
    click.echo(f"{len(body):,} bytes in {out}")
