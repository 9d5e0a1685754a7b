"""What people do: find a service, fill it, check it, send it, keep the receipt."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from guichet.channels.web import search
from guichet.channels.web.tests.conftest import REGISTER, WAGE, Branch
from guichet.domain.identity.tasks import who_asked
from guichet.domain.registry.tests import seeds
from guichet.engine import keys, receipt, store
from guichet.engine.registry import services
from guichet.engine.resume import resume_held

pytestmark = pytest.mark.django_db

REFERENCE = re.compile(r"/transactions/([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5})/")


def count(table: str) -> int:
    """Rows of a table."""
    return int(store.value(f"SELECT count(*) FROM {table}"))


def test_checking_shows_what_would_happen_and_records_nothing(branch: Branch) -> None:
    answer = branch.client().post(REGISTER, branch.joining(step="check"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "confirmed by the civil registry" in page and "8,000.00" in page
    assert count("engine_transaction") == 0 and count("registry_engagement") == 1


def test_signing_records_once_and_leads_to_the_receipt(branch: Branch) -> None:
    client = branch.client()
    sent = client.post(REGISTER, branch.joining(step="send"))
    assert sent.status_code == 303
    reference = REFERENCE.search(sent.headers["Location"])
    assert reference
    page = client.get(sent.headers["Location"]).content.decode()
    assert reference[1] in page and "Done" in page and "<svg" in page
    assert f"{date.today().year}" in page and " AH" in page  # both calendars
    assert count("registry_engagement") == 2


def test_a_second_click_gets_the_first_receipt(branch: Branch) -> None:
    client = branch.client()
    first, second = (client.post(REGISTER, branch.joining(step="send")) for _ in range(2))
    assert second.headers["Location"] == first.headers["Location"] + "?again"
    assert "Already recorded" in client.get(second.headers["Location"]).content.decode()
    assert count("engine_transaction") == 1


def test_a_form_changed_after_it_was_sent_is_told_so_and_goes_as_a_new_request(
    branch: Branch,
) -> None:
    client, today = branch.client(), date.today()
    form = {
        "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        "step": "send",
        "establishment": str(branch.establishment),
        "worker": str(branch.worker),
        "month": f"{today:%Y-%m}",
        "basic": "9000",
    }
    client.post(WAGE, form)
    changed = client.post(WAGE, form | {"basic": "9500"})
    page = changed.content.decode()
    assert (
        changed.status_code == 422
        and "This form was sent before" in page
        and "idempotency" not in page
    )
    key = re.search(r'name="once" value="([^"]+)"', page)
    assert key
    sent = client.post(WAGE, form | {"basic": "9500", "once": key[1]})
    assert sent.status_code == 303 and "?again" not in sent.headers["Location"]


def test_the_same_fact_in_a_new_form_gets_the_first_receipt(branch: Branch) -> None:
    client = branch.client()
    first = client.post(REGISTER, branch.joining(step="send"))
    other = branch.joining(step="send", once="00000000-0000-4000-8000-000000000001")
    again = client.post(REGISTER, other)
    assert again.headers["Location"].startswith(first.headers["Location"])
    assert count("registry_engagement") == 2


def test_an_enquiry_answers_at_once_and_is_on_record(branch: Branch) -> None:
    client = branch.client()
    given = {"establishment": str(branch.establishment), "from_month": "", "to_month": ""}
    asked = client.post("/services/account.balance/", {"step": "check", **given})
    assert asked.status_code == 303
    page = client.get(asked.headers["Location"]).content.decode()
    assert "Account balance and statement" in page and "0.00<" in page.replace("</bdi>", "<")
    assert count("engine_transaction") == 1


def test_an_own_statement_is_asked_without_typing_anything(branch: Branch) -> None:
    client = branch.client()
    form = client.get("/services/account.statement_of_periods/").content.decode()
    assert f'type="hidden" name="person" value="{branch.owner.person_number}"' in form


def test_a_key_used_for_something_else_is_refused(branch: Branch) -> None:
    client = branch.client()
    client.post(REGISTER, branch.joining(step="send"))
    other = client.post(REGISTER, branch.joining(step="send", basic="9000"))
    assert other.status_code == 422
    assert count("engine_transaction") == 1


def test_every_fault_is_named_at_its_field_and_in_the_summary(branch: Branch) -> None:
    given = branch.joining(step="check", worker="1000000000", basic="nine", started_on="")
    answer = branch.client().post(REGISTER, given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Problem:" in page
    for name in ("worker", "basic", "started_on"):
        assert f'href="#id_{name}"' in page and f'id="id_{name}_error"' in page
    assert 'value="nine"' in page  # what was typed is not lost


def test_change_leads_back_to_the_form_with_everything_kept(branch: Branch) -> None:
    answer = branch.client().post(REGISTER, branch.joining(step="change", occupation="محاسب"))
    page = answer.content.decode()
    assert answer.status_code == 200 and 'value="محاسب"' in page and "errsum" not in page


def test_digits_may_be_typed_in_arabic(branch: Branch) -> None:
    arabic = str(branch.newcomer).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    answer = branch.client(language="ar").post(
        REGISTER, branch.joining(step="send", worker=arabic, basic="٨٠٠٠")
    )
    assert answer.status_code == 303


def test_a_register_that_is_down_keeps_the_asking_and_says_so(branch: Branch) -> None:
    branch.down.append("person")
    client = branch.client()
    sent = client.post(REGISTER, branch.joining(step="send"))
    page = client.get(sent.headers["Location"]).content.decode()
    assert "Kept: it goes on by itself" in page
    assert count("registry_engagement") == 1


def test_a_kept_asking_shows_what_became_of_it(branch: Branch) -> None:
    branch.down.append("person")
    client = branch.client()
    kept = client.post(REGISTER, branch.joining(step="send")).headers["Location"]
    assert "It has continued since" not in client.get(kept).content.decode()
    branch.down.clear()
    resume_held(timezone.now() + timedelta(hours=1), who_asked)
    page = client.get(kept).content.decode()
    assert "It has continued since" in page and "Accepted" in page
    # The page of the reference that the client holds is the answer now: its heading, and nothing of
    # why it waited.
    assert (
        ">Done</h1>" in page
        and "Kept: it goes on by itself" not in page
        and "could not be asked" not in page
    )
    assert count("registry_engagement") == 2


def test_the_receipt_document_holds_offline(branch: Branch) -> None:
    client = branch.client()
    sent = client.post(REGISTER, branch.joining(step="send"))
    answer = client.get(f"{sent.headers['Location']}receipt.json")
    document = json.loads(answer.content)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert receipt.fault_of(document, keys.public_keys()) is None


def test_an_unsound_reference_is_not_found(branch: Branch) -> None:
    client = branch.client()
    for text in ("K7QM", "x" * 60, "K7QM-4X2P-9RTWX"):
        assert client.get(f"/transactions/{text}/").status_code == 404


def test_transactions_are_listed_for_the_party_and_for_oneself(branch: Branch) -> None:
    client = branch.client()
    client.post(REGISTER, branch.joining(step="send"))
    for page in ("/transactions/", "/transactions/?mine", f"/workers/{branch.newcomer}/"):
        assert str(branch.newcomer) in client.get(page).content.decode()
    client.post("/party/", {"party": str(branch.second)})
    assert str(branch.newcomer) not in client.get("/transactions/").content.decode()


def test_the_form_is_filled_for_whom_one_acts(branch: Branch) -> None:
    client = branch.client()
    client.post("/party/", {"party": str(branch.second)})
    page = client.get(REGISTER).content.decode()
    assert f'type="hidden" name="establishment" value="{branch.second}"' in page


def test_acting_for_oneself_the_establishment_is_chosen_on_the_form(branch: Branch) -> None:
    client = branch.client()
    client.post("/party/", {"party": str(branch.owner.person_number)})
    page = client.get(REGISTER).content.decode()
    assert page.count('type="radio" name="establishment"') == 2
    assert str(branch.foreign) not in page


def test_a_workers_page_leads_to_forms_about_that_worker(branch: Branch) -> None:
    client = branch.client()
    assert (
        f"{WAGE}?worker={branch.worker}"
        in client.get(f"/workers/{branch.worker}/").content.decode()
    )
    assert (
        f'value="{branch.worker}"' in client.get(f"{WAGE}?worker={branch.worker}").content.decode()
    )


def test_a_workers_page_shows_the_wages_here_and_not_those_elsewhere(branch: Branch) -> None:
    seeds.engage(branch.foreign, branch.worker, basic=1_234_500, housing=0)
    page = branch.client().get(f"/workers/{branch.worker}/").content.decode()
    assert "10,000.00" in page and "12,345.00" not in page


def test_workers_are_found_by_part_of_a_name_and_start_of_a_number(branch: Branch) -> None:
    client = branch.client()
    for query, there in (("Moham", True), (str(branch.worker)[:5], True), ("Zzz", False)):
        page = client.get("/workers/", {"q": query}).content.decode()
        assert (f"/workers/{branch.worker}/" in page) is there


@pytest.mark.parametrize(
    "page", ["/", "/party/", "/workers/", "/account/", "/transactions/", "/password/", REGISTER]
)
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")])
def test_every_page_is_in_every_language(
    branch: Branch, page: str, language: str, direction: str
) -> None:
    answer = branch.client(language=language).get(page)
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in answer.content.decode()


@pytest.mark.parametrize("key", list(services()))
def test_every_service_has_a_form(branch: Branch, key: str) -> None:
    page = branch.client().get(f"/services/{key}/")
    assert page.status_code == 200
    assert services()[key].title.en in page.content.decode().replace("&#x27;", "'")


def test_the_language_is_switched_where_one_is_and_remembered(branch: Branch) -> None:
    client = branch.client()
    answer = client.post("/language/", {"language": "fr", "next": "/workers/"})
    assert answer.headers["Location"] == "/workers/"
    assert client.cookies["django_language"].value == "fr"
    branch.owner.refresh_from_db()
    assert branch.owner.language == "fr"


def test_days_are_echoed_in_both_calendars(branch: Branch) -> None:
    client = branch.client()
    for typed in ("2026-11-22", "22/11/2026", "1448-06-12", "٢٢/١١/٢٠٢٦"):
        said = client.get(
            "/look-up/day/", {"field": "started_on", "started_on": typed}
        ).content.decode()
        assert said == "22 November 2026 · 12 Jumada II 1448 AH"
    assert client.get("/look-up/day/", {"field": "started_on", "started_on": "soon"}).content == b""


@pytest.mark.parametrize(
    "query",
    ["تعديل أجر", "تعديل اجر", "تَعْدِيل الأجر", "change wage", "WAGE", "modifier salaire", "2103"],
)
def test_search_forgives_spelling_and_knows_three_languages(query: str) -> None:
    assert "registry.change_wage" in [service.key for service in search.found(query)]


def test_search_finds_nothing_where_a_word_is_nowhere(branch: Branch) -> None:
    assert search.found("قطار سريع") == []
    page = branch.client().get("/", {"q": "zzz"}).content.decode()
    assert "No service matches" in page


def test_a_script_gets_the_list_alone(branch: Branch) -> None:
    page = branch.client().get("/", {"q": "wage"}, headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith('<div id="services">') and "<html" not in page
