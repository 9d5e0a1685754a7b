"""What an outsider does with a paper: reads it, and asks pdfsig whether the institution
signed it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from guichet.domain.certificates import queries

needs_pdfsig = pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")),
    reason="poppler-utils or libnss3-tools is not installed",
)


def reader(body: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(body))


def pdfsig(body: bytes, folder: Path) -> str:
    """What pdfsig says, trusting our roots and nobody else."""
    base = folder / "nss"
    if not base.exists():
        base.mkdir()
        (folder / "root.pem").write_bytes(queries.root_pem())
        subprocess.run(
            ["certutil", "-N", "-d", f"sql:{base}", "--empty-password"],
            check=True,
            capture_output=True,
        )
        roots = (folder / "root.pem").read_text().split("-----BEGIN CERTIFICATE-----")[1:]
        for number, pem in enumerate(roots):
            (folder / "one.pem").write_text(f"-----BEGIN CERTIFICATE-----{pem}")
            subprocess.run(
                [
                    "certutil",
                    "-A",
                    "-d",
                    f"sql:{base}",
                    "-n",
                    f"root {number}",
                    "-t",
                    "CT,CT,CT",
                    "-i",
                    str(folder / "one.pem"),
                ],
                check=True,
                capture_output=True,
            )
    path = folder / "paper.pdf"
    path.write_bytes(body)
    said = subprocess.run(
        ["pdfsig", "-nssdir", f"sql:{base}", str(path)], capture_output=True, text=True, check=False
    )
    return said.stdout
