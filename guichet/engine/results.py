"""What became of many askings, by columns: for files of a million rows, for papers, for notices and
messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from guichet.engine import store
from guichet.engine.ids import Span, sql_submission_of, transaction_id

# Findings only: most rows have none, and their content need not travel.
_FINDINGS = "CASE WHEN position('\"findings\":[' IN {0}.content) > 0 THEN {0}.content::json->>'findings' END"
_ENDS = f"""
    SELECT row, service, outcome, coalesce(repeats, id), repeats IS NOT NULL,
        {_FINDINGS.format("t")}
    FROM engine_transaction t WHERE id >= %(start)s AND id < %(end)s
"""
_LATER = f"""
    SELECT f.row, l.service, l.outcome, coalesce(l.repeats, l.id), l.repeats IS NOT NULL,
        {_FINDINGS.format("l")}
    FROM unnest(%(firsts)s::bigint[], %(lasts)s::bigint[]) AS w(first, last)
    JOIN engine_transaction f ON f.id = w.first JOIN engine_transaction l ON l.id = w.last
"""
_COUNTS = """
    SELECT f.outcome, l.outcome, l.repeats IS NOT NULL, count(*)
    FROM unnest(%(firsts)s::bigint[], %(lasts)s::bigint[]) AS w(first, last)
    JOIN engine_transaction f ON f.id = w.first JOIN engine_transaction l ON l.id = w.last
    GROUP BY 1, 2, 3
"""
_RECORDED = f"""
    SELECT t.id, t.service, t.outcome, t.party, t.subject, t.repeats,
        coalesce(waited.resolves, t.resolves), s.actor, s.channel, s.rows, s.chunks
    FROM unnest(%(starts)s::bigint[], %(ends)s::bigint[]) AS g(start, until)
    JOIN engine_transaction t ON t.id >= g.start AND t.id < g.until
    JOIN engine_submission s ON s.id = {sql_submission_of("t.id")}
    LEFT JOIN engine_transaction waited ON waited.id = t.resolves
"""
_FIRSTS = """
    SELECT g.submission, g.chunk, coalesce(c.first, 0)
    FROM unnest(%(submissions)s::bigint[], %(chunks)s::int[]) AS g(submission, chunk)
    LEFT JOIN engine_chunk c ON c.submission_id = g.submission AND c.number = g.chunk
"""
_SIGNED = f"""
    SELECT t.id, t.service, t.content, s.asked_at, s.language FROM engine_transaction a
    JOIN engine_transaction t ON t.id = coalesce(a.repeats, a.id)
    JOIN engine_submission s ON s.id = {sql_submission_of("t.id")}
    WHERE a.id = ANY(%(ids)s::bigint[]) AND s.signature IS NOT NULL
"""
# How a row of a file ended: ``row`` the client's own number, ``code`` the service's, ``outcome`` a
# code (`outcome.OUTCOME_CODES`), ``id`` the first transaction of its fact, ``again`` whether it
# only repeats it, ``said`` its findings as JSON, null when there are none.
END: dict[str, Any] = {
    "row": pl.Int64,
    "code": pl.Int64,
    "outcome": pl.Int64,
    "id": pl.Int64,
    "again": pl.Boolean,
    "said": pl.String,
}
# A transaction without its content, with its circumstances. ``resolves`` is the one that first
# waited: of what was held, then referred, then decided, the one that whoever asked holds.
RECORDED: dict[str, Any] = {
    "id": pl.Int64,
    "service": pl.Int64,
    "outcome": pl.Int64,
    "party": pl.Int64,
    "subject": pl.Int64,
    "repeats": pl.Int64,
    "resolves": pl.Int64,
    "actor": pl.Int64,
    "channel": pl.String,
    "rows": pl.Int64,
    "chunks": pl.Int64,
}
# A transaction with its content, of a call that is signed.
SIGNED: dict[str, Any] = {
    "id": pl.Int64,
    "service": pl.Int64,
    "content": pl.String,
    "asked_at": pl.Datetime("us", "UTC"),
    "language": pl.String,
}


def ends(span: Span) -> pl.DataFrame:
    """How the rows of a span ended when they were asked (columns `END`)."""
    return store.fetch(_ENDS, END, start=span.start, end=span.end)


def later_ends(firsts: pl.Series, lasts: pl.Series) -> pl.DataFrame:
    """How rows that waited (``firsts``) ended in the end (``lasts``, see `waiting.resolutions`);
    columns `END`.
    """
    return store.fetch(_LATER, END, firsts=firsts, lasts=lasts)


def later_counts(firsts: pl.Series, lasts: pl.Series) -> list[tuple[int, int, bool, int]]:
    """The same counted: the outcome's code at first and at last, whether it only repeats another,
    and how many.
    """
    return store.rows(_COUNTS, firsts=firsts, lasts=lasts)  # type: ignore[return-value]


def recorded(told: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """The transactions that events of the name ``transactions-recorded`` speak of, given their
    bodies; `RECORDED`.
    """
    if not told:
        return pl.DataFrame(schema=RECORDED)
    spans = _spans(told)
    return store.fetch(
        _RECORDED, RECORDED, starts=[s.start for s in spans], ends=[s.end for s in spans]
    )


def _spans(told: Iterable[Mapping[str, Any]]) -> list[Span]:
    calls = [(body["submission"], body["chunk"]) for body in told]
    firsts = store.fetch_in_place(
        _FIRSTS,
        {"submission": pl.Int64, "chunk": pl.Int64, "first": pl.Int64},
        submissions=[submission for submission, _ in calls],
        chunks=[chunk for _, chunk in calls],
    )
    first = {(submission, chunk): place for submission, chunk, place in firsts.iter_rows()}
    spans = []
    for body in told:
        start = transaction_id(body["submission"], first[body["submission"], body["chunk"]])
        spans.append(Span(start, start + sum(body["counts"].values())))
    return spans


def signed(transactions: pl.Series) -> pl.DataFrame:
    """Those of the transactions whose call is signed, each repetition as the first of its fact;
    columns `SIGNED`.
    """
    return store.fetch(_SIGNED, SIGNED, ids=transactions)
