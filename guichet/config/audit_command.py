"""``guichet audit``: seal the log, keep its seals elsewhere, take over what was brought along,
verify all of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guichet.config.commandline import awake


@click.group()
def audit() -> None:
    """The audit log."""


@audit.command("seal")
def audit_seal() -> None:
    """Seal what was committed since the last seal."""
    awake()
    from django.utils import timezone

    from guichet.engine import audit as log

    click.echo(f"{log.seal(timezone.now()):,} leaves sealed")


@audit.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def audit_export(folder: Path) -> None:
    """Add the seals that FOLDER, a second place, does not have yet; exit status 1 if the log
    contradicts it.
    """
    awake()
    from guichet.engine import seal_copies

    try:
        click.echo(f"{seal_copies.export(folder):,} seals added to {folder}")
    except seal_copies.Contradicted as error:
        raise click.ClickException(str(error)) from None


@audit.command("take-over")
def audit_take_over() -> None:
    """Attest rows that came from no transaction, as they are now: once, when an institution begins
    or is upgraded.
    """
    awake()
    from django.utils import timezone

    from guichet.engine import takeover

    for table, rows in takeover.take_over(timezone.now()).items():
        click.echo(f"{table}: {rows:,} rows taken over")


@audit.command("verify")
@click.option("--anchor", help="A published seal (hexadecimal) that must still be in the chain.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of exported seals, all of which must still be in the chain.",
)
def audit_verify(anchor: str | None, against: Path | None) -> None:
    """Recompute every leaf, transaction and seal; exit status 1 if anything was changed."""
    awake()
    from guichet.engine import audit as log
    from guichet.engine import seal_copies

    kept, faults = seal_copies.kept_in(against) if against else ([], [])
    try:
        faults += log.verify(bytes.fromhex(anchor) if anchor else None, outside=kept)
    except ValueError:
        raise click.BadParameter("not hexadecimal", param_hint="--anchor") from None
    for fault in faults:
        click.echo(fault, err=True)
    head = log.head()
    click.echo(
        f"{len(faults)} faults"
        if faults
        else f"The audit log holds; head {head.hex() if head else 'none'}"
    )
    sys.exit(1 if faults else 0)
