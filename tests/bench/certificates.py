"""Ten thousand certificates asked for in one batch, until the last signed paper is kept by the
workers.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from datetime import date

import polars as pl

from guichet.engine import store
from guichet.engine.actor import Actor, Assurance, PartyKind
from guichet.engine.context import Context
from guichet.engine.perform import perform_many
from tests.bench.figures import Figure, judged
from tests.bench.running import WORKERS, running

ROWS, SECONDS, MOST_MIB = 10_000, 300.0, 1_536
_SERVICE, _ALONE, _WARM_UP = "certificates.wages_and_periods", 100, 100
_LOOK_EVERY_S, _PATIENCE_S = 0.5, 1_800.0
_NUMBERS = """
    SELECT DISTINCT p.identifier FROM registry_person p
    JOIN registry_engagement e ON e.person_id = p.id
    ORDER BY p.identifier LIMIT %(count)s
"""


class _Everybody:
    """The institution itself, issuing for all: what is measured is not whom one may ask for."""

    def covers(self, right: str, kind: PartyKind, numbers: Collection[int], on: date) -> set[int]:
        """Everybody."""
        del right, kind, on
        return set(numbers)


def measure(rows: int | None) -> Iterator[Figure]:
    """From the call to the last paper, beside composing as many alone on as many cores."""
    size = rows or ROWS
    numbers = store.fetch(_NUMBERS, {"number": pl.Int64}, count=size + _WARM_UP)["number"]
    if len(numbers) < size + _WARM_UP:
        raise RuntimeError(f"there are only {len(numbers):,} persons with engagements")
    _found_authority()
    with running() as guichet:
        _issue(numbers[size:])
        _wait(_WARM_UP)
        with guichet.costing() as cost:
            started = time.perf_counter()
            _issue(numbers[:size])
            issued = time.perf_counter() - started
            _wait(_WARM_UP + size)
    kept, valid = _kept()
    if (kept, valid) != (size + _WARM_UP, True):
        raise RuntimeError(f"{kept:,} papers were kept; signatures good: {valid}")
    one, signature = _alone()
    alone = one * size / WORKERS
    average = int(store.value("SELECT avg(length(body)) FROM documents_copy"))
    yield Figure(
        "certificates",
        f"certificates: one batch of {size:,}",
        size,
        cost.seconds,
        cost.cpu_seconds,
        cost.peak_mib,
        f"composing alone, {WORKERS} cores",
        alone,
        cost.seconds / alone,
        f"10,000 in {SECONDS:.0f} s",
        judged(size == ROWS, quick=cost.seconds <= SECONDS, small=cost.peak_mib < MOST_MIB),
        f"issued (transactions, receipts, codes) in {issued:.2f} s; {average:,} bytes a paper",
    )
    yield Figure(
        "certificates",
        "certificates: one PAdES signature",
        1,
        signature,
        note="EC P-256, key in a file",
    )


def _found_authority() -> None:
    from demo.certificates.founding import found

    found(lambda _: None)


def _issue(numbers: pl.Series) -> None:
    from django.utils import timezone

    actor = Actor(1, "bench", assurance=Assurance.SECOND_FACTOR, mandates=_Everybody())
    context = Context(actor, "api", timezone.now(), language="ar")
    answers = perform_many(_SERVICE, pl.DataFrame({"person": numbers.cast(pl.String)}), context)
    if not all(answer.accepted for answer in answers):
        raise RuntimeError(f"refused: {next(a for a in answers if not a.accepted).findings}")


def _wait(count: int) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        if store.value("SELECT count(*) FROM documents_copy") >= count:
            return
        time.sleep(_LOOK_EVERY_S)
    raise RuntimeError("the papers were not composed in time")


def _kept() -> tuple[int, bool]:
    """How many papers there are, and whether the institution's signature on some of them is
    good.
    """
    import io

    from asn1crypto import pem, x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    from guichet.domain.certificates.queries import root_pem
    from guichet.domain.documents.models import Copy

    trusted = ValidationContext(trust_roots=[x509.Certificate.load(pem.unarmor(root_pem())[2])])
    some = Copy.objects.order_by("-id")[:5]
    good = [
        validate_pdf_signature(
            PdfFileReader(io.BytesIO(bytes(c.body))).embedded_signatures[0], trusted
        ).bottom_line
        for c in some
    ]
    return Copy.objects.count(), all(good)


def _alone() -> tuple[float, float]:
    """Seconds to lay out, draw and sign one paper without keeping it, and of them those for the
    signature.
    """
    from django.utils import timezone

    from guichet.domain.certificates.queries import signer
    from guichet.domain.documents import pdf_signature, typesetting
    from guichet.domain.documents.layout import laid_out
    from guichet.domain.documents.models import Document
    from guichet.domain.documents.paper_fields import sources

    now = timezone.now()
    ids = pl.Series(list(Document.objects.values_list("id", flat=True)[: _ALONE + 1]))
    found, who = sources(ids), signer(now)
    whole, signatures = [], []
    for source in found:
        began = time.perf_counter()
        data = laid_out(source, "ar")
        drawn = typesetting.draw(data, now)
        begun = time.perf_counter()
        pdf_signature.sign(drawn, who, data["title"], now)
        done = time.perf_counter()
        whole.append(done - began)
        signatures.append(done - begun)
    # The first one loads the fonts.
    return sum(whole[1:]) / len(whole[1:]), sum(signatures[1:]) / len(signatures[1:])
