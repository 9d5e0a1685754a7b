"""Requests to pay: the bank of an establishment is asked, once for each version of a bill, and may
refuse.

Whether a request is paid is told by the bank statement, as of every transfer: the bill's reference
comes with it. A worker that dies after its file got its name asks for the same bills again under
the same names, which the bank knows by.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from django.conf import settings

from guichet.domain.documents.words import INSTITUTION
from guichet.domain.iso20022 import requests, standard, statuses
from guichet.domain.payments.presenting import differences, presentment
from guichet.domain.payouts.dispatch import give_its_name
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.queries import establishments
from guichet.engine import audit, store
from guichet.engine.actor import PartyKind
from guichet.engine.context import HOME

SCHEME, REFUSED = "request-to-pay", "bill-refused"
_NO_ACCOUNT, _CANCELLED = "no account on record", "cancelled"
_AT_A_TIME, _LOCK = 10_000, 0x727470
_NAME = r"^GUICHET-R([0-9]{1,18})$"


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking came to."""

    asked: int
    left_out: int  # without an account on record


@dataclass(frozen=True, slots=True)
class Answered:
    """What a bank's answer came to."""

    refused: int
    unknown: int  # no bill of ours


def request(now: datetime) -> Asked:
    """Ask for every bill of which a new version is there; nothing without an outbox and an account
    of ours.
    """
    if not settings.PAYOUT_OUTBOX or not settings.PAYOUT_ACCOUNT:
        return Asked(0, 0)
    presentment.present_moved(now)
    _close(now)
    asked = left_out = 0
    while True:
        with store.atomic():
            store.value("SELECT count(pg_advisory_xact_lock(%(lock)s))", lock=_LOCK)
            bills = presentment.untold(SCHEME, _AT_A_TIME, accounts=False)
            if bills.is_empty():
                return Asked(asked, left_out)
            rows = _with_accounts(bills)
            good = rows.filter(pl.col("refused") == "")
            presentment.told(SCHEME, rows.select("id", "refused"), now)
            if good.height:
                _write(good, now)
            asked += good.height
            left_out += rows.filter(pl.col("refused") == _NO_ACCOUNT).height


def _with_accounts(bills: pl.DataFrame) -> pl.DataFrame:
    numbers = bills["establishment"].unique()
    accounts = bank_accounts.in_force(PartyKind.ESTABLISHMENT, numbers).select(
        establishment="party", iban="iban_before"
    )
    name = pl.when(pl.col("name_ar") != "").then("name_ar").otherwise("name_latin")
    names = establishments(numbers).select(establishment="number", name=name)
    why = (
        pl.when(pl.col("state") == "cancelled")
        .then(pl.lit(_CANCELLED))
        .when(pl.col("iban").is_null() | pl.col("name").is_null())
        .then(pl.lit(_NO_ACCOUNT))
        .otherwise(pl.lit(""))
    )
    both = bills.join(accounts, on="establishment", how="left", maintain_order="left")
    return both.join(names, on="establishment", how="left", maintain_order="left").with_columns(
        refused=why
    )


def _write(rows: pl.DataFrame, now: datetime) -> None:
    outbox = Path(settings.PAYOUT_OUTBOX)
    outbox.mkdir(parents=True, exist_ok=True)
    message = f"GUICHET-R{int(rows['id'][0])}-{int(rows['id'][-1])}"
    head = requests.Head(
        message=message[:35],
        created=now.astimezone(HOME),
        creditor=settings.PAYOUT_PAYER or INSTITUTION.ar,
        account=settings.PAYOUT_ACCOUNT,
        day=now.astimezone(HOME).date(),
    )
    place = outbox / f"{message}.pain.013.xml"
    part = outbox / f".{place.name}.part"
    with part.open("wb") as out:
        named = rows.with_columns(request=pl.lit("GUICHET-R") + pl.col("id").cast(pl.String))
        requests.write(out, head, named.select(*requests.REQUEST))
        out.flush()
        os.fsync(out.fileno())
    standard.check(part, requests.KIND, requests.WITHIN)
    audit.note(
        "requests-to-pay",
        {
            "message": message,
            "bills": rows.height,
            "total": int(rows["amount"].sum()),
        },
    )
    give_its_name(part, place)


def take_answer(content: bytes, now: datetime) -> Answered:
    """Put requests that were refused (pain.014) on the list of differences; the same again changes
    nothing.

    Raises:
        Refused: it is no answer, or breaks the standard.
    """
    said = statuses.read_statuses(content, statuses.OF_REQUESTS)
    named = said.transfers.filter(pl.col("status") == "RJCT").with_columns(
        id=pl.col("end_to_end").str.extract(_NAME, 1).cast(pl.Int64, strict=False)
    )
    ours = store.fetch(
        "SELECT v.id, v.reference, v.amount FROM payments_billversion v"
        " JOIN payments_delivery d ON d.bill_id = v.id AND d.scheme = %(scheme)s AND d.refused = ''"
        " WHERE v.id = ANY(%(ids)s::bigint[])",
        {"id": pl.Int64, "reference": pl.String, "amount": pl.Int64},
        ids=named["id"].drop_nulls().unique(),
        scheme=SCHEME,
    )
    wrong = ours.select(key="reference", ours="amount", theirs=pl.lit(None, dtype=pl.Int64))
    with store.atomic():
        differences.find(SCHEME, REFUSED, now.astimezone(HOME).date(), wrong, now)
    return Answered(ours.height, named.height - ours.height)


def _close(now: datetime) -> None:
    """A refused request of a bill that is paid meanwhile is nobody's work any more."""
    listed = differences.open_differences().filter(
        (pl.col("scheme") == SCHEME) & (pl.col("kind") == REFUSED)
    )
    if listed.is_empty():
        return
    still = listed.filter(pl.col("key").is_in(presentment.open_bills()["reference"].implode()))
    differences.renew(
        SCHEME,
        REFUSED,
        now.astimezone(HOME).date(),
        still.select("key", "ours", "theirs"),
        now,
        whole=True,
    )
