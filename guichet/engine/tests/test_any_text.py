"""Whatever is typed into a field is good, or told why; and what is good survives writing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from guichet.engine.admission import admit
from guichet.engine.batch import Batch
from guichet.engine.fields import (
    Choice,
    Day,
    Digits,
    Iban,
    Input,
    Mobile,
    Money,
    Month,
    NationalId,
    Text,
    YesNo,
    fields_of,
    tidy,
)
from guichet.engine.service import Ask, Service
from guichet.engine.tests.toys import asking, words
from guichet.engine.tests.typed import W, read
from guichet.lib.calendars import to_hijri


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["", ","]))
def test_every_amount_survives_writing_and_reading(amount: Decimal, group: str) -> None:
    text = f"{amount:{group}.2f}"
    field = Money(W)
    minor = field.parse(tidy(pl.Series("x", [text])))
    assert minor.to_list() == [int(amount * 100)]
    shown = minor.rename("m").to_frame().select(field.plain(pl.col("m"))).item()
    assert Decimal(shown) == amount


@given(st.dates(date(1950, 1, 1), date(2076, 1, 1)))
def test_every_day_is_the_same_in_either_calendar(day: date) -> None:
    hijri = "{:04d}-{:02d}-{:02d}".format(*to_hijri(day))
    assert read(Day(W), day.isoformat(), hijri) == [day, day]
    year, month, number = hijri.split("-")
    turned = f"{int(number)}/{month}/{year}"
    assert read(Day(W), turned, f"{turned}هـ", f"{year}/{month}/{number} AH") == [day, day, day]


class Everything(Service):
    """One field of each kind."""

    code, title, summary, right, audience = 9902, W, W, "x", frozenset()

    class Input(Input):
        establishment = Digits(W)
        worker = NationalId(W)
        amount = Money(W, least=100, most=10_000)
        day = Day(W)
        month = Month(W)
        iban = Iban(W)
        mobile = Mobile(W)
        choice = Choice(W, {"a": words("A")})
        yes = YesNo(W, optional=True)
        text = Text(W, limit=5)


Everything.key = "toys.everything"


@given(
    st.lists(
        st.dictionaries(st.sampled_from(list(fields_of(Everything.Input))), st.text(max_size=40)),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_typed_a_row_is_good_or_told_why(rows: list[dict[str, str]]) -> None:
    names = list(Everything.inputs)
    frame = pl.DataFrame(
        [[r.get(n) for n in names] for r in rows],
        schema=dict.fromkeys(names, pl.String),
        orient="row",
    )
    batch: Batch = admit(Ask(Everything, frame), asking())
    refused = set(batch.verdicts()["position"])
    for row in batch.frame.iter_rows(named=True):
        needed = [n for n, f in Everything.inputs.items() if not f.optional]
        assert (row["position"] in refused) or all(row[n] is not None for n in needed)


def test_a_wrong_choice_is_told_what_the_choices_are() -> None:
    frame = pl.DataFrame({"choice": ["z"]})
    batch = admit(Ask(Everything, frame), asking())
    said = pl.concat(batch.findings).filter(pl.col("code") == "choice-unknown")["values"][0]
    assert '"options":"A"' in said


def test_fields_describe_themselves_to_machines() -> None:
    for field in Everything.inputs.values():
        assert field.describe("ar")["title"] == "x" and field.json_schema()["type"] == "string"
    assert Money(W).show("8000.50", "en") == "8,000.50"
    assert "1448" in Day(W).show((date(2026, 11, 22) + timedelta()).isoformat(), "ar")
