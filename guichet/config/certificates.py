"""``guichet ca``: the institution's certificate authority, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from guichet.config.commandline import awake

_FILE = click.Path(dir_okay=False, path_type=Path)
_GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def ca() -> None:
    """The institution's keys and certificates: root, document signer, clients, revocation."""
    awake()


def _commands() -> Any:
    from guichet.domain.certificates import commands

    return commands


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _pem(certificate: Any) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return x509.load_der_x509_certificate(bytes(certificate.body)).public_bytes(Encoding.PEM)


def _issued(make: Any) -> Any:
    """What ``make`` issues; what stands in its way is told as an error of the command."""
    try:
        return make()
    except _commands().CannotIssue as error:
        raise click.ClickException(str(error)) from None


def _say(certificate: Any) -> None:
    click.echo(
        f"{certificate.use}: {certificate.subject}, serial {certificate.serial}, until {certificate.not_after:%Y-%m-%d}"
    )


@ca.command("root")
@click.option(
    "--institution", default="Guichet", show_default=True, help="The name that certificates carry."
)
def root(institution: str) -> None:
    """Make a root of our own. An older one stays trusted, so what it vouched for still holds."""
    _say(_issued(lambda: _commands().create_root(institution, _now())))


@ca.command("signer")
@click.option("--name", default="Document signer", show_default=True)
@click.option("--days", default=730, show_default=True, type=click.IntRange(1, 3650))
@click.option(
    "--request",
    type=_FILE,
    help="Write a request for another authority instead; enter its answer with `ca add`.",
)
@click.option("--institution", default="Guichet", show_default=True, help="Named in the request.")
def signer(name: str, days: int, request: Path | None, institution: str) -> None:
    """A new key and certificate for documents: a rotation. What older ones signed still holds."""
    if request is not None:
        request.write_bytes(_commands().request_signer(institution, name))
        click.echo(f"Request in {request}")
        return
    _say(_issued(lambda: _commands().issue_signer(name, _now(), days)))


@ca.command("client")
@click.argument("username")
@click.option(
    "--request",
    type=_GIVEN,
    help="The client's request (PEM): the private key stays with the client.",
)
@click.option(
    "--key", type=_FILE, help="Without a request: where to write a private key made here."
)
@click.option("--out", type=_FILE, required=True, help="Where to write the certificate (PEM).")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3650))
def client(username: str, request: Path | None, key: Path | None, out: Path, days: int) -> None:
    """A certificate for the account USERNAME, to sign files with."""
    account = _account(username)
    public = _public_of(request) if request else _made(key)
    made = _issued(lambda: _commands().issue_client(public, username, account, _now(), days))
    out.write_bytes(_pem(made))
    _say(made)


def _account(username: str) -> int:
    from guichet.domain.identity.queries import account_of

    found = account_of(username)
    if found is None:
        raise click.ClickException(f"there is no account {username!r}")
    return int(found.pk)


def _public_of(request: Path) -> Any:
    from cryptography import x509

    try:
        asked = x509.load_pem_x509_csr(request.read_bytes())
    except ValueError as error:
        raise click.ClickException(f"{request} is not a certificate request: {error}") from None
    if not asked.is_signature_valid:
        raise click.ClickException(f"{request} is not signed with its own key")
    return asked.public_key()


def _made(key: Path | None) -> Any:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    if key is None:
        raise click.ClickException(
            "give the client's --request, or say with --key where to write a private key"
        )
    private = ec.generate_private_key(ec.SECP256R1())
    key.touch(mode=0o600)
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return private.public_key()


@ca.command("add")
@click.argument("file", type=_GIVEN)
@click.option(
    "--as", "use", type=click.Choice(["root", "between", "signer", "client"]), required=True
)
@click.option("--account", "username", help="Whose it is, if it is a client's.")
def add(file: Path, use: str, username: str | None) -> None:
    """Take in a certificate of another authority (PEM): a root to trust, a signer we asked for, a
    client's.
    """
    from cryptography import x509

    if (use == "client") != (username is not None):
        raise click.ClickException("a client's certificate needs --account, and only such a one")
    account = _account(username) if username else None
    try:
        given = x509.load_pem_x509_certificates(file.read_bytes())
    except ValueError as error:
        raise click.ClickException(f"{file} holds no certificate: {error}") from None
    for one in given:
        _say(_issued(lambda one=one: _commands().keep(one, use, _now(), account)))


@ca.command("add-list")
@click.argument("file", type=_GIVEN)
def add_list(file: Path) -> None:
    """Take in another authority's revocation list (PEM or DER). It is used once its signature is
    verified.
    """
    from cryptography import x509

    data = file.read_bytes()
    read = x509.load_pem_x509_crl if data.startswith(b"-----") else x509.load_der_x509_crl
    try:
        kept = _commands().keep_list(read(data))
    except (ValueError, x509.ExtensionNotFound) as error:
        raise click.ClickException(f"{file} is not a numbered revocation list: {error}") from None
    click.echo(f"List {kept.number} of {kept.issuer}, until {kept.next_update:%Y-%m-%d %H:%M}")


@ca.command("revoke")
@click.argument("certificate")
@click.option("--reason", required=True, help="Kept in the audit log.")
def revoke(certificate: str, reason: str) -> None:
    """End the CERTIFICATE of a serial or fingerprint before its time, and publish a new list."""
    found = _commands().find(certificate)
    if found is None:
        raise click.ClickException(f"there is no certificate {certificate}")
    fresh = _commands().revoke(found, reason, _now())
    click.echo(f"{found.subject}: {'revoked' if fresh else 'was revoked already'}")


@ca.command("list")
@click.option(
    "--out",
    type=_FILE,
    help="Write the newest list (DER) here, for a server that checks client certificates.",
)
def revoked(out: Path | None) -> None:
    """Make a new revocation list now."""
    made = _commands().make_list(_now())
    if made is None:
        raise click.ClickException("there is no root of ours: guichet ca root")
    if out:
        out.write_bytes(bytes(made.body))
    click.echo(f"List {made.number}, until {made.next_update:%Y-%m-%d %H:%M}")


@ca.command("export")
@click.option("--out", type=_FILE, required=True)
def export(out: Path) -> None:
    """Write the trusted roots (PEM): what outsiders verify our papers with."""
    from guichet.domain.certificates import queries

    out.write_bytes(queries.root_pem())
    click.echo(f"Roots in {out}")
