"""Transactions and submissions compared with what their audit leaves say: every row, and every
column that decides anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from guichet.engine import keys, store
from guichet.engine.ids import transaction_id
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.record import iso
from guichet.engine.registry import services
from guichet.engine.service import Outcome
from guichet.engine.submission import signed_message
from guichet.lib import merkle, reference

_ROWS = {
    "id": pl.Int64,
    "row": pl.Int64,
    "service": pl.Int64,
    "outcome": pl.Int64,
    "party": pl.Int64,
    "subject": pl.Int64,
    "repeats": pl.Int64,
    "content": pl.String,
}


class Recount:
    """Goes through the leaves of transactions one after the other, then over what no leaf
    spoke of.
    """

    def __init__(self) -> None:
        self._rows = 0
        self._roots: dict[int, dict[int, bytes]] = {}  # by submission and chunk
        self._said: dict[int, dict[str, Any]] = {}

    def faults_of(self, said: dict[str, Any]) -> list[str]:
        """What is wrong with the transactions one leaf speaks of."""
        rows = sum(said["counts"].values())
        self._rows += rows
        submission, chunk, root = said["submission"], said["chunk"], said["root"]
        self._roots.setdefault(submission, {})[chunk] = bytes.fromhex(root)
        self._said[submission] = said
        first = store.value(
            "SELECT first FROM engine_chunk WHERE submission_id = %(s)s AND number = %(n)s",
            s=submission,
            n=chunk,
        )
        start = transaction_id(submission, first or 0)
        frame = store.fetch(
            "SELECT id, row, service, outcome, party, subject, repeats, content FROM engine_transaction"
            " WHERE id >= %(start)s AND id < %(end)s ORDER BY id",
            _ROWS,
            start=start,
            end=start + rows,
        )
        if frame.height != rows:
            return [f"{rows} transactions were recorded and {frame.height} are there"]
        if merkle.root(merkle.leaf_hashes(frame["content"])).hex() != root:
            return ["a transaction's content was changed"]
        return _column_faults(frame)

    def faults_of_all(self) -> list[str]:
        """Submissions that are not what their leaves say, and rows that no leaf knows."""
        faults = []
        stored = store.value("SELECT count(*) FROM engine_transaction")
        if stored > self._rows:
            faults.append(f"{stored - self._rows} transactions have no audit leaf")
        from guichet.engine.models import Submission

        seen, public = set(), keys.public_keys()
        for s in Submission.objects.iterator(5_000):
            seen.add(s.pk)
            if s.pk not in self._said:
                if s.finished_at is not None:
                    faults.append(f"submission {s.pk} has no audit leaf")
                continue
            fault = self._submission_fault(s, public)
            if fault:
                faults.append(f"submission {s.pk}: {fault}")
        faults += [f"submission {number} is missing" for number in sorted(set(self._said) - seen)]
        return faults

    def _submission_fault(self, s: Any, public: dict[str, Any]) -> str | None:
        said, roots = self._said[s.pk], self._roots[s.pk]
        stored = (s.actor, s.actor_name, s.channel, iso(s.asked_at), bytes(s.input_hash).hex())
        if stored != tuple(
            said[n] for n in ("actor", "actor_name", "channel", "asked_at", "input")
        ):
            return "who asked, when or by which channel was changed"
        if s.finished_at is None:
            return None
        root = merkle.root([merkle.leaf_hash(roots[chunk]) for chunk in sorted(roots)])
        if s.root is None or bytes(s.root) != root or len(roots) != s.chunks:
            return "its root is not that of its transactions"
        return None if _signed(s, root, s.asked_at, public) else "its signature does not hold"


def _signed(s: Any, root: bytes, at: datetime, public: dict[str, Any]) -> bool:
    key = public.get(s.key_id)
    message = signed_message(s.pk, root, s.rows, at)
    return (
        key is not None
        and s.signature is not None
        and keys.verifies(key, bytes(s.signature), message)
    )


def _column_faults(frame: pl.DataFrame) -> list[str]:
    """The columns kept beside the content must say what the content says."""
    codes = {outcome.value: code for outcome, code in OUTCOME_CODES.items()}
    path = frame["content"].str
    kinds = {key: service.code for key, service in services().names().items()}
    said = pl.DataFrame(
        {
            "row": path.json_path_match("$.row").cast(pl.Int64),
            "outcome": path.json_path_match("$.outcome").replace_strict(
                codes, return_dtype=pl.Int64
            ),
            "repeats": path.json_path_match("$.repeats"),
            "key": path.json_path_match("$.service"),
        }
    )
    wrong = [name for name in ("row", "outcome") if not (said[name] == frame[name]).all()]
    repeated = frame["repeats"].is_not_null()
    named = reference.encoded(frame["repeats"].fill_null(0))
    if (said["repeats"].is_not_null() != repeated).any() or (said["repeats"] != named).filter(
        repeated
    ).any():
        wrong.append("repeats")
    known = said["key"].replace_strict(kinds, default=None, return_dtype=pl.Int64)
    if (
        (known != frame["service"]).fill_null(value=False).any()
    ):  # one withdrawn since has no code any more
        wrong.append("service")
    wrong += _concerned(frame, said["key"])
    return [f"a transaction's {name} contradicts its content" for name in wrong]


def _concerned(frame: pl.DataFrame, keys_said: pl.Series) -> list[str]:
    """Party and subject decide who may read a transaction: they are the input's, or of a refused
    stranger's nobody's.
    """
    wrong = []
    accepted = frame["outcome"] != OUTCOME_CODES[Outcome.REFUSED]
    for key in keys_said.unique().drop_nulls():
        service = services().get(key)
        if service is None:
            continue
        rows = frame.filter(keys_said == key)
        for column, field in (("party", service.party), ("subject", service.subject)):
            given = (
                rows["content"].str.json_path_match(f"$.input.{field}").cast(pl.Int64, strict=False)
                if field in service.inputs
                else pl.Series([None], dtype=pl.Int64).new_from_index(0, rows.height)
            )
            other = rows[column].ne_missing(given)
            hidden = rows[column].is_null() & ~accepted.filter(keys_said == key)
            if (other & ~hidden).any():
                wrong.append(column)
    return sorted(set(wrong))
