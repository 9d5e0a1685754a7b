"""Documents are there, lead somewhere, and say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from guichet.config import reference
from guichet.engine.registry import services
from tests.architecture.repository import ROOT, files, short

LINK = re.compile(r"\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)")
MARKDOWN = [p for p in files() if p.suffix == ".md"]


def test_the_reference_says_what_the_catalogue_says() -> None:
    assert [short(path) for path in reference.stale(ROOT / "docs" / "reference")] == [], (
        "run make docs"
    )


@pytest.mark.parametrize("path", MARKDOWN, ids=short)
def test_links_between_documents_lead_somewhere(path: object) -> None:
    links = LINK.findall(path.read_text("utf-8"))  # type: ignore[attr-defined]
    lost = [to for to in links if "://" not in to and not (path.parent / to).exists()]  # type: ignore[attr-defined]
    assert lost == []


def test_each_decision_has_a_number_of_its_own() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert sorted({n for n in numbers if numbers.count(n) > 1}) == []
    named = {path.name: f"# {int(path.name[:4])}. " for path in decisions}
    assert [p.name for p in decisions if not p.read_text("utf-8").startswith(named[p.name])] == []


def test_a_reference_to_a_decision_names_its_number() -> None:
    cited = re.compile(r"\[ADR (\d+)\]\([^)]*/(\d{4})-")
    wrong = [
        (short(p), n, file)
        for p in MARKDOWN
        for n, file in cited.findall(p.read_text("utf-8"))
        if int(n) != int(file)
    ]
    assert wrong == []


def test_the_index_leads_to_every_document() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    kinds = ("how-to", "tutorials", "reference", "explanation")
    pages = [p for kind in kinds for p in (ROOT / "docs" / kind).glob("*.md")]
    assert [short(p) for p in pages if f"({p.parent.name}/{p.name})" not in index] == []


def test_commands_named_in_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {t for p in MARKDOWN for t in re.findall(r"`make ([a-z-]+)", p.read_text("utf-8"))}
    assert named <= targets


def test_every_command_helps() -> None:
    from click.testing import CliRunner

    from guichet.config.cli import main

    said = CliRunner().invoke(main, ["--help"])
    assert said.exit_code == 0
    for name in main.commands:
        help_text = CliRunner().invoke(main, [name, "--help"])
        assert help_text.exit_code == 0 and "Usage" in help_text.output


def test_publiccode_has_what_catalogues_of_public_software_need() -> None:
    said = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    needed = {
        "publiccodeYmlVersion",
        "name",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
        "organisation",
    }
    assert needed <= set(said)
    assert (
        said["publiccodeYmlVersion"] == "0.5" and said["organisation"]["uri"]
    )  # mandatory since 0.5
    assert all(country.isupper() for country in said["intendedAudience"]["countries"])
    assert said["legal"]["license"] == "Apache-2.0"
    for words in said["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000 and words["features"]


def test_the_law_case_of_the_how_to_passes(tmp_path: Path) -> None:
    from guichet.law.cases import check

    text = (ROOT / "docs/how-to/add-a-law-case.md").read_text("utf-8")
    file = tmp_path / "case.yaml"
    file.write_text(text.partition("```yaml\n")[2].partition("```")[0], "utf-8")
    assert check(file, lambda _: None) == 0


def test_the_code_of_the_tutorial_is_still_free() -> None:
    text = (ROOT / "docs/tutorials/add-a-service.md").read_text("utf-8")
    codes = {int(code) for code in re.findall(r"\b(2\d{3})\b", text)}
    assert codes and codes.isdisjoint(service.code for service in services().values())
