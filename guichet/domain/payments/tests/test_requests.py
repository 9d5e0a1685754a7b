"""Banks of establishments are asked for bills, each version once; what they pay finds its bill,
what they refuse is listed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from lxml import etree

from demo.bank.__main__ import work
from demo.bank.counter import Counter
from demo.public_bodies.bank import iban_of
from guichet.domain.iso20022.standard import SCHEMAS
from guichet.domain.payments import queries
from guichet.domain.payments.bank import inbox
from guichet.domain.payments.presenting import differences
from guichet.domain.payments.presenting.requests import request, take_answer
from guichet.domain.payments.references import reference_of
from guichet.domain.payments.tests.world import NOW, OCTOBER, SEPTEMBER, firm, notice, owe, receive
from guichet.domain.registry import bank_accounts
from guichet.engine.actor import PartyKind
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db
NS = "{urn:iso:std:iso:20022:tech:xsd:pain.013.001.07}"


@pytest.fixture
def folders(settings: Any, tmp_path: Path) -> tuple[Path, Path]:
    settings.PAYOUT_ACCOUNT = "SA0380000000608010167519"
    settings.PAYOUT_OUTBOX, settings.PAYOUT_INBOX = str(tmp_path / "to"), str(tmp_path / "from")
    return tmp_path / "to", tmp_path / "from"


@pytest.fixture
def debtor(db: None) -> int:
    """Owes two months, and has an account on record."""
    number = firm()
    owe(number, SEPTEMBER, 30_000)
    owe(number, OCTOBER, 50_050)
    change = pl.DataFrame(
        {
            "party": [number],
            "iban": [iban_of(number)],
            "transaction": [1],
            "account_before": [None],
        },
        schema_overrides={"account_before": pl.Int64},
    )
    bank_accounts.change(PartyKind.ESTABLISHMENT, changes=change, today=date(2026, 11, 22))
    return number


def left(number: int) -> list[int]:
    return queries.months_of(pl.Series([number]))["contributions"].to_list()


def test_each_bill_is_asked_for_once_by_a_valid_file(
    debtor: int, folders: tuple[Path, Path]
) -> None:
    to, _ = folders
    assert request(NOW).asked == 2 and request(NOW).asked == 0
    (file,) = to.iterdir()
    tree = etree.parse(file)
    etree.XMLSchema(etree.parse(SCHEMAS / "pain.013.001.07.xsd")).assertValid(tree)
    assert [e.text for e in tree.iter(f"{NS}InstdAmt")] == ["300.00", "500.50"]
    assert [e.text for e in tree.iter(f"{NS}Ref")] == [
        reference_of(debtor, m) for m in (SEPTEMBER, OCTOBER)
    ]
    receive(notice(debtor, 10_000))
    assert request(NOW).asked == 1  # what changed, once more
    receive(notice(debtor, 70_050, "2"))
    assert request(NOW).asked == 0  # paid


def test_what_a_bank_pays_finds_its_bill_and_what_it_refuses_is_listed(
    debtor: int, folders: tuple[Path, Path], tmp_path: Path
) -> None:
    to, answers = folders
    request(NOW)
    assert work(Counter(tmp_path / "taken", 0), to, answers) == 1
    for kind, schema in (("pain.014", "pain.014.001.07"), ("camt.054", "camt.054.001.08")):
        (told,) = answers.glob(f"*.{kind}.xml")
        etree.XMLSchema(etree.parse(SCHEMAS / f"{schema}.xsd")).assertValid(etree.parse(told))
    assert inbox.take_in(NOW) == 2 and left(debtor) == [0, 0]


def test_a_refused_request_is_somebodys_work_until_the_bill_is_paid(
    debtor: int, folders: tuple[Path, Path], tmp_path: Path
) -> None:
    to, answers = folders
    request(NOW)
    work(Counter(tmp_path / "taken", 1), to, answers)
    (told,) = answers.glob("*.pain.014.xml")
    content = told.read_bytes()
    assert inbox.take_in(NOW) == 1
    listed = differences.open_differences()
    assert listed["key"].to_list() == [reference_of(debtor, m) for m in (SEPTEMBER, OCTOBER)]
    take_answer(content, NOW)
    assert differences.open_differences().height == 2
    receive(notice(debtor, 80_050))
    request(NOW)
    assert differences.open_differences().is_empty()


def test_without_an_account_nobody_is_asked(db: None, folders: tuple[Path, Path]) -> None:
    owe(firm(), SEPTEMBER, 300)
    done = request(NOW)
    assert (done.asked, done.left_out) == (0, 1) and not folders[0].exists()


def test_without_a_folder_nothing_is_done(debtor: int, settings: Any) -> None:
    settings.PAYOUT_OUTBOX = ""
    assert request(NOW).asked == 0


@pytest.mark.parametrize("name", ["GUICHET-R999999999", "GUICHET-R", "X", "GUICHET-R" + "9" * 25])
def test_an_answer_about_others_is_counted_only(
    debtor: int, folders: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    to, answers = folders
    request(NOW)
    work(Counter(tmp_path / "taken", 1), to, answers)
    (told,) = answers.glob("*.pain.014.xml")
    content = told.read_bytes()
    mine = content[content.index(b"GUICHET-R", content.index(b"OrgnlPmtInfId")) :].split(b"<")[0]
    done = take_answer(content.replace(b">" + mine + b"<", f">{name}<".encode()), NOW)
    assert (done.refused, done.unknown) == (1, 1)
    with pytest.raises(Refused):
        take_answer(content[:-40], NOW)
