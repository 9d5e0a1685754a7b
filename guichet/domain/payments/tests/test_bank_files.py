"""Files as banks write them, one for each kind of thing that was lost or given to another: each has
its right value.

They were made after public reports, named in the documentation of each kind; ``banks/`` holds them.
"""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings as configured

from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments import queries
from guichet.domain.payments.bank.inbox import take_in
from guichet.domain.payments.bank.statements import Booked, book
from guichet.domain.payments.reconciliation import reconcile
from guichet.domain.payments.references import reference_of
from guichet.domain.payments.tests.world import NOW, firm
from guichet.engine import store
from guichet.engine.refusal import Refused

pytestmark = pytest.mark.django_db
BANKS = Path(__file__).parent / "banks"
_REFERENCE = re.compile(rb">([^<]*?)(5000007[0-9]{8})")


class Bank:
    """Files whose references are of establishments there are, by the numbers that the files
    have.
    """

    def __init__(self) -> None:
        self.firms: dict[int, int] = {}

    def file(self, name: str) -> bytes:
        return _REFERENCE.sub(self._ours, (BANKS / f"{name}.xml").read_bytes())

    def _ours(self, found: re.Match[bytes]) -> bytes:
        number = int(found[2][:9])
        if number not in self.firms:
            self.firms[number] = firm(1_010_999_000 + len(self.firms))
        return b">" + found[1] + reference_of(self.firms[number]).encode()

    def take(self, *names: str) -> list[Booked]:
        return [book(self.file(name), NOW) for name in names]

    def paid(self) -> dict[int, int]:
        """What each establishment has paid, by the numbers of the files; nought is left out."""
        numbers = {ours: theirs for theirs, ours in self.firms.items()}
        found = queries.to_pay(pl.Series(list(numbers), dtype=pl.Int64))
        rows = found.filter(pl.col("credit") != 0).select("establishment", "credit").iter_rows()
        return {numbers[number]: credit for number, credit in rows}


@pytest.fixture
def bank(db: None) -> Bank:
    return Bank()


def balances() -> dict[str, int]:
    return {
        kind: amount
        for kind, amount in trial_balance().select("kind", "balance").iter_rows()
        if amount
    }


def suspense() -> list[int]:
    return queries.in_suspense()["amount"].to_list()


@pytest.mark.parametrize("name", ["b15-amtdtls", "b15c-mixed"])
def test_amounts_of_details_are_found_wherever_the_standard_puts_them(
    bank: Bank, name: str
) -> None:
    bank.take(name)
    assert bank.paid() == {500_000_710: 10_000, 500_000_711: 20_000} and suspense() == []


@pytest.mark.parametrize("order", [["b08-053", "b08b"], ["b08b", "b08-053"]])
def test_an_entry_known_to_be_of_many_is_a_settlement_whichever_file_said_so(
    bank: Bank, order: list[str]
) -> None:
    counted = bank.file("b08-053")
    plain = counted.replace(b"<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>", b"")
    for name in order:
        book(counted if name == "b08-053" else plain, NOW)
    assert suspense() == [] and balances() == {"bank": 30_000, "collections": -30_000}


def test_a_detail_without_an_amount_leaves_the_entry_to_nobody(bank: Bank) -> None:
    content = re.sub(rb"<AmtDtls>.*?</AmtDtls>", b"", bank.file("b15c-mixed"))
    book(content, NOW)
    assert bank.paid() == {} and suspense() == [30_000]


@pytest.mark.parametrize("name", ["b01-same-ref-details", "b01b-same-ref-054"])
def test_one_reference_of_the_bank_on_every_detail_is_as_many_payments(
    bank: Bank, name: str
) -> None:
    bank.take(name, name)
    assert bank.paid() == {500_000_710: 218_700, 500_000_711: 129_600}


def test_one_reference_of_the_bank_on_two_entries_is_two_payments(bank: Bank) -> None:
    first, again = bank.take("b01c-same-ref-entries", "b01c-same-ref-entries")
    assert (first.fresh, again.fresh) == (2, 0)
    assert bank.paid() == {500_000_712: 50_000, 500_000_713: 70_000}


def test_what_details_do_not_come_to_is_a_line_of_its_own(bank: Bank) -> None:
    (done,) = bank.take("b03-charges")
    assert (done.total, done.apart) == (147_400, 1)
    assert bank.paid() == {500_000_716: 100_000, 500_000_717: 50_000}
    assert balances() == {"bank": 147_400, "bank-charges": 2_600, "credit": -150_000}


def test_a_list_cut_short_leaves_the_rest_in_suspense(bank: Bank) -> None:
    content = bank.file("b08-054")
    second = content.rindex(b"<TxDtls>")
    book(content[:second] + content[content.index(b"</NtryDtls>") :], NOW)
    assert bank.paid() == {500_000_721: 10_000} and suspense() == [20_000]
    bank.take("b08-054")  # the whole list, later
    assert bank.paid() == {500_000_721: 10_000, 500_000_722: 20_000} and suspense() == []
    assert balances() == {"bank": 30_000, "credit": -30_000}


def test_a_reference_that_comes_back_a_year_later_is_another_payment(bank: Bank) -> None:
    first, second, again = bank.take("b12-2025", "b12-2026", "b12-2025")
    assert (first.fresh, second.fresh, again.fresh) == (1, 1, 0)
    assert bank.paid() == {500_000_726: 13_000}


@pytest.mark.parametrize("order", list(permutations(["b08-054", "b08-053", "b08-054"])))
def test_details_and_the_whole_count_once_in_either_order(
    bank: Bank, order: tuple[str, ...]
) -> None:
    bank.take(*order)
    assert bank.paid() == {500_000_721: 10_000, 500_000_722: 20_000}
    assert balances() == {"bank": 30_000, "credit": -30_000}


@pytest.mark.parametrize("order", list(permutations(["b08b-054", "b08b-053", "b08b-054"])))
def test_so_they_do_where_details_have_no_reference_and_the_whole_no_count(
    bank: Bank, order: tuple[str, ...]
) -> None:
    bank.take(*order)
    assert bank.paid() == {500_000_721: 10_000, 500_000_722: 20_000} and suspense() == []
    assert balances() == {"bank": 30_000, "credit": -30_000}
    assert reconcile(NOW.date(), NOW).open.filter(pl.col("kind") == "statement-line").is_empty()


@pytest.mark.parametrize(
    ("word", "booked"), [(b"PENDING", 0), (b"pdng", 0), (b"BOOK", 5_100), (b"Booked", 5_100)]
)
def test_only_booked_is_booked_also_in_the_banks_own_words(
    bank: Bank, word: bytes, booked: int
) -> None:
    content = bank.file("b09b-prtry-sts").replace(b"PENDING", word)
    assert book(content, NOW).total == booked


def test_a_status_that_leaves_it_open_waits(bank: Bank) -> None:
    with_another = bank.file("b01c-same-ref-entries").replace(
        b"<Cd>BOOK</Cd>", b"<Prtry>Stage 3</Prtry>", 1
    )
    done = book(with_another, NOW)
    assert (done.total, [one.why.refusal.code for one in done.waiting]) == (
        70_000,
        ["bank-file-status"],
    )


@pytest.mark.parametrize(
    ("name", "number", "amount"),
    [
        ("b10-2", 724, 2_200),
        ("b10-6", 724, 2_600),
        ("b11-two-strd", 725, 3_100),
        ("b11b-ustrd-strd", 725, 3_200),
    ],
)
def test_our_reference_is_found_among_others_and_in_words(
    bank: Bank, name: str, number: int, amount: int
) -> None:
    bank.take(name)
    assert bank.paid() == {500_000_000 + number: amount}


def test_details_in_another_currency_leave_the_entry_to_nobody_and_the_file_goes_on(
    bank: Bank,
) -> None:
    content, other = bank.file("b14d-usd-details"), bank.file("b10-2")
    entry = other[other.index(b"<Ntry>") : other.index(b"</Ntfctn>")]
    book(content.replace(b"<Ntry>", entry + b"<Ntry>", 1), NOW)
    assert bank.paid() == {500_000_724: 2_200} and suspense() == [75_000]


def test_one_payment_told_in_dollars_is_worth_what_the_entry_says(bank: Bank) -> None:
    content = bank.file("b14d-usd-details")
    second = content.rindex(b"<TxDtls>")
    book(content[:second] + content[content.index(b"</NtryDtls>") :], NOW)
    assert bank.paid() == {500_000_728: 75_000}


def test_a_business_envelope_is_opened(bank: Bank) -> None:
    bank.take("b07f-bah")
    assert bank.paid() == {500_000_720: 1_500}


def test_an_older_version_is_read_where_its_schema_allows(bank: Bank) -> None:
    with pytest.raises(Refused, match="bank-file-invalid") as refused:
        bank.take("b07-v02")  # its status is that of a later version
    assert "camt.053.001.02" in refused.value.sentence("ar")
    book(bank.file("b07-v02").replace(b"<Sts><Cd>BOOK</Cd></Sts>", b"<Sts>BOOK</Sts>"), NOW)
    assert bank.paid() == {500_000_720: 1_100}


def test_a_version_that_is_not_read_is_refused_by_its_name(bank: Bank) -> None:
    with pytest.raises(Refused, match="bank-file-version") as refused:
        book(bank.file("b07-v02").replace(b"001.02", b"001.13"), NOW)
    assert "camt.053.001.13" in refused.value.sentence(
        "en"
    ) and "001.08/06/04/02" in refused.value.sentence("en")


def test_the_inbox_takes_endings_in_capitals_and_says_beside_the_file_what_waits(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configured, "PAYOUT_INBOX", str(tmp_path))
    content = bank.file("b01c-same-ref-entries").replace(
        b"<Cd>BOOK</Cd>", b"<Prtry>Stage 3</Prtry>", 1
    )
    (tmp_path / "DAY.XML").write_bytes(content)
    assert take_in(NOW) == 1
    assert "Stage 3" in (tmp_path / "taken" / "DAY.txt").read_text()


def test_a_file_that_cannot_even_be_read_holds_up_none_behind_it(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configured, "PAYOUT_INBOX", str(tmp_path))
    (tmp_path / "a.xml").mkdir()
    (tmp_path / "b.xml").write_bytes(bank.file("b01c-same-ref-entries"))
    with pytest.raises(IsADirectoryError):  # and the round says so
        take_in(NOW)
    assert (tmp_path / "taken" / "b.xml").exists() and bank.paid()
    assert (tmp_path / "a.xml").exists()


def test_every_file_together_leaves_books_that_agree(bank: Bank) -> None:
    names = sorted(path.stem for path in BANKS.glob("b*.xml") if path.stem != "b07-v02")
    for order in (names, names[::-1]):
        bank.take(*order)
        told = store.value("SELECT sum(amount) FROM payments_entry")
        assert balances()["bank"] == told
    entries = store.rows(
        "SELECT sum(amount) - max(entry_amount) FROM payments_entry GROUP BY account, entry_ref, booked_on, entry_amount, copy"
    )
    assert {row[0] for row in entries} == {0}
