"""The registries over real HTTP: what they answer, and how they misbehave when told to."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest

from demo.deeds import REVOKED, a_deed
from demo.population import (
    a_business,
    a_dead,
    a_living,
    an_unknown,
    person_numbers,
    persons,
)
from demo.public_bodies.server import PublicBodies
from demo.public_bodies.switches import BODIES

CIVIL, COMMERCE = "/civil/v1/persons", "/commerce/v1/businesses"
NORMAL = {"latency_ms": 0, "outage": False, "error_rate": 0.0, "mode": "normal"}


@pytest.fixture(scope="module")
def running() -> Iterator[PublicBodies]:
    server = PublicBodies(("127.0.0.1", 0))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.stop()
    thread.join()


@pytest.fixture
def web(running: PublicBodies) -> Iterator[httpx.Client]:
    running.switches.change(dict.fromkeys(BODIES, NORMAL))
    with httpx.Client(base_url=f"http://127.0.0.1:{running.server_port}", timeout=10) as client:
        yield client


def ask(web: httpx.Client, *numbers: object, path: str = CIVIL) -> httpx.Response:
    return web.post(path, json={"numbers": numbers})


def code(answer: httpx.Response) -> Any:
    return answer.json()["error"]["code"]


def test_persons_in_the_order_asked(web: httpx.Client) -> None:
    asked = [str(n) for n in (a_living(), a_dead(), an_unknown(), a_living())]
    odd = ["", "12", "١٠٠٠٠٠٠٠٠٨", "+100000000", "1000000008\n", "1000000009"]
    answer = ask(web, *asked, *odd)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    found = answer.json()["persons"]
    assert [row["number"] for row in found] == asked + odd
    statuses = [row["status"] for row in found]
    assert statuses == ["alive", "dead", "unknown", "alive"] + ["unknown"] * len(odd)
    facts = persons(person_numbers(0, 1, 1.0)).row(0, named=True)
    assert found[0] == {
        "number": asked[0],
        "status": "alive",
        "name_ar": facts["name_ar"],
        "name_latin": facts["name_latin"],
        "sex": "m",
        "nationality": "SA",
        "birth_date": facts["birth_date"].isoformat(),
        "died_on": None,
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", answer.json()["asked_at"])


def test_businesses_in_the_order_asked(web: httpx.Client) -> None:
    statuses = ["cancelled", "active", "unknown", "suspended"]
    asked = [str(a_business(status=status)) for status in statuses]
    found = ask(web, *asked, path=COMMERCE).json()["businesses"]
    assert [row["number"] for row in found] == asked
    assert [row["status"] for row in found] == statuses
    assert found[1]["unified_number"].startswith("7")
    owner = ask(web, found[1]["owner_number"]).json()["persons"][0]
    assert (owner["status"], owner["nationality"]) == ("alive", "SA")


def test_nobody_asked(web: httpx.Client) -> None:
    assert ask(web).json()["persons"] == []


def test_ten_thousand_at_once_are_quick(web: httpx.Client) -> None:
    asked = person_numbers(0, 10_000).cast(str).to_list()
    ask(web, *asked)
    start = time.perf_counter()
    answer = ask(web, *asked)
    assert time.perf_counter() - start < 0.5
    assert [row["number"] for row in answer.json()["persons"]] == asked


def test_more_than_ten_thousand_are_refused(web: httpx.Client) -> None:
    answer = ask(web, *["1000000008"] * 10_001)
    assert (answer.status_code, code(answer)) == (400, "too_many")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "no_numbers"),
        (b"{}", "no_numbers"),
        (b'{"numbers": "1000000008"}', "no_numbers"),
        (b'{"numbers": [1000000008]}', "not_text"),
        (b'{"numbers": [null]}', "not_text"),
        (b'{"numbers": ["\\ud800"]}', "not_text"),
    ],
)
def test_a_malformed_question_is_refused(web: httpx.Client, content: bytes, expected: str) -> None:
    answer = web.post(CIVIL, content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, code(answer)) == (400, expected)
    assert ask(web, "1000000008").status_code == 200  # the connection is still good


def test_wrong_place_method_kind_and_size(web: httpx.Client) -> None:
    assert web.get("/elsewhere").status_code == 404
    answer = web.get(CIVIL)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert web.post(CIVIL, data={"numbers": "1"}).status_code == 415
    assert web.post(CIVIL, content=b" " * ((2**20) + 1)).status_code == 413
    assert web.post(CIVIL, content=iter([b"{}"])).status_code == 411


def test_a_body_too_large_is_refused_before_it_is_read(running: PublicBodies) -> None:
    connection = HTTPConnection("127.0.0.1", running.server_port, timeout=5)
    connection.putrequest("POST", CIVIL)
    connection.putheader("Content-Length", "9" * 5_000)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_outage_of_one_registry_only(web: httpx.Client) -> None:
    state = web.put("/control", json={"civil": {"outage": True}}).json()
    assert state == dict.fromkeys(BODIES, NORMAL) | {"civil": NORMAL | {"outage": True}}
    answer = ask(web, "1000000008")
    assert (answer.status_code, code(answer)) == (503, "outage")
    assert int(answer.headers["retry-after"]) > 0
    assert ask(web, str(a_business()), path=COMMERCE).status_code == 200
    assert web.get("/health").json() == {"status": "ok"}
    web.put("/control", json={"civil": {"outage": False}})
    assert ask(web, "1000000008").status_code == 200


def test_latency(web: httpx.Client) -> None:
    web.put("/control", json={"civil": {"latency_ms": 150}})
    start = time.perf_counter()
    assert ask(web, "1000000008").status_code == 200
    assert time.perf_counter() - start >= 0.15


def test_hang_until_the_caller_gives_up(web: httpx.Client, running: PublicBodies) -> None:
    web.put("/control", json={"civil": {"mode": "hang"}})
    with (
        httpx.Client(base_url=web.base_url, timeout=0.3) as other,
        pytest.raises(httpx.ReadTimeout),
    ):
        ask(other, "1000000008")
    until = time.monotonic() + 3
    while running._working and time.monotonic() < until:
        time.sleep(0.02)
    assert running._working == 0  # the thread went with its caller


def test_garbage_is_not_json(web: httpx.Client) -> None:
    web.put("/control", json={"commerce": {"mode": "garbage"}})
    answer = ask(web, str(a_business()), path=COMMERCE)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"decode|Expecting|Unterminated"):
        json.loads(answer.content)


def test_error_rate_is_evenly_spread(web: httpx.Client) -> None:
    web.put("/control", json={"civil": {"error_rate": 0.25}})
    statuses = [ask(web, "1000000008").status_code for _ in range(8)]
    assert statuses == [200, 200, 200, 500] * 2


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        {"police": {}},
        {"civil": 1},
        {"civil": {"latency_ms": -1}},
        {"civil": {"latency_ms": True}},
        {"civil": {"latency_ms": 1.5}},
        {"civil": {"outage": "yes"}},
        {"civil": {"error_rate": 2}},
        {"civil": {"mode": "sulk"}},
        {"civil": {"weather": "fine"}},
        {"commerce": {"outage": True}, "civil": {"mode": []}},
    ],
)
def test_a_wrong_switch_changes_nothing(web: httpx.Client, wanted: object) -> None:
    answer = web.put("/control", json=wanted)
    assert (answer.status_code, code(answer)) == (400, "bad_switch")
    assert web.get("/control").json() == dict.fromkeys(BODIES, NORMAL)


def test_a_deed_names_its_agent_and_a_revoked_one_says_so(web: httpx.Client) -> None:
    agent = a_living(4)
    numbers = [str(a_deed(agent)), str(a_deed(agent, first=REVOKED)), "7000000008", "12"]
    answer = web.post("/justice/v1/deeds", json={"numbers": numbers}).json()["deeds"]
    assert [d["status"] for d in answer] == ["active", "revoked", "unknown", "unknown"]
    assert answer[0]["agent_number"] == str(agent) != answer[0]["principal_number"]
    assert answer[2]["principal_number"] is None


def test_control_is_not_for_other_machines_or_sites(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = web.put("/control", json={}, headers={"Origin": "http://evil.example"})
    assert (evil.status_code, code(evil)) == (403, "other_origin")
    monkeypatch.setattr("demo.public_bodies.server.is_local", lambda _address: False)
    far = web.put("/control", json={"civil": {"outage": True}})
    assert (far.status_code, code(far)) == (403, "not_local")
    assert ask(web, "1000000008").status_code == 200


def test_the_page_shows_and_sets_the_switches(web: httpx.Client) -> None:
    arabic = web.get("/")
    assert '<html lang="ar" dir="rtl">' in arabic.text
    assert str(a_dead()) in arabic.text
    form = {"body": "civil", "lang": "en", "latency_ms": "20", "error_rate": "0", "mode": "hang"}
    answer = web.post("/control", data=form | {"outage": "on"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?lang=en")
    state = web.get("/control").json()
    assert state["civil"] == {"latency_ms": 20, "outage": True, "error_rate": 0, "mode": "hang"}
    english = web.get("/?lang=en").text
    assert '<html lang="en" dir="ltr">' in english
    assert 'name="outage" checked' in english
    assert web.post("/control", data=form | {"latency_ms": "soon"}).status_code == 400


def test_sigterm_lets_the_call_at_work_finish() -> None:
    command = [sys.executable, "-m", "demo.public_bodies", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        base = process.stdout.readline().split()[-1]
        httpx.put(f"{base}control", json={"civil": {"latency_ms": 60_000}})
        answers: list[httpx.Response] = []
        question = {"numbers": ["1000000008"]}

        def call() -> None:
            answers.append(httpx.post(base.rstrip("/") + CIVIL, json=question, timeout=10))

        caller = threading.Thread(target=call)
        caller.start()
        time.sleep(0.4)
        os.kill(process.pid, signal.SIGTERM)
        caller.join()
        assert process.wait(timeout=10) == 0
    assert answers[0].json()["persons"][0]["status"] == "alive"


def test_a_bank_says_whose_an_account_is(running, web) -> None:
    from demo.public_bodies.bank import iban_of

    mine, closed = iban_of(1000000008), iban_of(1000000008, closed=True)
    ibans = [mine, closed, "SA0380000000608010167519", "x", "", "SAééééé1000000008"]
    rows = [{"number": str(at), "iban": iban} for at, iban in enumerate(ibans)]
    said = web.post("/bank/v1/accounts", json={"accounts": rows}).json()["accounts"]
    assert [row["status"] for row in said] == ["open", "closed"] + ["unknown"] * 4
    assert said[0]["owner_number"] == "1000000008" and said[0]["number"] == "0"
    for broken in (
        {},
        {"accounts": 1},
        {"accounts": [1]},
        {"accounts": [{"number": 1, "iban": "x"}]},
        [],
    ):
        assert web.post("/bank/v1/accounts", json=broken).status_code == 400
