"""Every kind of page, error pages too, in every language, on a desk and in a hand;
``GUICHET_PICTURES=folder`` keeps pictures.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from guichet.channels.web.tests.conftest import Branch
from guichet.channels.web.views import about, workers
from guichet.engine import records
from guichet.lib.tests.papers import a_pdf
from tests.journeys.conftest import DESKTOP, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CORRECT = "/services/registry.correct_engagement/"
ALL = [(language, size) for language in ("ar", "en", "fr") for size in (DESKTOP, PHONE)]
# Every language and every width; each with each only where pictures are wanted.
SOME = (
    ALL if os.environ.get("GUICHET_PICTURES") else [("ar", PHONE), ("en", DESKTOP), ("fr", PHONE)]
)
TITLES = {
    "403": {"ar": "غير مسموح", "en": "Not allowed", "fr": "Accès refusé"},
    "404": {"ar": "الصفحة غير موجودة", "en": "Page not found", "fr": "Page introuvable"},
    "500": {
        "ar": "حدث خلل من جهتنا",
        "en": "Something broke on our side",
        "fr": "Une erreur s’est produite de notre côté",
    },
}


def look(visit: Visit, name: str) -> None:
    """Look the page over, and keep a picture where one is wanted."""
    visit.complaints[:] = [c for c in visit.complaints if "403" not in c and "500" not in c]
    folder = os.environ.get("GUICHET_PICTURES")
    if folder:
        page = visit.page
        language, width = (
            page.locator("html").get_attribute("lang"),
            (page.viewport_size or {}).get("width"),
        )
        page.screenshot(path=str(Path(folder) / f"{name}-{language}-{width}.png"), full_page=True)
    visit.look_over()


@pytest.mark.parametrize("visit", SOME, indirect=True)
def test_a_correction_with_its_paper_and_the_pages_around_it(
    visit: Visit, branch: Branch, tmp_path: Path
) -> None:
    paper = tmp_path / "contract.pdf"
    paper.write_bytes(a_pdf())
    page = visit.page
    visit.sign_in()
    visit.go(f"{CORRECT}?worker={branch.worker}")
    page.check("input[name=what][value=wage]")
    page.fill("#id_month", f"{date.today():%Y-%m}")
    page.fill("#id_basic", "9100")
    page.set_input_files("#id_paper", str(paper))
    look(visit, "form")
    visit.press("form .actions .btn")
    look(visit, "check")
    visit.press(".summary .act button")
    assert page.locator(".attached").count() == 1
    look(visit, "change")
    visit.press("form .actions .btn")
    visit.press(".sign .btn")
    reference = page.locator(".done .ref bdi").inner_text()
    with page.expect_download() as download:
        page.locator("dd a[download]").click()
    assert Path(download.value.path()).read_bytes() == paper.read_bytes()
    look(visit, "receipt")
    for name, path in (
        ("transactions", "/transactions/"),
        ("verify", f"/verify/{reference}/"),
        ("mistyped", "/verify/A0/"),
    ):
        visit.go(path)
        look(visit, name)


@pytest.mark.parametrize("visit", SOME, indirect=True)
def test_error_pages_say_what_is_wrong(
    visit: Visit, branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionDenied

    def breaking(*_: object, **__: object) -> None:
        raise RuntimeError("on purpose")

    visit.sign_in()
    language = visit.page.locator("html").get_attribute("lang") or "en"
    monkeypatch.setattr(workers, "viewed_establishment", forbidden)
    monkeypatch.setattr(records, "of_party", breaking)
    for code, path in (("403", "/workers/"), ("404", "/no-such-page/"), ("500", "/transactions/")):
        visit.go(path)
        assert visit.page.locator("h1").inner_text() == TITLES[code][language]
        look(visit, code)


@pytest.mark.parametrize("visit", SOME, indirect=True)
def test_what_anybody_reads_before_signing_in(visit: Visit) -> None:
    for name in ("sign-in", "catalogue", *about.PAGES):
        visit.go(f"/{name}/")
        look(visit, name)
    visit.go("/catalogue/")
    visit.page.locator(".offered summary").first.click()
    look(visit, "catalogue-open")
