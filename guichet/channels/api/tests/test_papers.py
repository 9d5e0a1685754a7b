"""Papers over the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guichet.channels.api.tests.conftest import Call
from guichet.domain.certificates import commands as certificates
from tests.contract.world import NOW, World

SERVICE = "services/certificates.compliance"


@pytest.fixture
def signer(db: None, tmp_path: Path, settings: Any) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "certificates")
    certificates.create_root("Example Social Insurance", NOW)
    certificates.issue_signer("Document signer", NOW)


def test_a_machine_asks_fetches_and_another_checks(
    call: Call, stranger: Call, nobody: Call, world: World, signer: None
) -> None:
    said: Any = call(SERVICE, {"input": {"establishment": world.facts["establishment"]}}).json()
    paper = said["paper"].removeprefix("/api/v1/")
    for language in ("ar", "en", "fr"):
        answer = call(paper, language=language)
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
        assert (
            answer.content.startswith(b"%PDF-1.7")
            and f"-{language}.pdf" in answer.headers["Content-Disposition"]
        )
    assert stranger(paper).status_code == 404 and nobody(paper).status_code == 401
    check: Any = nobody(f"papers/{said['reference']}?code={said['output']['code']}").json()
    assert check["standing"] == "valid" and check["service"] == "certificates.compliance"
    assert {line["name"]: line["value"] for line in check["shows"]}["establishment"] == world.facts[
        "establishment"
    ]
    assert "code" not in {line["name"] for line in check["shows"]}
    for wrong in (
        f"papers/{said['reference']}?code=AAAA",
        f"papers/{said['reference']}",
        "papers/x?code=%C3%A9",
    ):
        assert nobody(wrong).status_code == 404


def test_without_a_signer_the_machine_is_told_to_wait(
    call: Call, world: World, settings: Any, tmp_path: Path
) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "nothing")
    said: Any = call(SERVICE, {"input": {"establishment": world.facts["establishment"]}}).json()
    answer = call(said["paper"].removeprefix("/api/v1/"))
    assert (
        answer.status_code == 503
        and answer.json()["code"] == "paper-not-now"
        and answer.headers["Retry-After"] == "60"
    )
