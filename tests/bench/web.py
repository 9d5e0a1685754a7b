"""Signing a form in the virtual branch, by clients that all do so at once."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles

from demo.sign_ins import SIGN_INS
from tests.bench import papers, sending
from tests.bench.browser import Browser
from tests.bench.figures import Figure
from tests.bench.running import WEB, running

CLIENTS, TIMES, WARM_UP = 8, 200, 15  # of each client
PER_SECOND, P95_S = 60.0, 0.250
_SERVICE = "/services/registry.change_wage/"


def measure(rows: int | None) -> Iterator[Figure]:
    """From the post that signs to the receipt's page, redirect followed; the number of rows is
    always the same.
    """
    del rows
    asked = papers.wage_changes(CLIENTS * (WARM_UP + TIMES)).rows(named=True)
    with running() as guichet, ThreadPoolExecutor(CLIENTS) as threads:
        browsers = list(threads.map(_signed_in, [guichet.port] * CLIENTS))
        parts = [asked[n::CLIENTS] for n in range(CLIENTS)]
        list(threads.map(_send_all, browsers, [part[:WARM_UP] for part in parts]))
        with guichet.costing() as cost:
            times = list(threads.map(_send_all, browsers, [part[WARM_UP:] for part in parts]))
    posts, wholes = zip(*(both for part in times for both in part), strict=True)
    count, p95 = len(wholes), quantiles(wholes, n=100, method="inclusive")[94]
    who = f"{CLIENTS} clients, {WEB} web processes"
    rate = count / cost.seconds
    yield Figure(
        "web",
        f"web: form post to receipt, {who}",
        count,
        cost.seconds,
        cost.cpu_seconds,
        cost.peak_mib,
        reach=f">= {PER_SECOND:.0f}/s",
        reached=rate >= PER_SECOND,
        note=f"{rate:.1f}/s; half of the posts took {median(posts) * 1000:.0f} ms, of the whole {median(wholes) * 1000:.0f} ms",
    )
    yield Figure(
        "web",
        "web: form post to receipt, p95",
        1,
        p95,
        reach=f"{P95_S * 1000:.0f} ms",
        reached=p95 <= P95_S,
    )


def _signed_in(port: int) -> Browser:
    password = next(s.password for s in SIGN_INS if s.username == sending.USERNAME)
    browser = Browser(port)
    browser.sign_in(sending.USERNAME, password)
    browser.form_key(_SERVICE)
    return browser


def _send_all(browser: Browser, asked: list[dict[str, str]]) -> list[tuple[float, float]]:
    """See `_send`."""
    return [_send(browser, given) for given in asked]


def _send(browser: Browser, given: dict[str, str]) -> tuple[float, float]:
    """Seconds to the redirect, and to the end of the receipt's page."""
    form = given | {"once": str(uuid.uuid4()), "step": "send"}
    started = time.perf_counter()
    answer, _ = browser.post(_SERVICE, form)
    posted = time.perf_counter() - started
    receipt = answer.headers.get("Location", "")
    if answer.status != 303 or receipt.endswith("again"):
        raise RuntimeError(f"{given} was answered with {answer.status} {receipt}")
    shown, page = browser.get(receipt)
    taken = time.perf_counter() - started
    if shown.status != 200 or receipt.strip("/").rsplit("/", 1)[-1] not in page:
        raise RuntimeError(f"{receipt} was answered with {shown.status}")
    return posted, taken
