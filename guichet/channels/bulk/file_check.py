"""Checking a whole file before anything is done: every error of every row, and what would
change.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import polars as pl
from django.db import connection

from guichet.channels.bulk import dependent_rows, files, notices, sentences
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.movement import Askings, askings
from guichet.channels.bulk.notices import Answers
from guichet.channels.bulk.senders import context_for
from guichet.channels.bulk.words import REPEATED
from guichet.engine.batch import Batch
from guichet.engine.context import HOME, Context
from guichet.engine.fields import tidy
from guichet.engine.perform import check
from guichet.engine.refusal import Refused, Severity
from guichet.engine.rehearsal import rehearse
from guichet.engine.service import Ask, Outcome

SHOWN = 200  # findings on the page; all of them are in the download
_CODES = 12
_SLICE = 100_000  # rows of one look
_ABREAST = (
    4  # looks at once: while some wait for the database or a public body, others are computed
)
# What the check said of rows that are not simply accepted: a line a finding, at least one a row.
REMARKS = {**sentences.FINDINGS, "outcome": pl.String}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. ``report`` is for pages, ``remarks`` (see :data:`REMARKS`) for files."""

    report: dict[str, Any]
    remarks: pl.DataFrame


def check_file(file: File, now: datetime) -> None:
    """Take a file from uploaded to checked, or to unreadable. Safe to run again, or twice
    at once.
    """
    if not files.move(file, State.CHECKING, now):
        return
    try:
        table = read_table(files.body_of(file))
        asked = askings(table, file.kind, file.language, partial(files.answers_for, file))
        context = replace(context_for(file, now), errands=[])
        found = check_askings(asked, context)
    except Refused as refused:
        wrong = getattr(refused, "faults", (refused,))
        error = [
            {"code": w.refusal.code, "values": {n: str(v) for n, v in w.values.items()}}
            for w in wrong
        ]
        files.move(file, State.UNREADABLE, now, error=error)
        return
    buffer = io.BytesIO()
    found.remarks.write_parquet(buffer, compression="zstd")
    files.keep_remarks(file, buffer.getvalue())
    report = found.report | {
        "notices": [asdict(notice) for notice in (*_newer(file), *asked.said)],
        "questions": [asdict(notice) for notice in asked.asked],
        "unknown": list(asked.columns.unknown.values()),
    }
    files.move(
        file,
        State.CHECKED,
        now,
        rows=asked.rows,
        report=report,
        layout=asked.layout,
        answers=asked.answers.kept(),
    )
    # What public bodies said is kept while the client reads; cut off here, they are asked again.
    for errand in context.errands or ():
        errand()


def askings_of(file: File) -> Askings:
    """What a checked file asks, read as it was when it was checked."""
    return askings(
        read_table(files.body_of(file)), file.kind, file.language, Answers.of(file.answers)
    )


def _newer(file: File) -> list[notices.Notice]:
    """That a newer code of this file was sent: whoever sends an older one again seldom means it."""
    newer = files.newer_of_name(file)
    if newer is None:
        return []
    day = newer.uploaded_at.astimezone(HOME).date().isoformat()
    return [notices.Notice(notices.NEWER_SENT.code, {"name": newer.name, "day": day})]


def check_askings(asked: Askings, context: Context) -> Checked:
    """All findings and changes of a file's askings."""
    counts: dict[str, dict[str, int]] = {ask.service.key: {} for ask in asked.asks}
    changes: dict[str, int] = {}
    frames = [_strays(asked)]
    for judged in _judged(asked, context):
        frames.append(judged.remarks)
        _add(counts[judged.key], judged.counts)
        _add(changes, judged.changes)
    remarks = pl.concat(frames).sort("row", maintain_order=True)
    services = [{"key": key, "counts": found} for key, found in counts.items()]
    report = {"services": services, "changes": changes} | _summary(remarks, asked, services)
    return Checked(report, remarks)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was found of one slice, without its columns."""

    key: str
    remarks: pl.DataFrame
    counts: dict[str, int]
    changes: dict[str, int]


def _judged(asked: Askings, context: Context) -> Iterator[_Judged]:
    """Every slice looked at, so that only those in hand have all their columns in memory."""

    def judge(ask: Ask) -> _Judged:
        (batch,) = check([ask], context)
        return _said(batch)

    def judge_apart(ask: Ask) -> _Judged:
        try:
            return judge(ask)
        finally:
            connection.close()  # this thread's own

    alone, together = dependent_rows.part(asked.asks)
    for asks in together:
        yield from map(_said, rehearse(asks, context))
    slices = (piece for ask in alone for piece in _slices(ask))
    if asked.rows <= _SLICE:
        yield from map(judge, slices)
        return
    with ThreadPoolExecutor(_ABREAST) as pool:
        yield from pool.map(judge_apart, slices)


def _said(batch: Batch) -> _Judged:
    return _Judged(batch.service.key, _remarks(batch), _counts(batch), dict(batch.changes))


def remarks_of(file: File) -> pl.DataFrame:
    """What the check of a file found (see :data:`REMARKS`)."""
    content = files.body_of(file, files.REMARKS)
    return pl.read_parquet(io.BytesIO(content)) if content else pl.DataFrame(schema=REMARKS)


def _strays(asked: Askings) -> pl.DataFrame:
    strays = asked.strays.with_columns(service=pl.lit(""), outcome=pl.lit(Outcome.REFUSED.value))
    return strays.select(REMARKS.keys())


def _rows(batch: Batch) -> pl.DataFrame:
    """``position``, ``row`` and ``first`` (the position whose verdict holds for it) of
    every row.
    """
    frames = [batch.frame] if batch.aside is None else [batch.frame, batch.aside]
    rows = pl.concat([f.select("position", "row", first="position") for f in frames])
    if batch.twins is None or batch.twin_rows is None:
        return rows
    twins = batch.twin_rows.select("position", "row").join(batch.twins, on="position")
    return pl.concat([rows, twins.select("position", "row", first="twin_of")])


def _verdicts(batch: Batch) -> pl.DataFrame:
    """``position``, ``row``, ``first`` and ``outcome`` of every row; repetitions are an outcome of
    their own.
    """
    verdicts = (
        batch.verdicts().with_columns(repeated=pl.col("repeats").is_not_null()).drop("repeats")
    )
    told = _rows(batch).join(verdicts, left_on="first", right_on="position", how="left")
    accepted = pl.col("outcome").fill_null(Outcome.ACCEPTED.value)
    twin = (pl.col("position") != pl.col("first")) & (accepted != Outcome.REFUSED.value)
    again = pl.col("repeated").fill_null(False) | twin
    return told.with_columns(outcome=pl.when(again).then(pl.lit(REPEATED)).otherwise(accepted))


def _counts(batch: Batch) -> dict[str, int]:
    return dict(sorted(_verdicts(batch)["outcome"].value_counts().iter_rows()))


def _add(totals: dict[str, int], more: Mapping[str, int]) -> None:
    for name, figure in more.items():
        totals[name] = totals.get(name, 0) + figure


def _slices(ask: Ask) -> Iterator[Ask]:
    """A large asking in pieces; rows about the same fact stay together, so that contradictions are
    seen.
    """
    rows, key = ask.rows, ask.service.business_key
    count = -(-rows.height // _SLICE)
    if count <= 1:
        yield ask
        return
    fact = ask.service.subject if ask.service.subject in key else key[-1] if key else None
    number = rows["row"] if fact is None or fact not in rows.columns else tidy(rows[fact])
    piece = number.hash() % count
    for at in range(count):
        yield Ask(ask.service, rows.filter(piece == at))


def _remarks(batch: Batch) -> pl.DataFrame:
    verdicts = _verdicts(batch)
    if batch.findings:
        said = pl.concat(batch.findings).rename({"position": "first"})
        verdicts = verdicts.join(said, on="first", how="left", maintain_order="left")
    else:
        nothing = {
            n: pl.lit(None, dtype=pl.String) for n in ("field", "code", "severity", "values")
        }
        verdicts = verdicts.with_columns(**nothing)
    plain = (pl.col("outcome") == Outcome.ACCEPTED.value) & pl.col("code").is_null()
    told = verdicts.filter(~plain).with_columns(service=pl.lit(batch.service.key))
    return told.select(REMARKS.keys())


def _summary(
    remarks: pl.DataFrame, asked: Askings, services: list[dict[str, Any]]
) -> dict[str, Any]:
    findings = remarks.filter(pl.col("code").is_not_null())
    errors = findings["severity"] == Severity.ERROR.value
    counts = {Outcome.REFUSED.value: asked.strays.height} if asked.strays.height else {}
    for service in services:
        _add(counts, service["counts"])
    kinds = (
        findings.group_by("service", "field", "code", "severity").len().sort("len", descending=True)
    )
    worst_first = findings.sort(findings["severity"] != Severity.ERROR.value, maintain_order=True)
    return {
        "counts": counts,
        "strays": asked.strays.height,
        "errors": int(errors.sum()),
        "warnings": int((~errors).sum()),
        "kinds": kinds.head(_CODES).to_dicts(),
        "findings": worst_first.head(SHOWN).drop("outcome").to_dicts(),
    }
