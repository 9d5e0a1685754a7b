"""A small institution behind the files: the demonstration seed, and a bureau that acts for all its
employers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from django.test import Client, override_settings
from django.utils import timezone

from demo import seed
from demo.population import persons, workers
from guichet.channels.bulk import files
from guichet.channels.bulk.models import File
from guichet.channels.bulk.movement import MONTHLY
from guichet.domain.identity.models import Account
from guichet.domain.identity.queries import account_of
from guichet.domain.verification.checks import RegistryCheck
from guichet.engine import store
from guichet.engine.context import HOME


def csv_of(headings: Sequence[str], rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    """A plain CSV text with CRLF line ends."""
    return "".join(separator.join(line) + "\r\n" for line in (headings, *rows))


def xlsx_of(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook as Excel writes it; numbers and days keep their types."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(r, c, datetime(cell.year, cell.month, cell.day), days)
                elif cell is not None:
                    sheet.write(r, c, cell)
    return sink.getvalue()


def confirmed(client: Client, address: str) -> Any:
    """Confirm a file as its page shows it."""
    shown = re.search(r'name="shown" value="([^"]*)"', client.get(address).content.decode())
    return client.post(f"{address}confirm/", {"shown": shown[1]} if shown else {})


def today() -> date:
    """The institution's day: what a file says of months and days is judged by the clock."""
    return timezone.now().astimezone(HOME).date()


@dataclass(frozen=True)
class Institution:
    """Who sends files, and whose workers they are about."""

    bureau: Account
    stranger: Account
    engaged: pl.DataFrame  # establishment, worker
    newcomers: list[int]

    def untouched(self) -> Institution:
        """The same for another test: accounts are read anew."""
        bureau, stranger = (Account.objects.get(pk=who.pk) for who in (self.bureau, self.stranger))
        return Institution(bureau, stranger, self.engaged.clone(), list(self.newcomers))

    def client(self, account: Account | None = None, language: str = "en") -> Client:
        """A browser of the bureau, or of somebody else."""
        client = Client()
        client.force_login(account or self.bureau)
        client.cookies["django_language"] = language
        return client

    def wages(self, count: int, basic: str = "9000", start: int = 0) -> str:
        """A movement file that changes the wages of so many workers from this month on."""
        month = f"{today():%Y-%m}"
        rows = self.engaged.slice(start, count).rows()
        lines = [["wage", str(e), str(w), month, basic] for e, w in rows]
        return csv_of(("movement", "establishment", "worker", "month", "basic"), lines)

    def send(
        self, text: str | bytes, *, name: str = "f.csv", kind: str = MONTHLY, language: str = "en"
    ) -> File:
        """Keep a file of the bureau's."""
        content = text.encode() if isinstance(text, str) else text
        return files.keep(
            [content],
            account=self.bureau.pk,
            name=name,
            kind=kind,
            language=language,
            now=timezone.now(),
        )


def _everybody_is_alive(check: RegistryCheck, keys: pl.Series, context: object) -> pl.DataFrame:
    facts = persons(keys).with_columns(status=pl.lit("alive"))
    wanted = ("status", "name_ar", "name_latin", "sex", "nationality", "birth_date")
    told = facts.select("number", *wanted).rename({n: f"{check.name}_{n}" for n in wanted})
    return told.select(pl.exclude("number"), key="number", evidence=pl.lit(1, pl.Int64))


HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # only for speed


def _seeded() -> Institution:
    seed.main(10, 1_200, lambda _: None)
    engaged = store.fetch(
        "SELECT s.number, p.identifier FROM registry_engagement e"
        " JOIN registry_establishment s ON s.id = e.establishment_id"
        " JOIN registry_person p ON p.id = e.person_id"
        " WHERE e.ended_on IS NULL AND e.started_on < '2026-11-01' ORDER BY e.id",
        {"establishment": pl.Int64, "worker": pl.Int64},
    )
    bureau, stranger = account_of("bureau"), account_of("stranger")
    assert bureau is not None and stranger is not None
    newcomers = workers(60_000_000, 40, 0.3).to_list()[:20]
    return Institution(bureau, stranger, engaged, newcomers)


def seeded_below(_: None) -> Institution:
    with pytest.MonkeyPatch.context() as patch, override_settings(PASSWORD_HASHERS=HASHERS):
        patch.setattr(RegistryCheck, "ask", _everybody_is_alive)
        return _seeded()


@pytest.fixture
def institution(
    institution_below: Institution | None, db: None, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Institution:
    """Ten establishments with 1,200 workers."""
    settings.PASSWORD_HASHERS = HASHERS
    monkeypatch.setattr(RegistryCheck, "ask", _everybody_is_alive)
    return _seeded() if institution_below is None else institution_below.untouched()
