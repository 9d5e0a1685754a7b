"""The script we hand to outsiders: it has none of our code, and finds what holds and what
does not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from guichet.catalogue.account.tests.conftest import NOW, Office
from guichet.catalogue.certificates.tests.test_certificates import ask
from guichet.domain.certificates import commands as certificates
from guichet.domain.certificates import queries
from guichet.domain.certificates.models import Certificate, Use
from guichet.domain.documents.composition import paper
from guichet.engine import keys
from guichet.engine.receipt import fault_of

SCRIPT = Path(__file__).resolve().parents[4] / "docs" / "how-to" / "verify_outside.py"


def verify(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run it far from our packages."""
    bare = {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *arguments],
        cwd=folder,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def test_it_stands_alone() -> None:
    assert "guichet." not in SCRIPT.read_text() and "import cryptography" not in SCRIPT.read_text()


def test_a_paper_holds_and_a_changed_one_does_not(
    paid: Office, signer: None, tmp_path: Path
) -> None:
    body = paper(ask(paid).transaction, "ar", NOW)
    (tmp_path / "roots.pem").write_bytes(queries.root_pem())
    (tmp_path / "paper.pdf").write_bytes(body)
    (tmp_path / "changed.pdf").write_bytes(body[:3000] + bytes([body[3000] ^ 1]) + body[3001:])
    (tmp_path / "longer.pdf").write_bytes(body + b"\n% more")
    given = ["paper.pdf", "changed.pdf", "longer.pdf", "--roots", "roots.pem"]
    status, said = verify(tmp_path, *given)
    assert status == 1
    assert (
        "paper.pdf: holds" in said
        and "changed.pdf: does NOT hold" in said
        and "longer.pdf: does NOT hold" in said
    )
    assert verify(tmp_path, "paper.pdf", "--roots", "roots.pem")[0] == 0


def test_a_foreign_root_and_a_revoked_signer_are_found(
    paid: Office, signer: None, tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    (tmp_path / "paper.pdf").write_bytes(paper(ask(paid).transaction, "en", NOW))
    ours = queries.root_pem()
    (tmp_path / "roots.pem").write_bytes(ours)
    certificates.make_list(timezone.now())
    (tmp_path / "list.crl").write_bytes(queries.list_of_root() or b"")
    assert verify(tmp_path, "paper.pdf", "--roots", "roots.pem", "--crl", "list.crl")[0] == 0
    certificates.revoke(Certificate.objects.get(use=Use.SIGNER), "key lost", timezone.now())
    (tmp_path / "list.crl").write_bytes(queries.list_of_root() or b"")
    status, said = verify(tmp_path, "paper.pdf", "--roots", "roots.pem", "--crl", "list.crl")
    assert status == 1 and "revoked" in said
    settings.CERTIFICATE_KEYS = str(tmp_path / "other")  # type: ignore[attr-defined]
    certificates.create_root("Example Social Insurance", NOW)
    (tmp_path / "roots.pem").write_bytes(queries.root_pem().replace(ours, b""))
    assert verify(tmp_path, "paper.pdf", "--roots", "roots.pem")[0] == 1


def test_receipts_hold_under_their_own_key_also_after_a_rotation(
    paid: Office, tmp_path: Path, signing_keys: Path, settings: pytest.FixtureRequest
) -> None:
    settings.SIGNING_KEYS = tmp_path / "keys"  # type: ignore[attr-defined]
    old = keys.create(tmp_path / "keys")
    receipt = ask(paid).receipt()
    (tmp_path / "receipt.json").write_text(json.dumps(receipt), "utf-8")
    keys._newest.cache_clear()
    new = keys.create(tmp_path / "keys")
    assert old != new and receipt["signed"]["key"] == old
    assert verify(tmp_path, "receipt.json", "--key", f"keys/{old}.pub.pem") == (
        0,
        "receipt.json: holds\n",
    )
    assert verify(tmp_path, "receipt.json", "--key", f"keys/{new}.pub.pem")[0] == 1
    changed = receipt | {"content": receipt["content"].replace("accepted", "refused")}
    (tmp_path / "receipt.json").write_text(json.dumps(changed), "utf-8")
    assert verify(tmp_path, "receipt.json", "--key", f"keys/{old}.pub.pem")[0] == 1
    (tmp_path / "receipt.json").write_text('{"signed": 5}')
    assert verify(tmp_path, "receipt.json", "--key", f"keys/{old}.pub.pem")[0] == 1


BENT: dict[str, tuple[tuple[str, ...], Any]] = {
    "format": (("format",), "guichet-receipt/2"),
    "content": (("content",), "{}"),
    "place in the chunk": (("proof", "chunk", "index"), 1),
    "a place before the first": (("proof", "chunk", "index"), -1),
    "a place that is a text": (("proof", "chunk", "index"), "0"),
    "size of the chunk": (("proof", "chunk", "size"), 2),
    "no size": (("proof", "chunk", "size"), 0),
    "place in the call": (("proof", "call", "index"), 5),
    "size of the call": (("proof", "call", "size"), 0),
    "a longer path": (("proof", "call", "path"), ["00" * 32]),
    "submission": (("signed", "submission"), 10**9),
    "rows": (("signed", "rows"), 2),
    "when": (("signed", "asked_at"), "2026-11-22T09:00:00.000001+00:00"),
    "root": (("signed", "root"), "00" * 32),
    "key": (("signed", "key"), "0123456789abcdef"),
    "algorithm": (("signed", "algorithm"), "none"),
    "signature": (("signed", "signature"), "AAAA"),
    "a signature with more around it": (("signed", "signature"), "~"),
}


def test_the_script_is_as_strict_as_the_command(
    paid: Office, tmp_path: Path, signing_keys: Path
) -> None:
    receipt = ask(paid).receipt()
    public = keys.public_keys(signing_keys)
    name = receipt["signed"]["key"]
    names, bent = [], json.dumps(receipt)
    for what, (way, value) in BENT.items():
        changed = json.loads(bent)
        place = changed
        for step in way[:-1]:
            place = place[step]
        place[way[-1]] = place[way[-1]] + value if value == "~" else value
        assert fault_of(changed, public) is not None, what
        names.append(f"{what}.json".replace(" ", "-"))
        (tmp_path / names[-1]).write_text(json.dumps(changed), "utf-8")
    (tmp_path / "whole.json").write_text(bent, "utf-8")
    key = str(signing_keys / f"{name}.pub.pem")
    status, said = verify(tmp_path, "whole.json", *names, "--key", key)
    assert status == 1 and "whole.json: holds" in said
    assert [line for line in said.splitlines()[1:] if "does NOT hold" not in line] == []
    assert len(said.splitlines()) == len(BENT) + 1
