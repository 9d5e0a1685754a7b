"""Claim the grant of a death: once, in equal parts for the members who share the pension."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from guichet.catalogue.benefits import _old_age, _survivors
from guichet.catalogue.benefits._survivor_words import (
    CLAIM_PENSION_FIRST,
    GRANT_LAPSED,
    GRANTED_BEFORE,
    NO_ACCOUNT_YET,
    NO_GRANT,
    NOBODY_ENTITLED,
)
from guichet.catalogue.parties import person_field
from guichet.catalogue.tables import table_text
from guichet.domain.benefits import death_grants, survivors
from guichet.domain.benefits.family_words import RELATIONS
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine import records
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Field, Input, Lines, Money, Text
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.text import Words

_PART: dict[str, Field] = {
    "relation": Choice(Words(ar="الصلة", en="Relation", fr="Lien"), RELATIONS),
    "name": Text(Words(ar="الفرد", en="Member", fr="Membre")),
    "amount": Money(Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)")),
}
PARTS = Lines(Words(ar="تُقسم على", en="Shared between", fr="Partagée entre"), _PART)
_FOUND: dict[str, Any] = {
    "deceased": pl.Int64,
    "award": pl.String,
    "members": pl.List(pl.Int64),
    "granted_by": pl.Int64,
    "granted_on": pl.Date,
    "granted_to": pl.Int64,
    "why": pl.String,
    "claim_by": pl.Date,
    "total": pl.Int64,
    "parts_told": pl.String,
    "steps_told": pl.String,
}
_BEFORE = (
    (
        "benefits.claim_survivors_pension",
        {"person": "{recent_orphan}", "deceased": "{recent_late_parent}"},
    ),
)


class ClaimDeathGrant(Service):
    """Who shares the pension is on record, and so is the pension: nothing is asked of anybody."""

    code = 3322
    title = Words(
        ar="طلب منحة الوفاة", en="Claim a death grant", fr="Demander l’allocation de décès"
    )
    also = Words(
        ar="منحة وفاة جنازة دفن عزاء متوفى",
        en="funeral grant burial death lump sum",
        fr="frais funéraires obsèques capital décès",
    )
    summary = Words(
        ar="اطلب منحة وفاة من تتقاسمون معاشه. تُصرف مرة واحدة وتُقسم بالتساوي على المستحقين، إلى حساباتهم المسجلة.",
        en="Claim the grant of the death of whose pension you share. It is paid once, in equal parts, to the accounts on record of those entitled.",
        fr="Demandez l’allocation de décès de la personne dont vous partagez la pension. Elle est versée une fois, à parts égales, sur les comptes enregistrés des ayants droit.",
    )
    keyword = Words(ar="وفاة", en="FUNERAL", fr="OBSEQUES")
    audience = frozenset({Segment.BENEFICIARY})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    seconds = 20
    icon = "banknote"
    business_key = ("person", "deceased")

    class Input(Input):
        """Who asks, and whose death."""

        person = person_field(_survivors.HEIR_HINT)
        deceased = _survivors.deceased_field()

    class Output(Output):
        """How much in all, to whom, and how it came about."""

        total = Money(
            Words(ar="مبلغ المنحة (ريال)", en="Grant in all (SAR)", fr="Allocation totale (SAR)")
        )
        parts = PARTS
        steps = _survivors.STEPS

    @staticmethod
    def decide(batch: Batch) -> None:
        """The members of an award; once for a death."""
        found = pl.DataFrame(list(_found(batch)), schema=_FOUND)
        batch.look_up(found, on="deceased")
        accounts = bank_accounts.of_persons(batch.frame["person"].drop_nulls().unique())
        batch.look_up(accounts, on="person")
        mine = pl.col("members").list.contains(pl.col("person")).fill_null(value=False)
        given = mine & pl.col("granted_by").is_not_null()
        # The receipt of the first is whose it is; the others are told what they were granted then.
        own = pl.col("granted_to").eq_missing(pl.col("person"))
        batch.repeat(given & own, pl.col("granted_by"))
        day = pl.col("granted_on").cast(pl.String)
        batch.refuse(given & ~own, GRANTED_BEFORE, "deceased", day=day)
        batch.refuse(~mine, CLAIM_PENSION_FIRST, "deceased")
        why = pl.col("why")
        batch.refuse(mine & (why == death_grants.NO_GRANT), NO_GRANT, "deceased")
        batch.refuse(mine & (why == death_grants.NOBODY), NOBODY_ENTITLED, "deceased")
        lapsed = mine & (why == death_grants.LAPSED)
        batch.refuse(lapsed, GRANT_LAPSED, "deceased", last=pl.col("claim_by"))
        good = mine & why.is_null() & pl.col("granted_by").is_null()
        batch.refuse(good & pl.col("iban").is_null(), NO_ACCOUNT_YET, "person")
        batch.answer(
            total=pl.col("total"),
            parts=pl.col("parts_told").fill_null("[]"),
            steps=pl.col("steps_told").fill_null("[]"),
        )
        batch.cite(law=country.parameters().version)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Grant what was not granted before, to whoever has an account at once.

        Raises:
            store.WriteConflict: another of the family was first; decide again.
        """
        now, today = batch.context.now, batch.context.today
        new = batch.frame.filter(pl.col("granted_by").is_null())
        named = new["award"].unique().to_list()
        awards = {row["award"]: row for row in survivors.awards_named(named).iter_rows(named=True)}
        once = new.unique("award", keep="first", maintain_order=True)
        for award, transaction in once.select("award", "transaction").iter_rows():
            death_grants.grant(awards[award], transaction, now, today)

    examples = (
        Example(
            "once the pension is shared",
            {"person": "{recent_orphan}", "deceased": "{recent_late_parent}"},
            before=_BEFORE,
        ),
        Example(
            "claimed twice, it is granted once",
            {"person": "{recent_orphan}", "deceased": "{recent_late_parent}"},
            before=(
                *_BEFORE,
                (
                    "benefits.claim_death_grant",
                    {"person": "{recent_orphan}", "deceased": "{recent_late_parent}"},
                ),
            ),
        ),
        Example(
            "before the pension is shared",
            {"person": "{recent_orphan}", "deceased": "{recent_late_parent}"},
            then="death-grant-before-pension",
        ),
        Example(
            "a number with a wrong digit",
            {"person": "{worker}", "deceased": samples.slip()},
            then="national-id-mistyped",
        ),
        Example(
            "for somebody else",
            {"person": "{recent_worker}", "deceased": "{recent_late_parent}"},
            then="not-covered-by-mandate",
        ),
    )


def _found(batch: Batch) -> Iterator[dict[str, Any]]:
    """What each death brings."""
    numbers = batch.frame["deceased"].drop_nulls().unique()
    awards = survivors.awards_after(numbers)
    before = death_grants.granted(awards["award"]).partition_by("award", as_dict=True)
    for award in awards.iter_rows(named=True):
        given = before.get((award["award"],))
        what = death_grants.due(award, batch.context.today)
        parts = what.parts if given is None else given
        heirs = survivors.heirs_of(award["award"])
        yield {
            "deceased": award["deceased"],
            "award": award["award"],
            "members": heirs["person"].to_list(),
            "why": what.why if given is None else None,
            "claim_by": what.claim_by,
            "total": int(parts["amount"].sum()),
            "parts_told": _parts_text(parts, heirs, batch.context.language),
            "steps_told": _old_age.steps_of(what.explained, _survivors.STEPS),
            **(_given(given, batch) if given is not None else {}),
        }


def _given(rows: pl.DataFrame, batch: Batch) -> dict[str, Any]:
    """By whose asking, and when, a grant was given."""
    first = rows.row(0, named=True)
    record = records.by_id(first["granted_by"], batch.context.now)
    return {
        "granted_by": first["granted_by"],
        "granted_on": first["granted_on"],
        "granted_to": record.party if record else None,
    }


def _parts_text(parts: pl.DataFrame, heirs: pl.DataFrame, language: str) -> str:
    names = known_persons(parts["person"]).unique("asked")
    name = pl.col("name_ar") if language == "ar" else pl.col("name_latin")
    rows = (
        parts.join(heirs.select("person", "relation"), on="person", maintain_order="left")
        .join(
            names.select("name_ar", "name_latin", person="asked"),
            on="person",
            maintain_order="left",
        )
        .with_columns(name=pl.when(name == "").then(pl.col("name_ar")).otherwise(name))
    )
    return table_text(rows, PARTS)
