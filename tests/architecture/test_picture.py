"""The picture of the architecture is what the imports say."""

from __future__ import annotations

import tomllib

from scripts import picture
from tests.architecture.repository import ROOT


def test_the_picture_is_what_the_imports_say() -> None:
    page = picture.PAGE.read_text("utf-8")
    assert page.count("```mermaid") == page.count("drawn by make docs -->") == 2
    assert picture.drawn(page) == page, "run make docs"


def test_an_arrow_is_left_out_only_where_its_way_is_drawn() -> None:
    edges = {("a", "b"), ("b", "c"), ("a", "c"), ("a", "d"), ("d", "c"), ("b", "e")}
    assert picture.reduced(edges) == edges - {("a", "c")}
    assert picture.reduced({("a", "c")}) == {("a", "c")}


def test_every_floor_stands_in_the_picture() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (floors,) = [c["layers"] for c in contracts["contracts"] if c.get("containers") == ["guichet"]]
    page = picture.PAGE.read_text("utf-8")
    shown = set(page.partition("mermaid\n")[2].partition("```")[0].split())
    assert set(floors) <= shown
