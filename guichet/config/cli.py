"""The command line, ``guichet``. Django and the database are woken only by the commands that need
them.

A channel or domain module adds its own by a ``commandline.py`` with a click ``command`` or
``group``, named after the folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from guichet.config.audit_command import audit
from guichet.config.certificates import ca
from guichet.config.commandline import BASE, Commands, awake, state
from guichet.config.discovery import VERSION
from guichet.config.worker import command as worker


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="guichet")
def main() -> None:
    """A multichannel self-service counter for a social insurance institution."""


main.add_command(ca)
main.add_command(worker)
main.add_command(audit)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, help="Port of the web channel and the API."
)
@click.option("--web", default=2, show_default=True, help="Web processes.")
@click.option("--workers", default=2, show_default=True, help="Worker processes.")
@click.option(
    "--bodies-port", default=8701, show_default=True, help="Port of the sandbox public bodies."
)
@click.option(
    "--bare",
    is_flag=True,
    help="Only web, workers and public bodies: no telephone, bank or other sandboxes.",
)
def run(bodies_port: int, **options: Any) -> None:
    """Start everything: database, web, workers and, in a trial, the public bodies. Ctrl-C
    ends it.
    """
    from guichet.config import children, runner

    os.environ["GUICHET_BODIES_PORT"] = str(bodies_port)
    os.environ["GUICHET_WEB_PORT"] = str(options["port"])  # where gateways find the web processes
    sys.exit(runner.run(children.Options(**options), click.echo))


@main.command()
def stop() -> None:
    """Stop the embedded PostgreSQL."""
    from guichet.config import embedded

    folder = state() / "postgres"
    if not (folder / "postmaster.pid").exists():
        click.echo("The embedded PostgreSQL is not running.")
        return
    embedded.stop(folder)
    click.echo("The embedded PostgreSQL is stopped.")


@main.command()
@click.option("--establishments", default=1_000, show_default=True, type=click.IntRange(1))
@click.option("--workers", default=50_000, show_default=True, type=click.IntRange(1))
def seed(establishments: int, workers: int) -> None:
    """Fill an empty institution with a synthetic population; the same one every time."""
    _migrated()
    from demo import seed as demonstration

    demonstration.main(establishments, workers, click.echo)


@main.command("demo-data")
@click.option("--rows", default=100_000, show_default=True, type=click.IntRange(10))
@click.option("--folder", default=BASE / "demo", type=click.Path(path_type=Path, file_okay=False))
def demo_data(rows: int, folder: Path) -> None:
    """Write a monthly movement file that fits the seeded institution."""
    _migrated()
    from guichet.config import runner

    try:
        path = runner.write_movement_file(folder, rows)
    except ValueError as error:
        raise click.ClickException(f"{error}; run `guichet seed` first") from None
    click.echo(f"{rows:,} rows in {path}")


def _migrated() -> None:
    awake()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


@main.group()
def law() -> None:
    """The rules of the law, without database or server."""


@law.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--country", help="Folder of the law; by default this installation's.")
def law_check(files: tuple[Path, ...], country: str | None) -> None:
    """Work the cases of FILES (YAML files or folders), by default the country's own; exit status 1
    on any difference.
    """
    from guichet.law import folder
    from guichet.law.cases import check

    try:
        own = (folder(country) / "cases",)
    except ModuleNotFoundError as error:
        raise click.BadParameter(f"there is no country {country!r} here: {error}") from None
    sys.exit(max(check(path, click.echo, country=country) for path in files or own))


@main.group()
def receipt() -> None:
    """Signed receipts."""


@receipt.command("verify")
@click.argument("files", nargs=-1, required=True, type=click.File("rb"))
@click.option(
    "--key",
    "key",
    type=click.Path(exists=True, path_type=Path),
    help="A public key (PEM) or a folder of them; by default this installation's.",
)
def receipt_verify(files: tuple[Any, ...], key: Path | None) -> None:
    """Verify receipt FILES ("-" is standard input) offline; exit status 1 if any does not hold."""
    from guichet.config import receipts

    public = receipts.public_keys(key or _keys_folder())
    if not public:
        raise click.ClickException("there is no public key: name one with --key")
    faults = [receipts.verify(file.name, file.read(), public, click.echo) for file in files]
    sys.exit(1 if any(faults) else 0)


def _keys_folder() -> Path:
    from guichet.lib import env

    return Path(env.text("GUICHET_SIGNING_KEYS", str(state() / "keys")))


@main.group()
def key() -> None:
    """The institution's signing keys."""


@key.command("create")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="By default this installation's.",
)
def key_create(folder: Path | None) -> None:
    """Make a new signing key; from then on it signs, and the older ones still verify."""
    from guichet.engine import keys

    place = folder or _keys_folder()
    name = keys.create(place)
    click.echo(f"Key {name} in {place}. Keep {name}.key.pem secret; publish {name}.pub.pem.")


@main.command()
def roles() -> None:
    """Make the database roles of web, back office and batch, and grant them what they need."""
    _migrated()
    from guichet.config import roles as database

    database.make(click.echo)


@main.command("bill-run")
@click.option("--month", metavar="YYYY-MM", help="By default the last month that is over.")
def bill_run(month: str | None) -> None:
    """Issue the month's contribution bills; what is issued already is not issued again."""
    _migrated()
    from guichet.domain.contributions import commands
    from guichet.engine.refusal import Refused

    try:
        result = commands.bill_run(month, click.echo)
    except ValueError:
        raise click.BadParameter(
            f"{month!r} is not a month such as 2026-10", param_hint="--month"
        ) from None
    except Refused as refused:
        raise click.ClickException(refused.sentence("en")) from None
    sys.exit(1 if result.faults else 0)


@main.command("reconcile")
@click.option(
    "--day",
    metavar="YYYY-MM-DD",
    help="Agree with the consolidator about this day first; by default yesterday.",
)
@click.option(
    "--alone", is_flag=True, help="Do not ask the consolidator; compare our own books only."
)
def reconcile(day: str | None, alone: bool) -> None:
    """Compare ledger, payments, bills and consolidator; exit status 1 while anything differs."""
    _migrated()
    from guichet.domain.payments import reconciliation_report

    try:
        good = reconciliation_report.report(day, click.echo, alone=alone)
    except ValueError:
        raise click.BadParameter(
            f"{day!r} is not a day such as 2026-11-24", param_hint="--day"
        ) from None
    sys.exit(0 if good else 1)


@main.command()
def doctor() -> None:
    """Look at this installation and say what is well, what needs attention and what is broken."""
    from guichet.config import checks

    sys.exit(checks.report(click.echo))


@main.group()
def messages() -> None:
    """The words of pages in their languages."""


@messages.command("compile")
def messages_compile() -> None:
    """Make the compiled catalogues that pages read."""
    _echo_all(lambda m: m.compile_all())


@messages.command("extract")
def messages_extract() -> None:
    """Find the words of pages and enter new ones into every language's catalogue."""
    _echo_all(lambda m: m.extract_all())


def _echo_all(work: Callable[[Any], list[str]]) -> None:
    from guichet.config import messages as catalogues

    for line in work(catalogues):
        click.echo(line)


@main.command()
@click.option("--check", is_flag=True, help="Only say whether the reference is up to date.")
def docs(check: bool) -> None:
    """Write docs/reference from the catalogue."""
    awake()
    from guichet.config import reference

    stale = reference.stale(BASE / "docs" / "reference")
    if not check:
        for path, text in stale.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in stale:
        click.echo(f"{path.relative_to(BASE)} {'is out of date' if check else 'written'}")
    sys.exit(1 if check and stale else 0)


if __name__ == "__main__":
    main()
