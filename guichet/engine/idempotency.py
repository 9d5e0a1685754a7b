"""Step three, once: nothing is done twice, however often and by whichever channel it is asked.

Three nets: the caller's idempotency key, bound to a hash of its input; the service's business key
among the rows of one batch; and, in each service, ``batch.repeat`` when the asked state already is,
guarded by database constraints.
"""

from __future__ import annotations

import json
from hashlib import sha256

import polars as pl

from guichet.engine import store
from guichet.engine.batch import Batch
from guichet.engine.context import Context
from guichet.engine.ids import sql_within
from guichet.engine.outcome import Answer, answer_from
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.registry import service_of_code
from guichet.engine.service import Ask

KEY_REUSED = Refusal(
    "idempotency-key-reused",
    ar="استُخدم مفتاح عدم التكرار «{key}» لطلب مختلف. استخدم مفتاحًا جديدًا.",
    en="The idempotency key “{key}” was used for another input. Use a new key.",
    fr="La clé d’idempotence « {key} » a servi pour une autre demande. Utilisez une nouvelle clé.",
)
STILL_WORKING = Refusal(
    "still-working",
    ar="طلبك السابق بالمفتاح نفسه قيد التنفيذ. انتظر قليلًا ثم اسأل مجددًا.",
    en="The earlier call with this key is still being worked. Wait a moment and ask again.",
    fr="L’appel précédent avec cette clé est en cours. Attendez un instant et redemandez.",
)
CONFLICTING_ROWS = Refusal(
    "conflicting-rows",
    ar="هذا السجل يخالف سجلًا آخر في الملف نفسه (الأسطر {rows}). أبقِ الصحيح منها فقط.",
    en="This row contradicts another in the same file (rows {rows}). Keep only the right one.",
    fr="Cette ligne en contredit une autre du même fichier (lignes {rows}). Ne gardez que la bonne.",
)


def input_hash(ask: Ask) -> bytes:
    """A hash of the service and every value, whatever the order of the columns (32 bytes)."""
    names = sorted(ask.rows.columns)
    rows = ask.rows[names]
    # By JSON when small and by CSV when large: each is exact, and a call's size does not change.
    if rows.height < 64:
        text = json.dumps([names, rows.rows()])
    else:
        text = rows.write_csv(quote_style="always", null_value="\x00")
    return sha256(f"{ask.service.lasting_name()}\n{text}".encode()).digest()


def answered_before(context: Context, digest: bytes) -> list[Answer] | None:
    """The first answers to this idempotency key; None when the key is new or absent.

    Raises:
        Refused: the key came with another input.
    """
    if context.idempotency_key is None or context.dry_run:
        return None
    known = "SELECT 1 FROM engine_submission WHERE actor = %(actor)s AND idempotency_key = %(key)s"
    if not store.value(known, actor=context.actor.id, key=context.idempotency_key):
        return None
    query = f"""
        SELECT s.id, encode(s.input_hash, 'hex'), t.id, t.service, t.repeats, t.content
        FROM engine_submission s
        LEFT JOIN engine_transaction t ON {sql_within("t.id", "s.id")}
        WHERE s.actor = %(actor)s AND s.idempotency_key = %(key)s ORDER BY t.id
    """
    types = (pl.Int64, pl.String, pl.Int64, pl.Int32, pl.Int64, pl.String)
    names = ("submission", "hash", "id", "service", "repeats", "content")
    found = store.fetch(
        query,
        dict(zip(names, types, strict=True)),
        actor=context.actor.id,
        key=context.idempotency_key,
    )
    if not found.height:
        return None
    require_same_input(found["hash"][0], digest, context)
    if found["id"][0] is None:
        raise Refused(STILL_WORKING)
    first = contents(found["repeats"].drop_nulls())
    return [
        answer_from(
            service_of_code(service), repeats or id, first.get(repeats, content), repeated=True
        )
        for _, _, id, service, repeats, content in found.iter_rows()
    ]


def require_same_input(first: str, digest: bytes, context: Context) -> None:
    """An idempotency key stands for one input: its hash, in hexadecimal, must be that of the first
    call.

    Raises:
        Refused: the key came with another input.
    """
    if first != digest.hex():
        raise Refused(KEY_REUSED, key=context.idempotency_key)


def contents(transactions: pl.Series) -> dict[int | None, str]:
    """The recorded content of each transaction id."""
    if not len(transactions):
        return {}
    found = store.fetch(
        "SELECT id, content FROM engine_transaction WHERE id = ANY(%(ids)s::bigint[])",
        {"id": pl.Int64, "content": pl.String},
        ids=transactions.unique(),
    )
    return dict(found.iter_rows())


def join_twins(batch: Batch) -> None:
    """Equal askings in one batch count once; askings that contradict each other are all refused."""
    key = batch.service.business_key
    if not key or batch.frame.height < 2:
        return
    # An optional part of the key that was left out is a value like another; one that could not be
    # read is not.
    frame = batch.frame.filter(
        pl.col(name).is_not_null()
        | (pl.col(f"raw_{name}").is_null() & batch.service.inputs[name].optional)
        for name in key
    )
    duplicated = frame.filter(pl.struct(key).is_duplicated())
    if duplicated.is_empty():
        return
    values = [pl.col(name) for name in batch.service.inputs]
    groups = duplicated.with_columns(
        first=pl.col("position").min().over(key),
        kinds=pl.struct(values).n_unique().over(key),
        rows=pl.col("row").cast(pl.String).str.join(" · ").over(key),
    )
    clash = groups.filter(pl.col("kinds") > 1)
    if clash.height:
        batch.look_up(clash.select("position", rows=pl.col("rows").str.slice(0, 80)), on="position")
        batch.refuse(pl.col("rows").is_not_null(), CONFLICTING_ROWS, key[-1], rows=pl.col("rows"))
        batch.frame = batch.frame.drop("rows")
    twins = groups.filter((pl.col("kinds") == 1) & (pl.col("position") != pl.col("first")))
    if twins.height:
        batch.twins = twins.select("position", twin_of="first")
        hidden = pl.col("position").is_in(twins["position"].implode())
        batch.twin_rows = batch.frame.filter(hidden)
        batch.frame = batch.frame.filter(~hidden)
