"""People at the virtual branch, in Chromium: they register a worker, err, correct, sign and keep
the receipt.
"""

from __future__ import annotations

import pytest

from guichet.channels.web.tests.conftest import REGISTER, WAGE, Branch
from tests.journeys.conftest import DESKTOP, NARROW, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LANGUAGES_AND_SIZES = [("ar", DESKTOP), ("en", DESKTOP), ("ar", PHONE), ("en", PHONE)]


@pytest.mark.parametrize("visit", LANGUAGES_AND_SIZES, indirect=True)
def test_a_worker_is_registered_after_a_slip(visit: Visit, branch: Branch) -> None:
    page = visit.page
    visit.go("/sign-in/")
    visit.look_over()
    visit.sign_in()
    visit.look_over()
    visit.go(REGISTER)
    page.fill("#id_worker", "1000000000")
    page.fill("#id_basic", "8000")
    visit.press("form .actions .btn")
    assert page.evaluate("document.activeElement.className") == "errsum"
    visit.look_over()
    page.fill("#id_worker", str(branch.newcomer))
    page.wait_for_selector(".verified")  # the name comes while one goes on
    visit.press("form .actions .btn")
    visit.look_over()
    visit.press(".sign .btn")
    reference = page.locator(".done .ref bdi").inner_text()
    assert reference in page.url
    visit.look_over()
    visit.go("/transactions/")
    assert reference in page.content()
    visit.look_over()


@pytest.mark.parametrize("visit", [("en", DESKTOP)], indirect=True)
def test_enter_goes_on_and_a_language_keeps_what_was_typed(visit: Visit, branch: Branch) -> None:
    page = visit.page
    visit.sign_in()
    visit.go(REGISTER)
    page.fill("#id_worker", str(branch.newcomer))
    page.fill("#id_basic", "8000")
    visit.press(".langs [lang=fr]")
    assert page.get_attribute("html", "lang") == "fr"
    assert page.input_value("#id_worker") == str(branch.newcomer)
    assert page.input_value("#id_basic") == "8000"
    with page.expect_navigation():
        page.press("#id_basic", "Enter")
    assert page.get_attribute("html", "lang") == "fr"
    assert page.locator(".sign .btn").count() == 1
    visit.press(".langs [lang=en]")
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator(".sign .btn").count() == 1


@pytest.mark.parametrize("visit", [("ar", NARROW), ("fr", NARROW)], indirect=True)
def test_no_page_scrolls_sideways_on_the_narrowest_screen(visit: Visit, branch: Branch) -> None:
    visit.sign_in()
    pages = [
        "/",
        "/?q=%D8%A3%D8%AC%D8%B1",
        "/party/",
        "/workers/",
        f"/workers/{branch.worker}/",
        "/account/",
    ]
    for path in [
        *pages,
        REGISTER,
        WAGE,
        "/password/",
        "/verify/",
        "/transactions/",
        "/no-such-page/",
    ]:
        visit.go(path)
        visit.look_over()


@pytest.mark.parametrize("visit", [("en", DESKTOP, {"java_script_enabled": False})], indirect=True)
def test_everything_works_without_scripts(visit: Visit, branch: Branch) -> None:
    visit.sign_in()
    page = visit.page
    page.fill("#q", "wage")
    visit.press(".find button")
    assert page.locator(".card").count() >= 1
    visit.press(".langs button[lang=fr]")
    assert page.locator("html").get_attribute("lang") == "fr"
    visit.go(f"{WAGE}?worker={branch.worker}")
    page.fill("#id_basic", "9000")
    visit.press("form .actions .btn")
    visit.press(".summary .act button")  # change something
    assert page.input_value("#id_basic") == "9000"
    visit.press("form .actions .btn")
    visit.press(".sign .btn")
    assert page.locator("section.done .ref").count() == 1


@pytest.mark.parametrize("visit", [("en", DESKTOP)], indirect=True)
def test_the_keyboard_alone_is_enough(visit: Visit, branch: Branch) -> None:
    visit.sign_in()
    page = visit.page
    visit.go(f"{WAGE}?worker={branch.worker}")
    page.focus("#id_basic")
    page.keyboard.type("9100")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "send":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/transactions/" in page.url


@pytest.mark.parametrize("visit", [("en", DESKTOP)], indirect=True)
def test_searching_as_one_types_swaps_the_list(visit: Visit) -> None:
    visit.sign_in()
    visit.page.locator("#q").press_sequentially("statement", delay=10)
    visit.page.wait_for_selector("#services [role=status]")
    assert visit.page.url.endswith("/")
    visit.look_over()


@pytest.mark.parametrize("visit", [("en", DESKTOP)], indirect=True)
def test_the_account_menu_opens_switches_and_closes(visit: Visit, branch: Branch) -> None:
    visit.sign_in()
    page = visit.page
    page.click(".who summary")
    visit.look_over(covered=".duelinks")
    page.keyboard.press("Escape")
    assert page.locator(".who[open]").count() == 0
    page.click(".who summary")
    visit.press(".whomenu a")
    visit.press(f".parties button[value='{branch.second}']")
    assert str(branch.second) in page.locator(".who").inner_text()
