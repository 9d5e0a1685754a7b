"""``guichet payments bank-file FILE`` takes in what a bank says; ``bring-forward`` enters what an
account held before; ``request-to-pay`` asks for bills.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from guichet.domain.identity.operators import acting

if TYPE_CHECKING:
    from guichet.domain.payments.bank.statements import Booked


@click.group()
def group() -> None:
    """Payments and the files of banks."""


@group.command("bank-file")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting("reconcile")
def bank_file(file: Path) -> None:
    """Book a bank's camt.053, camt.054, pain.002 or pain.014 file; what was told before changes
    nothing.
    """
    from django.utils import timezone

    from guichet.domain.payments.bank.inbox import take
    from guichet.domain.payments.bank.statements import Booked
    from guichet.domain.payments.presenting.requests import Answered
    from guichet.engine.refusal import Refused
    from guichet.lib.locale import here
    from guichet.lib.money import show_minor

    try:
        done = take(file.read_bytes(), timezone.now())
    except Refused as refused:
        raise click.ClickException(refused.sentence("en")) from refused
    if isinstance(done, Booked):
        click.echo(
            f"{done.lines:,} lines, {done.fresh:,} of them new ({show_minor(done.total)} {here().currency.code}):"
            f" {done.payments:,} payments, {done.in_suspense:,} in suspense, {done.payouts:,} of payouts;"
            f" {done.statements:,} statements with balances"
        )
        _doubts(done)
    elif isinstance(done, Answered):
        click.echo(f"{done.refused:,} requests to pay refused, {done.unknown:,} not of ours")
    elif done.duplicate:
        click.echo(f"Batch {done.batch}: the bank had the file before")
    else:
        click.echo(f"Batch {done.batch}: {done.rejected:,} refused, {done.unknown:,} not of it")


def _doubts(done: Booked) -> None:
    """What of a file somebody has to look into."""
    if done.apart:
        click.echo(f"{done.apart:,} lines of charges or of what details leave of their entries")
    if done.conflicts:
        click.echo(
            f"{done.conflicts:,} entries contradict what was booked: nothing was done, see guichet reconcile"
        )
    for one in done.waiting:
        click.echo(f"{one.key} waits: {one.why.sentence('en')}")


@group.command("bring-forward")
@click.argument("account", metavar="IBAN")
@click.argument("day", metavar="YYYY-MM-DD")
@click.argument("balance", metavar="AMOUNT")
@acting("reconcile")
def bring_forward(account: str, day: str, balance: str) -> None:
    """Enter, once, what the bank says an account held at the end of the day before its first
    statement.
    """
    from datetime import date

    from django.utils import timezone

    from guichet.domain.payments.bank import opening_balance
    from guichet.engine.refusal import Refused
    from guichet.lib.locale import here
    from guichet.lib.money import parse_minor, show_minor

    try:
        chosen, amount = date.fromisoformat(day), parse_minor(balance)
        if abs(amount) >= 10**17:
            raise ValueError(balance)
    except ValueError:
        raise click.UsageError(
            "a day is such as 2026-11-24, a balance such as 1250000.50"
        ) from None
    try:
        booked = opening_balance.bring_forward(account, chosen, amount, timezone.now())
    except Refused as refused:
        raise click.ClickException(refused.sentence("en")) from refused
    click.echo(
        f"{account}: {show_minor(booked)} {here().currency.code} brought forward to {chosen}"
    )


@group.command("request-to-pay")
@acting("reconcile")
def request_to_pay() -> None:
    """Ask the banks of establishments to pay the bills that are new or changed, by a
    pain.013 file.
    """
    from django.utils import timezone

    from guichet.domain.payments.presenting.requests import request

    done = request(timezone.now())
    click.echo(f"{done.asked:,} bills asked for, {done.left_out:,} without an account on record")
