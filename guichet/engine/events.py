"""Things others want to hear of, put down in the commit that made them true and told on
afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from guichet.engine import store

_TELL = "INSERT INTO engine_event (name, body, at) VALUES (%(name)s, %(body)s, %(at)s)"


def tell(name: str, body: Mapping[str, Any], at: datetime) -> None:
    """Put one event down, in the caller's ``atomic``."""
    store.execute(_TELL, name=name, body=json.dumps(body), at=at)


def tell_many(name: str, bodies: pl.DataFrame, at: datetime) -> None:
    """Put an event down for each row, its columns the body, in the caller's ``atomic``."""
    body = pl.struct(bodies.columns).struct.json_encode()
    store.insert("engine_event", bodies.select(name=pl.lit(name), body=body, at=pl.lit(at)))


def newest() -> int:
    """The id of the newest event; 0 when there was none."""
    return int(store.value("SELECT coalesce(max(id), 0) FROM engine_event"))


def read(ids: list[int]) -> list[tuple[int, str, dict[str, Any], datetime]]:
    """Events by id: id, name, body and moment, in order."""
    found = store.rows(
        "SELECT id, name, body::text, at FROM engine_event WHERE id = ANY(%(ids)s) ORDER BY id",
        ids=ids,
    )
    return [(number, name, json.loads(body), at) for number, name, body, at in found]
