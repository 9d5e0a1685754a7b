"""README's tour and the how-to pages of the API, done as they are printed, on what ``make run``
starts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen

import pytest

from demo.public_bodies.bank import iban_of
from tests.hardening.test_database_restart import ROOT, running, within
from tests.journeys.printed import Reader, Visitor, fenced

pytestmark = pytest.mark.slow

README = (ROOT / "README.md").read_text("utf-8")
TOUR = README.partition("## A five-minute tour")[2].partition("## How it is built")[0]
STEPS = dict(re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |\Z)", TOUR, re.MULTILINE | re.DOTALL))
PASSWORD = "Guichet-demo-2026"
# What is printed like a sign-in and is none.
NO_SIGN_IN = {"pdfsig"}
NAMED = re.compile(r"\*([\u0600-\u06ff ]+)\* \(([A-Z][^)]+)\)")
STAFF = {
    "/counter/": "clerk",
    "/office/payouts/": "accountant",
    "/office/rights/": "administrator",
    "/office/cases/": "officer",
}
OPENED = {
    "employer": ("/?mine", "/account/"),
    "bureau": ("/?mine", "/files/"),
    "worker": ("/",),
    "officer": ("/office/", "/office/cases/"),
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("tour")
    with TemporaryDirectory(prefix="guichet-") as state:
        for institution in running(folder, Path(state) / "state"):
            said = (folder / "run.log").read_text
            # One round.
            assert within(240, lambda: "Guichet is ready" in said("utf-8")), said("utf-8")  # noqa: B023
            yield Reader(institution, folder)


def base(reader: Reader) -> str:
    return reader.here("http://127.0.0.1:8000")


def token(reader: Reader, username: str) -> str:
    """Asked for once, as whoever reads would: who signs in anew with each call is soon asked to
    wait.
    """
    if username not in reader.tokens:
        reader.tokens[username] = _signed_in(reader, username)
    return reader.tokens[username]


def _signed_in(reader: Reader, username: str) -> str:
    asked = Request(
        f"{base(reader)}/api/v1/token",
        json.dumps({"username": username, "password": PASSWORD}).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(asked, timeout=30) as answer:
        return str(json.loads(answer.read())["access_token"])


def call(
    reader: Reader, username: str, path: str, given: dict[str, str] | None = None
) -> dict[str, object]:
    body = json.dumps({"input": given}).encode() if given is not None else None
    head = {
        "Authorization": f"Bearer {token(reader, username)}",
        "Content-Type": "application/json",
        "Accept-Language": "en",
    }
    with urlopen(Request(f"{base(reader)}/api/v1/{path}", body, head), timeout=30) as answer:
        return dict(json.loads(answer.read()))


def test_the_tour_has_its_twelve_steps() -> None:
    assert [*STEPS] == [str(n) for n in range(1, 13)]


def test_every_address_answers(reader: Reader) -> None:
    found = re.findall(r"http://127\.0\.0\.1:\d+[^\s`,;)]*", TOUR)
    for address in sorted({address.rstrip(".:") for address in found}):
        if (
            "$" in address
            or "/services/" in address
            or address.endswith(("/token", "/keys"))
            or "?" in address
        ):
            continue  # of commands, which are typed below
        visitor = Visitor(base(reader))
        staff = next((who for place, who in STAFF.items() if place in address), None)
        if staff is not None:
            visitor.sign_in(staff, PASSWORD)
        assert visitor.open(reader.here(address)), address


def test_everybody_named_signs_in_and_finds_what_is_named_in_both_languages(reader: Reader) -> None:
    said = (reader.folder / "run.log").read_text("utf-8")
    people = set(re.findall(rf"^  ([a-z]+) +{PASSWORD} ", said, re.MULTILINE))
    named = set(re.findall(r"`([a-z]+)`", TOUR))
    assert named - people == NO_SIGN_IN and len(named) > 8
    seen = {"ar": "", "en": ""}
    for person in sorted(named & people):
        for language in seen:
            visitor = Visitor(base(reader), language)
            visitor.sign_in(person, PASSWORD)
            visitor.open("/language/", {"language": language, "next": "/"})
            seen[language] += "".join(
                visitor.open(address) for address in OPENED.get(person, ("/",))
            )
    titles = NAMED.findall(TOUR)
    assert len(titles) >= 5
    assert [(ar, en) for ar, en in titles if ar not in seen["ar"] or en not in seen["en"]] == []


def test_step_1_a_worker_is_registered_on_the_pages(reader: Reader) -> None:
    (number,) = re.findall(r"type the number `(\d{10})`", STEPS["1"].replace("\n   ", " "))
    visitor = Visitor(base(reader))
    visitor.sign_in("employer", PASSWORD)
    address = "/services/registry.register_worker/"
    hidden = dict(re.findall(r'name="(once|begun)" value="([^"]*)"', visitor.open(address)))
    (first,) = re.findall(
        r'"party": "(\d+)"', json.dumps(call(reader, "employer", "mandates?limit=1"))
    )
    given = {
        "establishment": first,
        "worker": number,
        "started_on": _first_of_month(),
        "basic": "4000",
        "housing": "1000",
    }
    page = visitor.open(address, given | hidden | {"step": "send"})
    assert "/transactions/" in visitor.url, page
    again = visitor.url
    visitor.open(address, given | hidden | {"step": "send"})
    assert visitor.url.partition("?")[0] == again.partition("?")[0]


def _first_of_month() -> str:
    from django.utils import timezone

    from guichet.engine.context import HOME

    return f"{timezone.now().astimezone(HOME):%Y-%m}-01"


def test_step_2_the_file_is_checked_confirmed_and_carried_out(reader: Reader) -> None:
    (name,) = re.findall(r"send `([^`]+\.csv)`", STEPS["2"].replace("\n   ", " "))
    visitor = Visitor(base(reader))
    visitor.sign_in("bureau", PASSWORD)
    (kind,) = re.findall(r'<option value="([^"]*)" selected', visitor.open("/files/"))
    visitor.upload("/files/", ROOT / name, kind=kind)
    place = visitor.url
    assert re.search(r"/files/[0-9a-f-]{36}/", place), place
    assert within(120, lambda: "/confirm/" in visitor.open(place)), visitor.open(place)
    assert "100,000" in visitor.open(place)
    (shown,) = re.findall(r'name="shown" value="([^"]*)"', visitor.open(place))
    visitor.open(f"{place.partition('?')[0]}confirm/", {"shown": shown})
    assert within(180, lambda: "/result/" in visitor.open(place)), visitor.open(place)


def test_steps_3_4_and_12_commands_answer_as_they_are_printed(reader: Reader) -> None:
    said = reader.types("\n".join(fenced(TOUR)))
    assert '"outcome": "accepted"' in said and "holds" in said
    inline = re.findall(r"`(\.venv/bin/guichet [^`]+)`", TOUR)
    assert [reader.types(command) for command in inline if "law" in command] and len(inline) == 1


def test_step_5_a_request_is_held_and_goes_on_by_itself(reader: Reader) -> None:
    (number,) = re.findall(r"`(\d{10})`", STEPS["5"])
    control = reader.here("http://127.0.0.1:8701/control")

    def switch(off: bool) -> None:
        body = json.dumps({"civil": {"outage": off}}).encode()
        urlopen(
            Request(control, body, {"Content-Type": "application/json"}, method="PUT"), timeout=10
        ).close()

    switch(True)
    try:
        given = {
            "establishment": "500000002",
            "worker": number,
            "started_on": _first_of_month(),
            "basic": "4000",
        }
        held = call(reader, "bureau", "services/registry.register_worker", given)
        assert held["outcome"] == "held", held
    finally:
        switch(False)
    place = f"transactions/{held['reference']}"
    assert within(90, lambda: "accepted" in json.dumps(call(reader, "bureau", place))), call(
        reader, "bureau", place
    )


def test_step_6_the_reference_of_the_account_is_good_at_the_sandbox_bank(reader: Reader) -> None:
    visitor = Visitor(base(reader))
    visitor.sign_in("employer", PASSWORD)
    visitor.open("/?mine")
    page = visitor.open("/account/")
    reference = re.sub(r"\D", "", re.findall(r"\d{9}(?:[ \u00a0]?\d{2,4}){2,3}", page)[0])
    bank = Visitor(reader.here("http://127.0.0.1:8303"))
    offered = bank.open(f"/?lang=en&bill={reference}")
    (amount,) = re.findall(r'name="amount"[^>]* value="([\d.]+)"', offered)
    bank.open(
        "/pay", {"bill": reference, "lang": "en", "amount": amount, "channel": "atm", "luck": "1"}
    )
    bills = f"bills?establishment={reference[:9]}"
    assert within(60, lambda: '"unpaid"' not in json.dumps(call(reader, "employer", bills))), call(
        reader, "employer", bills
    )
    assert json.dumps(call(reader, "employer", bills)).count('"state": "paid"') >= 1


def test_step_11_the_bank_knows_the_account(reader: Reader) -> None:
    (iban,) = re.findall(r"`(SA\d{22})`", STEPS["11"])
    assert iban == iban_of(
        reader.institution.value(
            "SELECT person_number FROM identity_account WHERE username = 'employer'"
        )
    )


def test_the_page_of_the_api_is_typed_as_it_is_printed(reader: Reader) -> None:
    page = (ROOT / "docs" / "how-to" / "call-the-api.md").read_text("utf-8")
    blocks = [block for block in fenced(page) if "openssl pkeyutl" not in block]
    said = reader.types("\n".join(blocks))
    assert '"outcome": "accepted"' in said and said.count('"next"') == 6 and "holds" in said
