"""A browser, the institution of the web tests behind a real server, and axe to look over every
page.
"""

from __future__ import annotations

import base64
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings as settings_now
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from guichet.channels.web.tests.conftest import PASSWORD, Branch, branch
from tests.turns import EVERY

__all__ = ["branch"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Half of a machine that does other things as well may take this long for a page; a journey that
# hangs still ends.
PATIENCE_MS = 90_000
DESKTOP, PHONE, NARROW = (1440, 900), (390, 844), (320, 640)
HERE = Path(__file__).parent
_THREE = 3


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A journey that is made in three languages and sizes is made in two of them, in turn; the
    pages that everybody meets (``test_every_page``) in all (see ``tests.turns``).
    """
    visits = defaultdict(list)
    for item in items:
        callspec = getattr(item, "callspec", None)
        if item.path.parent == HERE and callspec and "visit" in callspec.params:
            visits[item.path.name, item.name.partition("[")[0]].append(item)
    left = [
        made[crc32(name.encode()) % len(made)]
        for (file, name), made in visits.items()
        if len(made) >= _THREE and file != "test_every_page.py" and not EVERY
    ]
    if left:
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium where there is one, else the one Playwright brought."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    switches = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    # Playwright keeps an event loop in this thread, so it ends with the module: other tests run
    # loops of their own. While it lasts, Django would refuse its own calls beside it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        running = playwright.chromium.launch(executable_path=path, args=switches)
        yield running
        running.close()


def found_by_axe(page: Page, context: object = None) -> list[dict[str, Any]]:
    """What axe finds wrong with a page as it stands."""
    options = {
        "runOnly": RULES,
        "resultTypes": ["violations"],
    }  # what is right is not told one by one
    found: list[dict[str, Any]] = (
        Axe().run(page, context=context, options=options).response["violations"]
    )
    return found


def patient(context: BrowserContext) -> BrowserContext:
    """A visitor who waits for a page on a busy machine."""
    context.set_default_timeout(PATIENCE_MS)
    return context


@dataclass
class Visit:
    """A page of the browser, with the complaints it has heard."""

    page: Page
    base: str
    complaints: list[str]

    def go(self, path: str) -> None:
        """Open a page of ours."""
        self.page.goto(self.base + path)

    def press(self, selector: str) -> None:
        """Press something and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def sign_in(self, username: str = "owner") -> None:
        """Sign in as a person does."""
        self.go("/sign-in/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.press(".doorform button")

    def look_over(self, *, covered: str = "") -> None:
        """Nothing for axe to find, nothing cut off sideways, nothing too small to hit, no errors of
        scripts.

        ``covered``: what an open menu lies over; half of a link cannot be judged.
        """
        # What a page still asks for by itself is asked before it is loaded; nothing is waited for
        # that does not come.
        self.page.wait_for_load_state("load")
        self.page.wait_for_function("() => !document.querySelector('.htmx-request')")
        found = found_by_axe(self.page, {"exclude": [[covered]]} if covered else None)
        assert [(f["id"], [n["target"] for n in f["nodes"]]) for f in found] == [], self.page.url
        sideways = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert sideways <= 0, f"{self.page.url} scrolls {sideways}px sideways"
        assert self.page.evaluate(_SMALL) == [], self.page.url
        assert self.complaints == []


# What can be pressed, is visible and is under 24 px in a direction (WCAG 2.2, 2.5.8), links in
# running text apart.
_SMALL = """
[...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary, label.choice')]
  .filter(e => { const r = e.getBoundingClientRect();
    return r.width && r.height && (r.width < 24 || r.height < 24)
      && getComputedStyle(e).clipPath === 'none'
      && getComputedStyle(e).display !== 'inline'; })
  .map(e => (e.textContent || e.id).trim().slice(0, 30))
"""


def shown_a_second_factor(visit: Visit) -> None:
    """As if it had been: how it is shown has journeys of its own."""
    (cookie,) = [c for c in visit.page.context.cookies() if c["name"] == "sessionid"]
    session = import_module(settings_now.SESSION_ENGINE).SessionStore(cookie["value"])
    session["proved"] = time.time()
    session.save()


def show_an_app(visit: Visit) -> None:
    """From the page that asks for a proof: add an authenticator app, show its code, and go on where
    one was.
    """
    visit.press("a[href^='/security/app/']")
    secret = base64.b32decode(visit.page.inner_text(".key code").replace(" ", ""))
    code = TOTP(secret, 6, SHA1(), 30).generate(int(time.time())).decode()
    visit.page.fill("#id_code", code)
    visit.page.fill("#id_password", PASSWORD)
    visit.press(".formcard .btn")
    visit.press(".task .actions a.btn")


@pytest.fixture
def visit(
    browser: Browser,
    branch: Branch,
    live_server: object,
    request: pytest.FixtureRequest,
) -> Iterator[Visit]:
    """A visit in a language and a size: parametrize it indirectly with ``(language, size)`` or more
    options.
    """
    language, (width, height), *more = getattr(request, "param", ("en", DESKTOP))
    options = more[0] if more else {}
    base = str(live_server)
    context = patient(
        browser.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            reduced_motion="reduce",
            **options,
        )
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": base}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # Chromium reports our 422 answers as failed loads; anything else on the console is a fault of
    # ours.
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and "422" not in said.text and "404" not in said.text
            else None
        ),
    )
    yield Visit(page, base, complaints)
    context.close()
