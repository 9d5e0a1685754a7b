"""A real acquirer over TCP, in a process of its own, against the host in another; the books agree
with both.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from django.db import connection

from guichet.channels.bank.profile import SHIPPED
from guichet.channels.bank.tests.acquirer import INQUIRY, Line, reversal
from guichet.domain.ledger.queries import trial_balance
from guichet.domain.payments import queries
from guichet.domain.payments.references import reference_of
from guichet.domain.payments.tests.world import OCTOBER, SEPTEMBER, firm, owe
from guichet.engine import store

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[4]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class HostProcess:
    """The bank line as `guichet run` starts it, on the tests' database."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        profile = (SHIPPED / "demo-atm.yaml").read_text().replace("8310", str(self.port))
        (folder / "demo-atm.yaml").write_text(profile)
        self.start()

    def start(self) -> None:
        given = connection.settings_dict
        where = {
            "host": given["HOST"],
            "port": given["PORT"],
            "user": given["USER"],
            "password": given["PASSWORD"],
        }
        address = " ".join(
            f"{n}='{v}'" for n, v in (where | {"dbname": given["NAME"]}).items() if v
        )
        environment = os.environ | {
            "DATABASE_URL": address,
            "GUICHET_BANK_PROFILES": str(self.folder),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "guichet.channels.bank"],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert "demo-atm" in said, said

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._forget()

    def stop(self) -> int:
        self.process.terminate()
        status = self.process.wait(20)
        self._forget()
        return status

    def _forget(self) -> None:
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def host(
    tmp_path: Path, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[HostProcess]:
    monkeypatch.setenv(
        "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
    )  # scripts look into the books between messages
    running = HostProcess(tmp_path)
    yield running
    if running.process.poll() is None:
        assert running.stop() == 0


@contextmanager
def debtor(number: int = 1_010_999_911) -> Iterator[int]:
    establishment = firm(number)
    owe(establishment, SEPTEMBER, 30_000)
    owe(establishment, OCTOBER, 50_000)
    yield establishment


def due(establishment: int) -> int:
    return int(queries.to_pay(pl.Series([establishment]))["to_pay"][0])


def test_a_bill_is_inquired_paid_repeated_and_taken_back(host: HostProcess) -> None:
    with debtor() as firm_number:
        account, october = reference_of(firm_number), reference_of(firm_number, OCTOBER)

        async def script() -> None:
            line = Line(host.port)
            ask = line.message("0200", **{"3": INQUIRY, "48": account})
            told = await line.ask(ask)
            assert (told["39"], int(told["4"])) == ("00", 80_000)
            told = await line.ask(line.message("0200", **{"3": INQUIRY, "48": october}))
            assert (told["39"], int(told["4"])) == ("00", 50_000)
            paid = line.payment(account, 30_000)
            first, second = await line.ask(paid), await line.ask(paid | {"t": "0201"})
            assert (first["39"], first["38"]) == ("00", second["38"])
            assert (await line.ask(paid | {"4": "000000000001"}))["39"] == "94"
            later = paid | {
                "t": "0201",
                "7": "1231235959",
            }  # sent again with another time of sending
            assert (await line.ask(later))["38"] == first["38"]
            assert due(firm_number) == 50_000
            unnamed = {n: v for n, v in reversal(paid).items() if n != "37"}
            assert (await line.ask(unnamed))["39"] == "00" and due(firm_number) == 80_000
            assert (await line.ask(reversal(paid)))["39"] == "00"
            assert (await line.ask(reversal(paid, "0421")))["39"] == "00"
            assert due(firm_number) == 80_000
            paid = line.payment(account, 30_000)
            assert (await line.ask(paid))["39"] == "00"
            part = {"95": f"{20_000:012d}" + "0" * 30, "39": "17"}
            for kind in ("0420", "0421"):
                assert (await line.ask(reversal(paid, kind) | part))["39"] == "00"
            assert due(firm_number) == 60_000
            assert (await line.ask(reversal(paid)))["39"] == "00"
            assert due(firm_number) == 80_000
            late = line.payment(account, 100)
            assert (await line.ask(reversal(late)))["39"] == "00"
            assert (await line.ask(late))["39"] == "21"
            assert due(firm_number) == 80_000
            assert (await line.ask(line.message("0800", **{"70": "301"})))["39"] == "00"
            await line.close()

        asyncio.run(script())
    assert int(trial_balance()["balance"].sum()) == 0


def test_what_cannot_be_taken_is_refused_but_an_advice_of_it_waits_in_suspense(
    host: HostProcess,
) -> None:
    async def script() -> None:
        line = Line(host.port)
        stray = line.payment("123456789012345", 100)
        assert (await line.ask(stray))["39"] == "76"
        assert (await line.ask(stray | {"t": "0201"}))["39"] == "76"
        assert (await line.ask(line.payment("123456789012345", 700, "0220")))["39"] == "00"
        assert (await line.ask(line.payment("123456789012345", 0)))["39"] == "13"
        await line.close()

    asyncio.run(script())
    assert queries.in_suspense()["amount"].to_list() == [700]


def test_nobody_pays_before_signing_on_and_nonsense_is_hung_up_on(host: HostProcess) -> None:
    async def script() -> None:
        line = Line(host.port)
        await line.open()
        await line.ask(line.message("0800", **{"70": "002"}))
        assert (await line.ask(line.payment("1", 1)))["39"] == "58"
        reader, writer = await asyncio.open_connection("127.0.0.1", host.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
        await line.close()

    asyncio.run(script())


@pytest.mark.slow
def test_after_a_bad_line_duplicates_and_a_killed_host_the_books_agree_with_the_acquirer(
    host: HostProcess,
) -> None:
    firms = [firm(1_010_999_911 + n) for n in range(5)]
    for number in firms:
        owe(number, SEPTEMBER, 1_000_000)
    references = [reference_of(number) for number in firms]
    client = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "guichet.channels.bank.tests.acquirer",
            str(host.port),
            "800",
            "7",
            *references,
        ],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    for _ in range(2):
        time.sleep(2.5)
        host.kill()
        host.start()
    assert client.stdout is not None
    held = json.loads(client.stdout.read())
    assert client.wait() == 0
    months = queries.to_pay(pl.Series(firms))
    taken = {
        reference_of(number): 1_000_000 - owed + credit
        for number, owed, credit in months.select(
            "establishment", "contributions", "credit"
        ).iter_rows()
    }
    assert taken == held
    assert sum(held.values()) > 0
    assert int(trial_balance()["balance"].sum()) == 0
    once = store.value(
        "SELECT count(*) - count(DISTINCT (scheme, scheme_key)) FROM payments_payment"
    )
    assert once == 0
