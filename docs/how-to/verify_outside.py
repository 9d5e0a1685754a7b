#!/usr/bin/env python3
"""Verify what the institution signed, from outside: with its public keys, Python's standard library
and openssl.

    python verify_outside.py paper.pdf --roots roots.pem [--crl revoked.crl]
    python verify_outside.py receipt.json --key 0123456789abcdef.pub.pem

No code of Guichet, no account and no network are needed. Exit status 1 if anything does not hold.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path


# what stands before the 32 bytes of such a key (RFC 8410)
ED25519 = bytes.fromhex("302a300506032b6570032100")


def openssl(*arguments: str) -> str | None:
    """Run openssl; None when it is content, else what it says."""
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else (done.stderr.strip() or "openssl refuses it")


def fault_of_paper(data: bytes, roots: Path, crl: Path | None) -> str | None:
    """Why a signed PDF does not hold; None when it does."""
    places = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data)
    if len(places) != 1:
        return f"{len(places)} signatures where one is expected"
    start, length, after, rest = map(int, places[0])
    gap = data[start + length : after]
    if start != 0 or after + rest != len(data) or not re.fullmatch(rb"<[0-9A-Fa-f]*>", gap):
        return "the signature does not cover the whole file"
    der = bytes.fromhex(gap[1:-1].decode())
    with tempfile.TemporaryDirectory() as folder:
        signed, cms = Path(folder, "signed"), Path(folder, "cms")
        signed.write_bytes(data[:length] + data[after:])
        cms.write_bytes(der[: der_length(der)])  # zeros fill the rest of the room
        trusted, more = Path(folder, "trusted.pem"), []
        trusted.write_bytes(roots.read_bytes())
        if crl:
            pem, more = Path(folder, "crl.pem"), ["-crl_check"]
            if fault := openssl("crl", "-inform", "DER", "-in", str(crl), "-out", str(pem)):
                return fault
            trusted.write_bytes(roots.read_bytes() + pem.read_bytes())
        command = [
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            str(cms),
            "-content",
            str(signed),
            "-CAfile",
            str(trusted),
            "-purpose",
            "any",
            "-out",
            str(Path(folder, "out")),
            *more,
        ]
        return openssl(*command)


def der_length(der: bytes) -> int:
    """How long the first DER value is, its header included."""
    if der[1] < 0x80:
        return 2 + der[1]
    size = der[1] & 0x7F
    return 2 + size + int.from_bytes(der[2 : 2 + size], "big")


def fault_of_receipt(text: str, key: Path) -> str | None:
    """Why a receipt does not hold; None when it does."""
    receipt = json.loads(text)
    if receipt["format"] != "guichet-receipt/1":
        return f"unknown format {receipt['format']!r}"
    signed, proof = receipt["signed"], receipt["proof"]
    if signed["algorithm"] != "Ed25519":
        return f"unknown algorithm {signed['algorithm']!r}"
    name = key_id(key)
    if signed["key"] != name:
        return f"the key {signed['key']} is not the public key given, {name}"
    node = hashlib.sha256(b"\x00" + receipt["content"].encode()).digest()
    chunk = climb(node, proof["chunk"])
    root = climb(hashlib.sha256(b"\x00" + chunk).digest(), proof["call"])
    if root.hex() != signed["root"]:
        return "the content is not the one that was signed"
    moment = datetime.fromisoformat(signed["asked_at"]).isoformat(timespec="microseconds")
    message = json.dumps(
        {
            "guichet": "receipts/1",
            "submission": signed["submission"],
            "root": root.hex(),
            "rows": signed["rows"],
            "asked_at": moment,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    with tempfile.TemporaryDirectory() as folder:
        said, signature = Path(folder, "message"), Path(folder, "signature")
        said.write_text(message, encoding="utf-8")
        signature.write_bytes(base64.b64decode(signed["signature"], validate=True))
        fault = openssl(
            "pkeyutl",
            "-verify",
            "-rawin",
            "-pubin",
            "-inkey",
            str(key),
            "-in",
            str(said),
            "-sigfile",
            str(signature),
        )
    if fault is None:
        json.loads(receipt["content"])
    return fault


def key_id(key: Path) -> str:
    """The name of an Ed25519 public key, as receipts name it."""
    with tempfile.TemporaryDirectory() as folder:
        der = Path(folder, "der")
        if fault := openssl("pkey", "-pubin", "-in", str(key), "-outform", "DER", "-out", str(der)):
            raise ValueError(fault)
        data = der.read_bytes()
    if len(data) != 44 or not data.startswith(ED25519):
        raise ValueError("the key is no Ed25519 public key")
    return hashlib.sha256(data[len(ED25519) :]).hexdigest()[:16]


def climb(node: bytes, proof: dict) -> bytes:
    """The root that a path of hashes leads to (RFC 6962)."""
    index, size, path = (
        proof["index"],
        proof["size"],
        [bytes.fromhex(step) for step in proof["path"]],
    )
    if type(index) is not int or type(size) is not int or not 0 <= index < size:
        raise ValueError(f"there is no place {index} of {size}")
    while size > 1:
        if index ^ 1 < size:
            other = path.pop(0)
            node = hashlib.sha256(b"\x01" + (other + node if index % 2 else node + other)).digest()
        index, size = index // 2, (size + 1) // 2
    if path:
        raise ValueError("the path is too long")
    return node


def main() -> int:
    """Say of each file whether it holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument(
        "--roots", type=Path, help="the institution's root certificates (PEM), for papers"
    )
    parser.add_argument(
        "--crl", type=Path, help="its revocation list (DER), to see whether the signer was revoked"
    )
    parser.add_argument("--key", type=Path, help="the institution's public key (PEM), for receipts")
    given = parser.parse_args()
    worst = 0
    for file in given.files:
        data = file.read_bytes()
        try:
            if data.startswith(b"%PDF-"):
                fault = (
                    fault_of_paper(data, given.roots, given.crl)
                    if given.roots
                    else "name the roots: --roots"
                )
            else:
                fault = (
                    fault_of_receipt(data.decode(), given.key)
                    if given.key
                    else "name the public key: --key"
                )
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ArithmeticError,
            RecursionError,
        ) as error:
            fault = f"it cannot be read: {error}"
        print(f"{file}: {'does NOT hold: ' + fault if fault else 'holds'}")
        worst = max(worst, 1 if fault else 0)
    return worst


if __name__ == "__main__":
    sys.exit(main())
