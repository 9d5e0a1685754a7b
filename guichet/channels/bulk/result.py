"""The client's own file back, with a reference, an outcome and sentences beside each row.

Built a column at a time from the register of transactions and sent in pieces, a million rows in
seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl
from django.utils import timezone

from guichet.channels.bulk import sentences, words
from guichet.channels.bulk.file_check import askings_of, remarks_of
from guichet.channels.bulk.models import File
from guichet.channels.bulk.movement import Askings
from guichet.channels.bulk.table import Form
from guichet.engine import results
from guichet.engine.ids import Span, transaction_id
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.pending import resolutions
from guichet.engine.registry import services
from guichet.engine.service import Outcome
from guichet.engine.stages import reached_by_many
from guichet.lib import reference, workbook
from guichet.lib.cells import harmless
from guichet.lib.text import Words

_PIECE = 50_000  # rows written at a time
_FETCHED = 250_000  # transactions read at a time
_SAID = pl.List(
    pl.Struct({"field": pl.String, "code": pl.String, "severity": pl.String, "values": pl.String})
)
# One line a row of the client's file.
OUTCOMES = {"row": pl.Int64, "reference": pl.String, "outcome": pl.String, "remarks": pl.String}


@dataclass(frozen=True, slots=True)
class Result:
    """A file ready to be sent: its bytes in pieces, and what it is."""

    pieces: Iterator[bytes]
    media_type: str
    suffix: str


def result_of(file: File, language: str) -> Result:
    """How each row ended. A file sent again shows what became of it the first time."""
    first = file.first or file
    asked = askings_of(first)
    return write(asked, worked_outcomes(first, asked, language), language, words.OUTCOMES)


def forecast_of(file: File, language: str) -> Result:
    """What the check says would become of each row."""
    asked = askings_of(file)
    return write(asked, checked_outcomes(file, asked, language), language, words.FORECASTS)


def worked_outcomes(file: File, asked: Askings, language: str) -> pl.DataFrame:
    """The outcome of every row of a file that was carried out (see :data:`OUTCOMES`)."""
    frames = [_stray_outcomes(asked, language)]
    if file.submission is not None:
        start = transaction_id(file.submission)
        # Which rows a finished submission has does not change, so pieces fit together.
        for at in range(start, start + asked.rows, _FETCHED):
            frames.append(_fetched(Span(at, min(at + _FETCHED, start + asked.rows)), language))
    return pl.concat(frames)


def _fetched(span: Span, language: str) -> pl.DataFrame:
    found = results.ends(span)
    later = resolutions(span.start, span.end)
    if later.height:  # what waited and has gone on is told as it ended
        ended = results.later_ends(later["first"], later["last"])
        found = pl.concat([found.join(ended, on="row", how="anti"), ended])
    names = {code: outcome.value for outcome, code in OUTCOME_CODES.items()}
    outcome = pl.col("outcome").replace_strict(names, return_dtype=pl.String)
    found = found.with_columns(
        reference=reference.encoded(found["id"]),
        outcome=pl.when("again").then(pl.lit(words.REPEATED)).otherwise(outcome),
    )
    found = _staged(found, language)
    keys = {service.code: service.key for service in services().values()}
    said = (
        found.filter(pl.col("said").is_not_null())
        .select(
            "row",
            service=pl.col("code").replace_strict(keys, default="", return_dtype=pl.String),
            said=pl.col("said").str.json_decode(_SAID),
        )
        .explode("said")
        .unnest("said")
    )
    return _with_remarks(found, said.select(sentences.FINDINGS.keys()), language)


def _staged(found: pl.DataFrame, language: str) -> pl.DataFrame:
    """What was accepted and has come only so far is told by its stage: an order that waits for its
    money is not paid.
    """
    by_code = {service.code: service for service in services().values() if service.stages}
    taken = (
        pl.col("outcome") == Outcome.ACCEPTED.value
    )  # what repeats another says so, and leads to it
    begun = found.filter(taken & pl.col("code").is_in(list(by_code)))
    if begun.is_empty():
        return found
    asked = [(by_code[code], number) for code, number in begun.select("code", "id").iter_rows()]
    stages = reached_by_many(asked, timezone.now())
    told = {number: one.stage.words.at(language) for number, one in stages.items()}
    stage = pl.col("id").replace_strict(told, default=None, return_dtype=pl.String)
    return found.with_columns(
        outcome=pl.when(taken).then(pl.coalesce(stage, "outcome")).otherwise("outcome")
    )


def checked_outcomes(file: File, asked: Askings, language: str) -> pl.DataFrame:
    """The outcome a check foretells for every row (see :data:`OUTCOMES`); no references yet."""
    remarks = remarks_of(file)
    told = remarks.unique("row", keep="first", maintain_order=True).select("row", "outcome")
    rows = pl.concat([ask.rows.select("row") for ask in asked.asks] + [asked.strays.select("row")])
    rows = rows.join(told, on="row", how="left").with_columns(
        pl.col("outcome").fill_null(Outcome.ACCEPTED.value), reference=pl.lit("")
    )
    findings = remarks.filter(pl.col("code").is_not_null()).select(sentences.FINDINGS.keys())
    return _with_remarks(rows, findings, language)


def _stray_outcomes(asked: Askings, language: str) -> pl.DataFrame:
    strays = asked.strays.with_columns(service=pl.lit("")).select(sentences.FINDINGS.keys())
    rows = strays.select("row", reference=pl.lit(""), outcome=pl.lit(Outcome.REFUSED.value))
    return _with_remarks(rows, strays, language)


def _with_remarks(rows: pl.DataFrame, findings: pl.DataFrame, language: str) -> pl.DataFrame:
    remarks = sentences.remarks(findings, language)
    told = rows.join(remarks, on="row", how="left").with_columns(pl.col("remarks").fill_null(""))
    return told.select(OUTCOMES.keys()).cast(OUTCOMES)  # type: ignore[arg-type]


def write(asked: Askings, outcomes: pl.DataFrame, language: str, names: dict[str, Words]) -> Result:
    """The client's table with the outcomes beside it, in the form it was sent in.

    Columns of an earlier result file are replaced, so that a corrected result file can be sent as
    it is.
    """
    table = asked.table
    own = [column for column in table.frame.columns if column not in asked.columns.own]
    headings = [table.headers[int(column)] for column in own]
    headings += [label.at(language) for label in words.RESULT_COLUMNS.values()]
    said = {outcome: label.at(language) for outcome, label in names.items()}
    outcomes = outcomes.with_columns(
        pl.col("outcome").replace_strict(said, default=pl.col("outcome"))
    )
    rows = table.frame.select(own).with_columns(table.rows())
    rows = rows.join(outcomes, on="row", how="left", maintain_order="left").drop("row")
    rows = rows.with_columns(pl.col("reference", "outcome", "remarks").fill_null(""))
    if table.form.kind == "xlsx":
        pieces = workbook.stream(headings, rows.iter_slices(_PIECE), right_to_left=language == "ar")
        return Result(pieces, workbook.MEDIA_TYPE, ".xlsx")
    return Result(
        _csv(headings, rows, table.form), f"text/csv; charset={table.form.encoding}", ".csv"
    )


def _csv(headings: list[str], rows: pl.DataFrame, form: Form) -> Iterator[bytes]:
    encode = _encoder(form)
    if form.mark:
        yield "\ufeff".encode(form.encoding)
    head = pl.DataFrame([headings], schema=rows.columns, orient="row")
    for piece in (head, *rows.iter_slices(_PIECE)):
        safe = piece.select(harmless(pl.col(name)) for name in piece.columns)
        # Empty text would be written as a pair of quotation marks; nothing is written as nothing.
        text = safe.with_columns(pl.all().replace("", None)).write_csv(
            include_header=False, separator=form.separator, line_terminator=form.newline
        )
        yield encode(text)


def _encoder(form: Form) -> Callable[[str], bytes]:
    if form.encoding != "cp1256":
        return lambda text: text.encode(form.encoding)
    # Windows-1256 lacks the narrow space of French typography.
    return lambda text: text.replace("\u202f", "\u00a0").encode("cp1256", "replace")
