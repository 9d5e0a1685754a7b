"""A file of ours is held against the standard to its last byte before it leaves, whatever is wrong
and wherever.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from guichet.domain.iso20022 import standard, transfers
from guichet.engine.refusal import Refused

_COUNT = 3_000  # several pieces of what is read at a time


@pytest.fixture
def file(tmp_path: Path) -> Path:
    head = transfers.Head(
        "GUICHET-B1-x",
        datetime(2026, 11, 22, tzinfo=UTC),
        _COUNT,
        _COUNT * 100,
        "Payer",
        "SA0380000000608010167519",
        "",
        date(2026, 11, 22),
    )
    numbers = pl.int_range(_COUNT, eager=True).alias("n").to_frame()
    rows = numbers.select(
        name=pl.lit("Somebody"),
        iban=pl.lit("SA0380000000608010167519"),
        amount=pl.lit(100),
        end_to_end=pl.lit("GUICHET-T") + pl.col("n").cast(pl.String),
        category=pl.lit("PENS"),
        words=pl.lit("w"),
    )
    place = tmp_path / "a.xml"
    with place.open("wb") as out:
        transfers.write(out, head, [rows])
    return place


def _check(place: Path) -> None:
    standard.check(place, transfers.KIND, transfers.WITHIN)


def test_a_good_file_passes(file: Path) -> None:
    assert file.stat().st_size > 3 * (1 << 18)
    _check(file)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"GUICHET-T0</EndToEndId>", b"GUICHET-T0</EndToEndIx>"),
        (b"<EndToEndId>GUICHET-T1500<", b"<Odd>x</Odd><EndToEndId>GUICHET-T1500<"),
        (b"GUICHET-T2999<", b"G" * 36 + b"<"),
        (b"</PmtInf></CstmrCdtTrfInitn>", b"<X/></PmtInf></CstmrCdtTrfInitn>"),
        (b"</Document>\n", b""),
        (b"</Document>\n", b"</Docu"),
        (b"</PmtInf></CstmrCdtTrfInitn></Document>\n", b""),
        (b"<MsgId>GUICHET-B1-x</MsgId>", b""),
    ],
)
def test_whatever_is_wrong_is_found(file: Path, was: bytes, becomes: bytes) -> None:
    content = file.read_bytes()
    assert was in content
    file.write_bytes(content.replace(was, becomes))
    with pytest.raises(Refused, match="bank-file-invalid"):
        _check(file)


def test_half_a_file_and_an_empty_one_are_none(file: Path) -> None:
    content = file.read_bytes()
    for part in (content[: len(content) // 2], content[:1], b""):
        file.write_bytes(part)
        with pytest.raises(Refused, match="bank-file-invalid"):
            _check(file)
