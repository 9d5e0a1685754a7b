"""Where messages may go, and how little a hostile receiver or name can do."""

from __future__ import annotations

from typing import Any

import pytest

from guichet.domain.systems import addresses
from guichet.domain.systems.backends import webhook
from guichet.domain.systems.tests.receiver import receiving
from guichet.engine.refusal import Refused


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.8/x",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fd00::1]/",
        "https://[fe80::1%25eth0]/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://0/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://user@example.com/",
        "https://example.com@10.0.0.1/",
        "https://example.com#x",
        "https://example.com\\@10.0.0.1/",
        "https://printer.local/",
        "https://db.internal/",
        "https://localhost./",
        "https://intranet/",
        "https:///x",
        "https://",
        "ftp://example.com/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com/\r\nX: y",
        "javascript:alert(1)",
        "",
        "https://" + "a" * 600 + ".example/",
        "https://bücher.example/",
        "https://[::1",
        "//example.com/x",
    ],
)
def test_addresses_of_our_own_insides_are_not_registered(url: str) -> None:
    with pytest.raises(Refused):
        addresses.check(url, anywhere=False)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/hook?a=1",
        "https://hooks.example.sa:8443/x",
        "https://8.8.8.8/x",
        "https://xn--bcher-kva.example/",
    ],
)
def test_public_addresses_are(url: str) -> None:
    assert addresses.check(f" {url} ", anywhere=False) == url


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.0.9",
        "192.0.2.1",
        "192.31.196.1",
        "192.52.193.1",
        "192.88.99.1",
        "192.175.48.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "240.0.0.1",
        "255.255.255.255",
        "224.0.0.1",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:192.88.99.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "100:0:0:1::1",
        "2001::1",
        "2001:2::1",
        "2001:20::1",
        "2001:30::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "2620:4f:8000::1",
        "3fff::1",
        "5f00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_no_special_purpose_address_is_public(address: str) -> None:
    assert not addresses.is_public(address)


def test_a_name_that_leads_inside_is_found_out_when_it_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with receiving() as inside:
        port = int(inside.url.split(":")[2].split("/")[0])

        async def looked_up(*_: Any) -> Any:
            return [(2, "93.184.215.14"), (2, "127.0.0.1")]

        monkeypatch.setattr(webhook._PublicOnly, "look_up", looked_up)
        message = webhook.Message(f"https://rebinding.example:{port}/told", {}, b"{}")
        literal = webhook.Message(f"https://127.0.0.1:{port}/told", {}, b"{}")
        assert webhook.send_all([message, literal], anywhere=False) == ["not-public", "not-public"]
        assert inside.got == []


def test_a_receiver_that_drips_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket
    import threading
    import time

    monkeypatch.setattr(webhook, "PATIENCE_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            found, _ = server.accept()
            with found:
                for _ in range(100):
                    try:
                        found.send(b"H")
                    except OSError:
                        return
                    time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        message = webhook.Message(f"http://127.0.0.1:{server.getsockname()[1]}/", {}, b"{}")
        assert webhook.send_all([message], anywhere=True) in (["time-out"], ["unreachable"])
        assert time.monotonic() - began < 3
