"""Layouts that other receivers ask for, told by what stands in them and never by the file's
name.
"""

from __future__ import annotations

import re

WAGE_PROTECTION = "WPS · SIF · نظام حماية الأجور"
ECR = "ECR (EPFO)"
FIXED_WIDTH = "fixed width · عرض ثابت · largeur fixe"
_TAG = re.compile(
    r"^\[?(?:DEST-ID|ESTB-ID|32[AB]-(?:AMT|CCY|VAL)|MOL-[A-Z]{2,6}|59-(?:ACC|NAME))\]?(?:\s|$)"
)
_RECORD = re.compile(r"^(?:EDR|SCR|EVP)[,;\t]")  # the United Arab Emirates' salary information file
_HEAD_FIELDS, _ROW_FIELDS = (9, 10), (13, 14)
_ACCOUNT = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{10,30}")
_FEWEST, _SHORTEST = 3, 40  # lines, and signs of each, before equal lengths mean anything


def known_by(lines: list[str]) -> str | None:
    """The layout that the first lines of a text are of; None for a table."""
    lines = [line.rstrip("\r\x1a") for line in lines if line.strip("\r\n\x1a ")]
    if not lines:
        return None
    if any(is_tag(line) or _RECORD.match(line) for line in lines[:3]):
        return WAGE_PROTECTION
    if "#~#" in lines[0]:
        return ECR
    if _by_place(lines):
        return WAGE_PROTECTION
    width = len(lines[0])
    same = (
        len(lines) >= _FEWEST and width >= _SHORTEST and all(len(line) == width for line in lines)
    )
    if same and not any(sign in line for line in lines for sign in ",;\t|"):
        return FIXED_WIDTH
    return None


def is_tag(heading: str) -> bool:
    """Whether a heading is a field of the wage protection file."""
    return _TAG.match(heading.strip()) is not None


def _by_place(lines: list[str]) -> bool:
    """A head of ten fields and rows of fourteen, an account in the head's third and in every row's
    second.
    """
    parted = [re.split(r"[\t,;]", line) for line in lines[:3] if line.strip() != "-"]
    if len(parted) < 2 or len(parted[0]) not in _HEAD_FIELDS:
        return False
    rows = parted[1:]
    accounts = [parted[0][2], *(row[1] for row in rows if len(row) > 1)]
    return all(len(row) in _ROW_FIELDS for row in rows) and all(
        _ACCOUNT.fullmatch(a.strip()) for a in accounts
    )
