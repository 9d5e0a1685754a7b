"""Templates: lines that fit beside each other in a review, and pages read as browsers read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.repository import files, short
from tests.pages import laid_out

LONGEST_LINE = 120
TEMPLATES = [p for p in files() if p.suffix == ".html"]


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_lines_of_templates_fit_a_screen(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    long = [n for n, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
    assert long == [], "run djangofmt; a long sentence is {% blocktrans trimmed %}"


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_table_has_its_box_from_the_component(path: Path) -> None:
    """One place says how a table scrolls, what names it and how it stacks in a hand."""
    pasted = re.findall(r'<table[^>]*class="stack"|class="scroll"[^>]*>\s*<table', path.read_text())
    assert path.match("cotton/table.html") or pasted == [], "use <c-table label=…>"


def test_where_a_template_breaks_its_lines_is_no_part_of_a_page() -> None:
    page = """
      <html lang="ar" >
        <h1>
          Not
          <b>so</b>
        </h1>
        <button
          name="a"
          value="1
2"
        >
          Send
        </button> <a href="/">x</a> y
        <textarea>
 as
  it was </textarea>
      </html>
    """
    assert laid_out(page) == (
        '<html lang="ar"><h1>Not <b>so</b></h1><button name="a" value="1\n2">Send</button>'
        ' <a href="/">x</a> y <textarea>\n as\n  it was </textarea></html>'
    )
