"""Step six, record: what was asked and how it ended, in the same ``atomic`` as its effects.

A transaction's ``content`` is the receipt's own text: canonical JSON made once and never again, so
that its hash, the Merkle root, the signature and the audit leaf all speak of the same bytes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import polars as pl

from guichet.engine import store
from guichet.engine.batch import FINDING, Batch
from guichet.engine.ids import transaction_id
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.service import Outcome, Service
from guichet.lib import frames, merkle, reference

SUPPOSED = "if_approved"  # what a referred row comes to
RESERVED = frozenset({"kind"})  # what a leaf says of itself


def compose(batch: Batch, submission: int, applied: pl.DataFrame) -> pl.DataFrame:
    """Every row of the batch with its outcome and content, in the order of ordinals.

    Args:
        applied: the batch's frame after ``apply``; its rows are the accepted ones.
    """
    frame = batch.frame if applied is batch.frame else _with_applied(batch, applied)
    if batch.aside is not None:
        frame = pl.concat([frame, batch.aside], how="diagonal")
    frame = frame.with_columns(transaction_id(submission, pl.col("ordinal")).alias("id"))
    frame = _with_verdicts(batch, frame)
    if batch.twins is not None:
        frame = _with_twins(batch, frame, submission)
    frame = frame.with_columns(reference.encoded(frame["id"]).alias("reference"))
    frame = _with_content(batch, frame)
    return frame.sort("id") if frame.height > 1 else frame


def _with_applied(batch: Batch, applied: pl.DataFrame) -> pl.DataFrame:
    if applied.height == batch.frame.height:
        return applied
    rest = batch.frame.join(applied.select("position"), on="position", how="anti")
    return pl.concat([applied, rest], how="diagonal") if rest.height else applied


def _with_verdicts(batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    verdicts = batch.verdicts()
    if verdicts.is_empty():
        return frame.with_columns(
            outcome=pl.lit(Outcome.ACCEPTED.value), repeats=pl.lit(None, dtype=pl.Int64)
        )
    joined = frame.join(verdicts, on="position", how="left", maintain_order="left")
    return joined.with_columns(pl.col("outcome").fill_null(Outcome.ACCEPTED.value))


def _with_twins(batch: Batch, frame: pl.DataFrame, submission: int) -> pl.DataFrame:
    """A twin ends as its first did, and points to it unless both are refused."""
    assert batch.twins is not None and batch.twin_rows is not None
    answers = [name for name in frame.columns if name.startswith("out_")]
    first = frame.select("outcome", "repeats", *answers, twin_of="position", _first="id")
    twins = batch.twin_rows.join(batch.twins, on="position").join(first, on="twin_of")
    kept = pl.col("outcome") != Outcome.REFUSED.value
    twins = twins.with_columns(
        transaction_id(submission, pl.col("ordinal")).alias("id"),
        repeats=pl.when(kept).then(pl.coalesce("repeats", "_first")),
    )
    if batch.findings:
        said = pl.concat(batch.findings).rename({"position": "twin_of"})
        batch.findings.append(batch.twins.join(said, on="twin_of").select(FINDING.keys()))
    return pl.concat([frame, twins.drop("twin_of", "_first")], how="diagonal")


def _with_content(batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    service = batch.service
    answered = tuple(name for name in service.outputs if f"out_{name}" in frame.columns)
    # Classes are hashable.
    said = dict(_said(service, service.key, answered))  # type: ignore[arg-type]
    if answered and (frame["outcome"] == Outcome.REFERRED.value).any():
        said[SUPPOSED] = _output(service, answered, Outcome.REFERRED)
    evidence = [name for name in batch.evidence if name in frame.columns]
    if evidence:
        said["evidence"] = pl.concat_list(evidence).list.drop_nulls()
    if batch.citations:
        said["rests_on"] = pl.struct(**{n: pl.lit(v) for n, v in batch.citations.items()})
    if batch.findings:
        frame = frame.join(
            _findings_by_row(batch, frame), on="position", how="left", maintain_order="left"
        )
        said["findings"] = pl.col("findings")
    if frame["repeats"].null_count() < frame.height:
        frame = frame.with_columns(first=reference.encoded(frame["repeats"].fill_null(0)))
        said["repeats"] = pl.when(pl.col("repeats").is_not_null()).then(pl.col("first"))
    content = pl.struct(**said).struct.json_encode()
    return frame.hstack(frames.select(frame, [content.alias("content")]))


@lru_cache(maxsize=512)
def _said(
    service: type[Service], key: str, answered: tuple[str, ...]
) -> tuple[tuple[str, pl.Expr], ...]:
    """What every content says, in its order; the same expressions for each call of a service.

    Of a row that a person will decide it is said apart what it comes to if they approve
    (:data:`SUPPOSED`): it is no answer.
    """
    given = {
        name: pl.coalesce(field.plain(pl.col(name)), pl.col(f"raw_{name}"))
        for name, field in service.inputs.items()
    }
    said: dict[str, pl.Expr] = {
        "reference": pl.col("reference"),
        "service": pl.lit(key),
        "row": pl.col("row"),
        "outcome": pl.col("outcome"),
        "input": pl.struct(**given),
    }
    if answered:
        said["answer"] = _output(service, answered, Outcome.ACCEPTED)
    return tuple(said.items())


def _output(service: type[Service], answered: tuple[str, ...], outcome: Outcome) -> pl.Expr:
    """What a row of one outcome comes to; of any other, nothing."""
    so = pl.col("outcome") == outcome.value
    return pl.struct(
        **{n: pl.when(so).then(service.outputs[n].plain(pl.col(f"out_{n}"))) for n in answered}
    )


def _findings_by_row(batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    """What is said of each row; that a refused one was to be decided or held is said of it
    no more.
    """
    found = pl.concat(batch.findings)
    if batch.notices:
        refused = frame.filter(pl.col("outcome") == Outcome.REFUSED.value)["position"]
        beside = pl.col("position").is_in(refused.implode()) & pl.col("code").is_in(
            sorted(batch.notices)
        )
        found = found.filter(~beside)
    one = pl.struct("field", "code", "severity", "values").alias("findings")
    return found.group_by("position", maintain_order=True).agg(one)


def write(batch: Batch, frame: pl.DataFrame) -> None:
    """COPY the composed rows into the register of transactions."""
    service = batch.service
    codes = {outcome.value: code for outcome, code in OUTCOME_CODES.items()}
    party = pl.col(service.party) if service.party in service.inputs else pl.lit(None)
    subject = pl.col(service.subject) if service.subject else pl.lit(None)
    resolved = "resolves" in frame.columns
    columns = (
        pl.col("id", "row"),
        pl.lit(service.code).alias("service"),
        pl.col("outcome").replace_strict(codes, return_dtype=pl.Int16),
        party.cast(pl.Int64).alias("party"),
        subject.cast(pl.Int64).alias("subject"),
        pl.col("repeats"),
        pl.col("resolves") if resolved else pl.lit(None, dtype=pl.Int64).alias("resolves"),
        pl.col("content"),
    )
    store.insert("engine_transaction", frames.select(frame, columns))


def root_of(frames: list[pl.DataFrame]) -> bytes:
    """The Merkle root over the contents of composed frames, in the order of ids."""
    contents = frames[0] if len(frames) == 1 else pl.concat([f[["id", "content"]] for f in frames])
    ordered = contents.sort("id") if contents.height > 1 else contents
    return merkle.root(merkle.leaf_hashes(ordered["content"].to_list()))


def canonical(body: dict[str, Any]) -> str:
    """JSON with sorted keys and no spaces: the same bytes everywhere."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def leaf(kind: str, body: dict[str, Any]) -> tuple[str, bytes]:
    """An audit leaf's text and hash.

    Raises:
        ValueError: the body would write over what the leaf itself says.
    """
    if RESERVED & body.keys():
        raise ValueError(f"a leaf says its {', '.join(sorted(RESERVED & body.keys()))} itself")
    text = canonical({"kind": kind, **body})
    return text, sha256(b"\x00" + text.encode()).digest()


def iso(moment: datetime) -> str:
    """A moment in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
