"""``guichet payments bank-file FILE`` takes in what a bank says; ``guichet payments request-to-pay`` asks for bills."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def group() -> None:
    """Payments and the files of banks."""


@group.command("bank-file")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def bank_file(file: Path) -> None:
    """Book a bank's camt.053, camt.054, pain.002 or pain.014 file; what was told before changes nothing."""
    from django.utils import timezone

    from guichet.domain.payments.inbox import take
    from guichet.domain.payments.requesting import Answered
    from guichet.domain.payments.statements import Booked
    from guichet.engine.refusal import Refused
    from guichet.lib.money import show_minor

    try:
        done = take(file.read_bytes(), timezone.now())
    except Refused as refused:
        raise click.ClickException(refused.sentence("en")) from refused
    if isinstance(done, Booked):
        click.echo(
            f"{done.lines:,} lines, {done.fresh:,} of them new ({show_minor(done.total)} SAR):"
            f" {done.payments:,} payments, {done.in_suspense:,} in suspense, {done.payouts:,} of payouts"
        )
    elif isinstance(done, Answered):
        click.echo(f"{done.refused:,} requests to pay refused, {done.unknown:,} not of ours")
    elif done.duplicate:
        click.echo(f"Batch {done.batch}: the bank had the file before")
    else:
        click.echo(f"Batch {done.batch}: {done.rejected:,} refused, {done.unknown:,} not of it")


@group.command("request-to-pay")
def request_to_pay() -> None:
    """Ask the banks of establishments to pay the bills that are new or changed, by a pain.013 file."""
    from django.utils import timezone

    from guichet.domain.payments.requesting import request

    done = request(timezone.now())
    click.echo(f"{done.asked:,} bills asked for, {done.left_out:,} without an account on record")
