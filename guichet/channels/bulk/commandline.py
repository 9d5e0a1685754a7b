"""Check a file, carry it out and write its result, in the foreground and with the same code as the
pages.
"""

from __future__ import annotations

import time
from pathlib import Path

import click
from django.utils import timezone

from guichet.channels.bulk import file_check, file_run, files, notices, result, signatures, words
from guichet.channels.bulk.faults import Unreadable
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.movement import MONTHLY
from guichet.channels.bulk.notices import Answers
from guichet.domain.identity.queries import account_of
from guichet.engine import store
from guichet.engine.refusal import Refused, sentence
from guichet.engine.registry import service_of
from guichet.lib.money import show_minor

_READ = 2**20


@click.command("bulk")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--as", "username", required=True, metavar="USERNAME", help="The account that sends it."
)
@click.option(
    "--service", metavar="KEY", help="A service's key; by default the mixed monthly movement file."
)
@click.option("--check-only", is_flag=True, help="Say what would happen and do nothing.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the result file."
)
@click.option(
    "--signature",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The sender's detached signature (.p7s).",
)
@click.option(
    "--days",
    type=click.Choice(notices.ORDERS),
    help="How days such as 5/11/2026 are written, where the file does not tell.",
)
@click.option(
    "--leave-out", is_flag=True, help="Leave out the columns that the service does not know."
)
@click.option("--language", type=click.Choice(["ar", "en", "fr"]), help="By default the account's.")
def command(
    file: Path,
    username: str,
    service: str | None,
    check_only: bool,
    out: Path | None,
    signature: Path | None,
    days: str | None,
    leave_out: bool,
    language: str | None,
) -> None:
    """Send FILE as the pages would: check it whole, carry it out, write the result. Exit status 1
    if it is not taken.
    """
    account = account_of(username)
    if account is None:
        raise click.ClickException(f"there is no account {username!r}")
    language = language or account.language
    try:
        kind = service_of(service).key if service is not None else MONTHLY
        sent = _keep(file, signature, account.pk, kind, language)
        if days or leave_out:
            sent.answers = Answers(days, frozenset("*" if leave_out else ())).kept()
            sent.save(update_fields=["answers"])
        _check(sent, language)
        if not check_only:
            _refuse_unanswered(sent, language)
            _work(sent)
        _write(sent, out or file.with_name(f"{file.stem}.result"), check_only, language)
    except Unreadable as wrong:
        raise click.ClickException("\n".join(w.sentence(language) for w in wrong.faults)) from None
    except Refused as wrong:
        raise click.ClickException(wrong.sentence(language)) from None


def _keep(path: Path, signature: Path | None, account: int, kind: str, language: str) -> File:
    now = timezone.now()
    with path.open("rb") as source, store.atomic():
        found = (
            signatures.of_stream(source, signature.read_bytes(), account, now)
            if signature
            else None
        )
        kept = files.keep(
            iter(lambda: source.read(_READ), b""),
            account=account,
            name=path.name,
            kind=kind,
            language=language,
            now=now,
        )
        if found is not None:
            signatures.keep(found, kept)
            click.echo(f"Signed by {found.subject}, certificate {found.certificate.serial}")
    return kept


def _check(sent: File, language: str) -> None:
    started = time.perf_counter()
    file_check.check_file(sent, timezone.now())
    if sent.state == State.UNREADABLE:
        raise click.ClickException(
            "\n".join(sentence(e["code"], language, e["values"]) for e in sent.error)
        )
    _say(
        f"{sent.rows:,} rows checked in {time.perf_counter() - started:.2f} s",
        sent.report["counts"],
    )
    for said in notices.told([*sent.report["notices"], *sent.report["questions"]], language):
        click.echo(f"  {said}")
    for name, figure in sent.report["changes"].items():
        label = words.CHANGES.get(name)
        amount = words.AMOUNTS.get(name)
        if label:
            click.echo(f"  {label.at('en')}: {figure:,}")
        elif amount:
            click.echo(f"  {amount.at('en')}: {show_minor(figure)}")


_FLAGS = {
    notices.UNANSWERED.code: "--days day-first | --days month-first",
    notices.COLUMNS_UNANSWERED.code: "--leave-out",
}


def _refuse_unanswered(sent: File, language: str) -> None:
    """A question is not passed over because nobody sits there to answer it."""
    asked = sent.report["questions"]
    if asked:
        lines = zip(notices.told(asked, language), (_FLAGS[q["code"]] for q in asked), strict=True)
        raise click.ClickException("\n".join(f"{said} ({flag})" for said, flag in lines))


def _work(sent: File) -> None:
    started = time.perf_counter()
    if not file_run.confirm(sent, sent.as_checked, timezone.now()):
        raise click.ClickException(f"the file is {sent.state} already")
    while file_run.step(sent, timezone.now()):
        done = file_run.progress_of(sent)
        click.echo(f"\r{done.done:,} of {done.rows:,} rows", nl=False, err=True)
    click.echo("\r", nl=False, err=True)
    if sent.state != State.DONE:
        raise click.ClickException(
            "another process is carrying the rest of this file out; see it on its page"
        )
    seconds = time.perf_counter() - started
    _say(f"{sent.rows:,} rows carried out in {seconds:.2f} s", file_run.progress_of(sent).counts)


def _write(sent: File, place: Path, forecast: bool, language: str) -> None:
    made = result.forecast_of(sent, language) if forecast else result.result_of(sent, language)
    if not place.suffix or place.suffix == ".result":
        place = place.with_name(place.name + made.suffix)
    with place.open("wb") as target:
        for piece in made.pieces:
            target.write(piece)
    click.echo(f"Result in {place}")


def _say(what: str, counts: dict[str, int]) -> None:
    told = ", ".join(
        f"{words.OUTCOMES[outcome].at('en').lower()} {n:,}" for outcome, n in counts.items()
    )
    click.echo(f"{what}: {told}")
