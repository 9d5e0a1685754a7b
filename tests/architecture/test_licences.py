"""What may be shipped: no GPL or AGPL in process, and weak copyleft by name."""

from __future__ import annotations

import pytest

from scripts.licences import faults
from tests.architecture.repository import ROOT

NOTICE = (ROOT / "NOTICE").read_text("utf-8")


def sbom(name: str, *licences: str) -> dict[str, object]:
    made = [
        {"expression": text} if " OR " in text else {"license": {"name": text}} for text in licences
    ]
    return {"components": [{"name": name, "licenses": made}]}


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "GPL-2.0-or-later",
        "License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
        "License :: OSI Approved :: GNU Affero General Public License v3",
        "GPL-2.0-only OR AGPL-3.0-only",
    ],
)
def test_strong_copyleft_is_refused(licence: str) -> None:
    assert len(list(faults(sbom("x", licence), NOTICE))) == 1


@pytest.mark.parametrize(
    "licence", ["MIT", "Apache-2.0 OR GPL-2.0-only", "MPL-2.0", "LGPL-3.0-only"]
)
def test_the_rest_is_not(licence: str) -> None:
    assert list(faults(sbom("psycopg", licence), NOTICE)) == []


def test_weak_copyleft_must_be_named() -> None:
    assert list(faults(sbom("unheard-of", "LGPL-3.0-only"), NOTICE)) != []
    assert list(faults({"components": []}, NOTICE)) != []
