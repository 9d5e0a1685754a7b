"""``guichet payments bank-file FILE``: take a bank's statement in."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def group() -> None:
    """Payments and the files of banks."""


@group.command("bank-file")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def bank_file(file: Path) -> None:
    """Book a bank's camt.053 or camt.054 file; lines that were told before change nothing."""
    from django.utils import timezone

    from guichet.domain.payments.statements import book
    from guichet.engine.refusal import Refused
    from guichet.lib.money import show_minor

    try:
        done = book(file.read_bytes(), timezone.now())
    except Refused as refused:
        raise click.ClickException(refused.sentence("en")) from refused
    click.echo(
        f"{done.lines:,} lines, {done.fresh:,} of them new ({show_minor(done.total)} SAR):"
        f" {done.payments:,} payments, {done.in_suspense:,} in suspense, {done.payouts:,} of payouts"
    )
