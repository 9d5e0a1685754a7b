"""Establish facts: from evidence still valid, else by asking, and then what was found is kept.

Called before and outside the asking's own ``atomic``, so that evidence stays even where the asking
is refused; and in a dry run too, because what a registry said is a fact, and the confirmed run that
follows need not ask again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from datetime import datetime, timedelta
from functools import lru_cache

import polars as pl

from guichet.domain.verification import answer_frames
from guichet.domain.verification.backends import http
from guichet.domain.verification.breaker import Breaker
from guichet.domain.verification.sources import UNKNOWN, Source
from guichet.engine import scope, store
from guichet.engine.check import SourceDown

log = logging.getLogger(__name__)

BATCH = 5_000  # numbers in one question
PARALLEL = 2  # questions at a time for one asking


class Unanswered(SourceDown):
    """Some or all subjects remain without an answer that can be relied on.

    ``found`` has the facts about the others, as ``establish`` would have answered; they are kept.
    """

    def __init__(self, source: Source, keys: pl.Series, found: pl.DataFrame) -> None:
        super().__init__(f"{source.key}: {len(keys)} without an answer")
        self.source = source
        self.keys = keys
        self.found = found


@lru_cache(maxsize=64)
def breaker_of(url: str) -> Breaker:
    """The memory this process has of one address."""
    return Breaker()


Errands = list[Callable[[], None]]


@scope.as_institution()
def establish(
    source: Source,
    keys: pl.Series,
    now: datetime,
    stale: timedelta = timedelta(),
    errands: Errands | None = None,
) -> pl.DataFrame:
    """``key``, ``evidence`` (Int64) and the source's facts for distinct, non-null ``keys``.

    Args:
        source: the public body.
        keys: numbers of subjects, any integer type.
        now: the asking's now; evidence is valid or not as of it, and new evidence is dated by it.
        stale: for how long after its end evidence may stand in while the source is down. That a
            subject was unknown never stands in: it may have been registered since.
        errands: where the writing of new evidence is left (see
            :class:`guichet.engine.context.Context`).

    Raises:
        Unanswered: not every key could be answered for.
    """
    # In order, so that what is kept goes into the index page by page.
    wanted = keys.cast(pl.Int64).alias("key").sort()
    before = kept(source, wanted, now, stale)
    found = before.filter("valid").drop("valid")
    missing = _without(wanted, found)
    if missing.is_empty():
        return found
    found = pl.concat([found, keep(source, _asked(source, missing), now, errands)])
    missing = _without(wanted, found)
    if missing.is_empty():
        return found
    known = before.filter((pl.col("status") != UNKNOWN) & ~pl.col("valid")).drop("valid")
    found = pl.concat([found, known.filter(pl.col("key").is_in(missing.implode()))])
    missing = _without(wanted, found)
    if missing.len():
        raise Unanswered(source, missing, found)
    log.warning("%s does not answer; evidence past its date stands in", source.key)
    return found


def testimony() -> pl.Expr:
    """What the digest of evidence covers, one text a row; times are microseconds since 1970."""
    return pl.concat_str(
        "source",
        "subject",
        pl.col("asked_at").dt.epoch("us"),
        pl.col("valid_until").dt.epoch("us"),
        "facts",
        separator="\n",
    )


def digests(testimonies: pl.Series) -> pl.Series:
    """SHA-256 of each text as PostgreSQL writes a bytea, ``\\x...``."""
    return pl.Series(
        [f"\\x{hashlib.sha256(text.encode()).hexdigest()}" for text in testimonies],
        dtype=pl.String,
    )


def _without(keys: pl.Series, found: pl.DataFrame) -> pl.Series:
    return keys.filter(~keys.is_in(found["key"].implode()))


def kept(source: Source, keys: pl.Series, now: datetime, stale: timedelta) -> pl.DataFrame:
    """The latest usable evidence, by one query: ``key``, ``evidence``, ``valid`` and the facts."""
    # One walk along the index for all keys: of those asked for the first time, which are most, it
    # touches nothing.
    query = """
        SELECT DISTINCT ON (subject) subject, id, valid_until > %(now)s, facts
        FROM verification_evidence
        WHERE source = %(source)s AND valid_until > %(since)s
            AND subject = ANY((SELECT %(keys)s::bigint[])::bigint[])
        ORDER BY subject, valid_until DESC"""
    schema = {"key": pl.Int64, "evidence": pl.Int64, "valid": pl.Boolean, "facts": pl.String}
    rows = store.fetch(query, schema, keys=keys, source=source.key, now=now, since=now - stale)
    facts = pl.col("facts").str.json_decode(pl.Struct(dict(source.facts)))
    return rows.lazy().with_columns(facts).unnest("facts").collect()


def _asked(source: Source, keys: pl.Series) -> pl.DataFrame:
    """``key`` and facts for whichever keys the source answers; a failure is logged, not raised."""
    breaker = breaker_of(source.url)
    answers = [pl.DataFrame(schema={"key": pl.Int64, **source.facts})]
    if breaker.lets_through():
        try:
            for answer in _answers(source, keys):
                answers.append(answer)
            breaker.answered()
        except SourceDown as error:
            breaker.failed()
            log.warning("%s cannot be asked: %s", source.key, error)
    return pl.concat(answers)


def _answers(source: Source, keys: pl.Series) -> Iterator[pl.DataFrame]:
    """One frame a question, as they come in; the first failure ends the asking.

    Raises:
        SourceDown: a question failed, or was not answered in time.
    """
    questions = [part.to_series() for part in keys.to_frame().iter_slices(BATCH)]
    for start in range(0, len(questions), PARALLEL):
        wave = questions[start : start + PARALLEL]
        futures = [http.submit(source.url, question.to_list()) for question in wave]
        # The connector keeps its own time; half a second more lets it say why it gave up.
        wait(futures, timeout=http.budget_s(len(wave[0])) + 0.5)
        for question, future in zip(wave, futures, strict=True):
            if not future.done():
                future.cancel()
                raise SourceDown(f"{source.url}: no answer in time")
            yield answer_frames.read(source, future.result(), question)


def keep(
    source: Source, facts: pl.DataFrame, now: datetime, errands: Errands | None = None
) -> pl.DataFrame:
    """Write the evidence by COPY, or leave that among the ``errands``; the facts with ``evidence``
    after ``key``.
    """
    if facts.is_empty():
        return facts.select("key", pl.lit(0, pl.Int64).alias("evidence"), *source.facts)
    spans = {status: validity.span for status, validity in source.validity.items()}
    lasting = pl.col("status").replace_strict(spans, return_dtype=pl.Duration("us"))
    asked_at = pl.lit(now, pl.Datetime("us", "UTC"))
    ids = store.next_ids("verification_evidence_id_seq", facts.height)

    # An errand is run later, when nobody stands behind the counter any more.
    @scope.as_institution()
    def write() -> None:
        evidence = facts.select(
            ids,
            source=pl.lit(source.key),
            subject="key",
            asked_at=asked_at,
            valid_until=asked_at + lasting,
            facts=pl.struct(*source.facts).struct.json_encode(),
        )
        sealed = evidence.with_columns(digest=digests(evidence.select(testimony()).to_series()))
        with store.atomic():
            store.insert("verification_evidence", sealed)

    if errands is None:
        write()
    else:
        errands.append(write)
    return facts.select("key", ids.alias("evidence"), *source.facts)
