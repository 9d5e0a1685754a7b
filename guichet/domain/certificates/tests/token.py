"""A SoftHSM token of the tests' own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pkcs11
import pytest

from guichet.domain.certificates import custody

PIN = "4321"
needs_token = pytest.mark.skipif(
    shutil.which("softhsm2-util") is None, reason="softhsm2 is not installed"
)


def token(folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one, and have the settings name it."""
    module = next(Path("/usr/lib").glob("**/libsofthsm2.so"))
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    subprocess.run(
        [
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            folder.name,
            "--pin",
            PIN,
            "--so-pin",
            "8765",
        ],
        check=True,
        capture_output=True,
    )
    pkcs11.lib(
        str(module)
    ).reinitialize()  # it read its configuration when it was loaded, maybe by another test
    custody._token.cache_clear()
    settings.CERTIFICATE_KEYS, settings.PKCS11_PIN = f"pkcs11:{module}?token={folder.name}", PIN
