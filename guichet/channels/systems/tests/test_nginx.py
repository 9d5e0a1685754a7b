"""The shipped nginx configuration, run: certificates asked for, revoked ones refused, tokens bound
to them, nothing forged.
"""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client, RequestFactory

from guichet.channels.shared.proxy import thumbprint_of
from guichet.channels.systems.tests.pki import Authority
from guichet.domain.systems import commands
from guichet.domain.systems.models import System
from guichet.domain.systems.tests.machine import KIND, SERVICES, Machine
from tests.contract.world import NOW, World

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
SHIPPED = Path(__file__).resolve().parents[4] / "deploy" / "nginx"
SECRET = "a-secret-that-only-nginx-and-the-application-know"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class Edge:
    """nginx as it is shipped, before the test's server."""

    open: str
    certified: str
    inner: str
    folder: Path

    def client(self, certificate: str | None = None, folder: str = "clients") -> httpx.Client:
        """Somebody outside, with one of the authority's certificates or without."""
        trust = ssl.create_default_context(cafile=self.folder / "server" / "ca.crt")
        if certificate:
            place = self.folder / folder
            trust.load_cert_chain(place / f"{certificate}.crt", place / f"{certificate}.key")
        return httpx.Client(verify=trust, trust_env=False, timeout=20)


def configured(folder: Path, inner: str, ports: tuple[int, int, int]) -> Path:
    """The shipped files with this test's places in them, and the http block around that every nginx
    has.
    """
    replaced = {
        "server 127.0.0.1:8000;": f"server {inner};",
        "server_name branch.example.sa;": "server_name localhost;",
        "server_name systems.branch.example.sa;": "server_name localhost;",
        "/etc/guichet/tls/branch.": f"{folder}/server/localhost.",
        "/etc/guichet/tls/clients-ca.crt": f"{folder}/clients/ca.crt",
        "/etc/guichet/tls/clients.crl": f"{folder}/clients/crl.pem",
        "/etc/guichet/nginx/": f"{folder}/",
        "listen 80;": f"listen 127.0.0.1:{ports[2]};",
    }
    for name in ("guichet.conf", "handed-on.conf"):
        text = (SHIPPED / name).read_text("utf-8")
        for old, new in replaced.items():
            text = text.replace(old, new)
        for port in ports[:2]:
            text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;", 1)
        (folder / name).write_text(text, "utf-8")
    (folder / "proxy-secret.conf").write_text(f'proxy_set_header X-Proxy-Secret "{SECRET}";\n')
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        f"events {{ }}\nhttp {{\naccess_log off;\n{temporary}include {folder}/guichet.conf;\n}}\n"
    )
    return main


@pytest.fixture
def edge(live_server: Any, world: World, tmp_path: Path, settings: Any) -> Iterator[Edge]:
    Authority(tmp_path / "server", "Server authority").issue("localhost", server=True)
    clients = Authority(tmp_path / "clients", "Client authority")
    clients.issue("good"), clients.issue("other"), clients.issue("expired", days=-1)
    clients.revoke(clients.issue("revoked"))
    Authority(tmp_path / "foreign", "Foreign authority").issue("good")
    first, second, third = free_port(), free_port(), free_port()
    settings.ISSUER, settings.CERTIFICATES_ADDRESS = (
        f"https://localhost:{first}",
        f"https://localhost:{second}",
    )
    settings.PROXY_SECRET = SECRET
    inner = live_server.url.removeprefix("http://")
    main = configured(tmp_path, inner, (first, second, third))
    assert NGINX is not None
    with subprocess.Popen(
        [NGINX, "-p", str(tmp_path), "-c", str(main), "-e", str(tmp_path / "error.log")]
    ) as running:
        try:
            _wait_for(first, running, tmp_path)
            yield Edge(settings.ISSUER, settings.CERTIFICATES_ADDRESS, live_server.url, tmp_path)
        finally:
            running.terminate()


def _wait_for(port: int, running: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(200):
        assert running.poll() is None, (folder / "error.log").read_text()
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not listen")


def token_by(
    client: httpx.Client, address: str, machine: Machine, audience: str, **more: Any
) -> httpx.Response:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": KIND,
        "client_assertion": machine.assertion(aud=audience),
    }
    return client.post(f"{address}/oauth/token", data=form, **more)


def call_by(client: httpx.Client, address: str, token: str, **more: Any) -> int:
    headers = {"authorization": f"Bearer {token}"} | more.pop("headers", {})
    return client.get(f"{address}/api/v1/transactions/2", headers=headers, **more).status_code


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
@pytest.mark.django_db(transaction=True)
def test_a_bound_system_works_over_its_certificate_and_nothing_else_does(
    edge: Edge, world: World
) -> None:
    bound = Machine.connect(
        world.account, int(world.facts["establishment"]), certificate_bound=True, now=NOW
    )
    with edge.client("good") as good, edge.client("other") as other, edge.client() as bare:
        # Without a certificate the system is known and still gets nothing.
        refused = token_by(bare, edge.open, bound, edge.open)
        assert refused.status_code == 401 and refused.json()["error_uri"].endswith(
            "client-certificate-needed"
        )
        token = token_by(good, edge.certified, bound, edge.open).json()["access_token"]
        assert call_by(good, edge.certified, token) == 404  # let in: there is no such transaction
        assert call_by(other, edge.certified, token) == 401  # stolen, used with another certificate
        assert call_by(bare, edge.open, token) == 401  # stolen, used without
        assert (
            token_by(good, edge.certified, bound, f"{edge.certified}/oauth/token").status_code
            == 200
        )
        _nothing_is_forged(edge, bound, token, bare)
        # Whoever binds a system ends its unbound tokens.
        free = Machine.connect(world.account, int(world.facts["establishment"]), now=NOW)
        loose = token_by(bare, edge.open, free, edge.open).json()["access_token"]
        assert call_by(bare, edge.open, loose) == 404
        commands.change(
            free.system,
            account=world.account,
            services=SERVICES,
            rights=["wages", "register"],
            certificate_bound=True,
            now=NOW,
        )
        assert call_by(bare, edge.open, loose) == 401


def _nothing_is_forged(edge: Edge, bound: Machine, token: str, bare: httpx.Client) -> None:
    """A certificate is no secret: whoever has seen it may write it into headers. Only the proxy's
    word counts.
    """
    from urllib.parse import quote

    certificate = quote((edge.folder / "clients" / "good.crt").read_text())
    said = {"X-Client-Verify": "SUCCESS", "X-Client-Certificate": certificate}
    forged = [
        said,
        {name.replace("-", "_"): value for name, value in said.items()},
        said | {"X-Proxy-Secret": "guess"},
        {
            "x-client_verify": "SUCCESS",
            "X_Client-Certificate": certificate,
            "X-Proxy_Secret": "guess",
        },
    ]
    for headers in forged:
        assert call_by(bare, edge.open, token, headers=headers) == 401, headers
        assert token_by(bare, edge.open, bound, edge.open, headers=headers).status_code == 401
    # Past the proxy, on the machine itself: without the secret still nothing.
    with httpx.Client(trust_env=False) as inside:
        assert call_by(inside, edge.inner, token, headers=said) == 401
        assert call_by(inside, edge.inner, token, headers=said | {"X-Proxy-Secret": SECRET}) == 404


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
@pytest.mark.django_db(transaction=True)
def test_revoked_expired_foreign_and_missing_certificates_are_refused_before_the_application(
    edge: Edge, world: World
) -> None:
    machine = Machine.connect(world.account, int(world.facts["establishment"]), now=NOW)
    for certificate, folder in (
        ("revoked", "clients"),
        ("expired", "clients"),
        ("good", "foreign"),
        (None, ""),
    ):
        with edge.client(certificate, folder) as client:
            answer = token_by(client, edge.certified, machine, edge.open)
            assert answer.status_code == 401, (certificate, folder)
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["code"] == "client-certificate-needed"
    with edge.client("good") as good:
        assert token_by(good, edge.certified, machine, edge.open).status_code == 200
        assert good.get(f"{edge.certified}/systems/").status_code == 404  # no pages for people here
    assert System.objects.count() == 1
    told = Client().get("/api/v1/problems/client-certificate-needed").json()
    assert told["sentences"]["ar"]


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
@pytest.mark.django_db(transaction=True)
def test_https_ends_at_nginx_and_is_known_behind_it(edge: Edge, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER, settings.ISSUER = ("HTTP_X_FORWARDED_PROTO", "https"), ""
    place = "/.well-known/oauth-authorization-server"
    with edge.client() as client:
        for forged in ({}, {"X-Forwarded-Proto": "http"}, {"X_Forwarded_Proto": "http"}):
            assert client.get(edge.open + place, headers=forged).json()["issuer"] == edge.open
        settings.SECURE_PROXY_SSL_HEADER = None  # GUICHET_TRUSTED_PROXIES forgotten
        assert client.get(edge.open + place).json()["issuer"] == edge.open.replace("https", "http")


@pytest.mark.parametrize(
    ("address", "secret", "verify", "certificate"),
    [
        ("203.0.113.9", SECRET, "SUCCESS", True),
        ("127.0.0.1", "", "SUCCESS", True),
        ("127.0.0.1", "é", "SUCCESS", True),
        ("127.0.0.1", SECRET, "FAILED:revoked", True),
        ("127.0.0.1", SECRET, "NONE", False),
        ("127.0.0.1", SECRET, "SUCCESS", False),
        ("nonsense", SECRET, "SUCCESS", True),
    ],
)
def test_only_our_proxys_word_counts(
    address: str, secret: str, verify: str, certificate: bool, tmp_path: Path, settings: Any
) -> None:
    from urllib.parse import quote

    Authority(tmp_path, "a").issue("good")
    said = quote((tmp_path / "good.crt").read_text()) if certificate else "nonsense"
    headers = {"x-client-verify": verify, "x-client-certificate": said, "x-proxy-secret": secret}
    settings.PROXY_SECRET = SECRET
    assert thumbprint_of(RequestFactory(REMOTE_ADDR=address).get("/", headers=headers)) is None
    good = headers | {"x-client-verify": "SUCCESS", "x-proxy-secret": SECRET}
    if certificate:
        local = RequestFactory(REMOTE_ADDR="127.0.0.1")
        assert thumbprint_of(local.get("/", headers=good)) is not None
        settings.PROXY_SECRET = "short"  # no secret counts as none
        assert thumbprint_of(local.get("/", headers=good | {"x-proxy-secret": "short"})) is None
